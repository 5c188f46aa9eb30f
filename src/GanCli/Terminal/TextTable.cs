using System.Text;
using GanCli.Runs;

namespace GanCli.Terminal;

/// <summary>A table of text for stdout: columns aligned, numbers by their last digit, and whole columns left out where the terminal is
/// too narrow, never a wrapped line.</summary>
internal sealed class TextTable
{
    private const string Gap = "  ";

    private readonly List<Column> _columns = [];
    private readonly List<Cell[]> _rows = [];

    /// <summary>Adds a column.</summary>
    /// <param name="title">Its heading, in capitals.</param>
    /// <param name="alignRight">For numbers.</param>
    /// <param name="dropOrder">0: always shown; the column with the largest number goes first when the width does not suffice.</param>
    public TextTable Add(string title, bool alignRight = false, int dropOrder = 0)
    {
        _columns.Add(new Column(title, alignRight, dropOrder));
        return this;
    }

    /// <summary>Adds a row with one cell for each column.</summary>
    public TextTable AddRow(params Cell[] cells)
    {
        if (cells.Length != _columns.Count)
        {
            throw new ArgumentException($"{cells.Length} cells for {_columns.Count} columns", nameof(cells));
        }

        _rows.Add([.. cells.Select(static cell => cell with { Text = Echo.Line(cell.Text) })]);
        return this;
    }

    /// <summary>Writes heading and rows to <see cref="Output.Data"/>, indented by two.</summary>
    public void Write(Output output)
    {
        int[] widths = [.. _columns.Select((column, i) => _rows.Select(row => row[i].Text.Length).Append(column.Title.Length).Max())];
        List<int> shown = [.. Enumerable.Range(0, _columns.Count)];
        while (shown.Sum(i => widths[i] + Gap.Length) > output.DataTraits.Width && shown.Exists(i => _columns[i].DropOrder > 0))
        {
            shown.Remove(shown.MaxBy(i => _columns[i].DropOrder));
        }

        output.Data.WriteLine(Line([.. _columns.Select(column => new Cell(column.Title, Style.Dim))], shown, widths, output));
        foreach (Cell[] row in _rows)
        {
            output.Data.WriteLine(Line(row, shown, widths, output));
        }
    }

    private string Line(Cell[] cells, List<int> shown, int[] widths, Output output)
    {
        var line = new StringBuilder();
        int owed = 0;
        foreach (int i in shown)
        {
            owed += Gap.Length;
            int padding = widths[i] - cells[i].Text.Length;
            // Blanks are written only before text: behind the last one they would make lines wrap and diffs noisy.
            if (cells[i].Text.Length > 0)
            {
                line.Append(' ', owed + (_columns[i].AlignRight ? padding : 0)).Append(output.PaintData(cells[i].Text, cells[i].Style));
                owed = _columns[i].AlignRight ? 0 : padding;
            }
            else
            {
                owed += padding;
            }
        }

        return line.ToString();
    }

    /// <summary>One cell: text and what it means.</summary>
    internal readonly record struct Cell(string Text, Style Style = Style.Plain)
    {
        public static implicit operator Cell(string text) => new(text);
    }

    private sealed record Column(string Title, bool AlignRight, int DropOrder);
}
