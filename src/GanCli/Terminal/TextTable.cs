using System.Text;
using GanCli.Runs;

namespace GanCli.Terminal;

/// <summary>A table of text for stdout: columns aligned, numbers by their last digit. Where the terminal is too narrow, columns whose words may be
/// wrapped are, and then whole columns are left out, which a line beneath says.</summary>
internal sealed class TextTable
{
    private const string Gap = "  ";

    /// <summary>The part of the width that a wrapped column keeps to, if no word of it is longer.</summary>
    private const double Wrapped = 0.4;

    private readonly List<Column> _columns = [];
    private readonly List<Cell[]> _rows = [];

    /// <summary>Adds a column.</summary>
    /// <param name="title">Its heading, in capitals.</param>
    /// <param name="alignRight">For numbers.</param>
    /// <param name="dropOrder">0: always shown; the column with the largest number goes first when the width does not suffice.</param>
    /// <param name="wraps">Whether its text may take several lines, cut between words, before anything is left out.</param>
    /// <param name="name">What it is called where it is said to be left out; null: as its heading.</param>
    public TextTable Add(string title, bool alignRight = false, int dropOrder = 0, bool wraps = false, string? name = null)
    {
        _columns.Add(new Column(title, alignRight, dropOrder, wraps, name ?? title));
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

    /// <summary>The places of the columns that the terminal has room for.</summary>
    public IReadOnlyList<int> Shown(Output output) => Layout(output).Shown;

    /// <summary>Writes heading and rows to <see cref="Output.Data"/>, indented by two, and what was left out.</summary>
    /// <param name="output">The terminal.</param>
    /// <param name="elsewhere">Where columns that were left out can be seen.</param>
    public void Write(Output output, string elsewhere = "a wider terminal shows them")
    {
        (int[] widths, List<int> shown) = Layout(output);
        output.Data.WriteLine(Line([.. _columns.Select(column => new Cell(column.Title, Style.Dim))], shown, widths, output));
        foreach (Cell[] row in _rows)
        {
            string[][] lines =
                [.. row.Select((cell, i) => _columns[i].Wraps && cell.Text.Length > widths[i] ? WordWrap.Lines(cell.Text, widths[i]).ToArray() : [cell.Text])];
            for (int line = 0; line < shown.Max(i => lines[i].Length); line++)
            {
                output.Data
                    .WriteLine(Line([.. row.Select((cell, i) => cell with { Text = line < lines[i].Length ? lines[i][line] : "" })], shown, widths, output));
            }
        }

        if (shown.Count < _columns.Count)
        {
            string names = string.Join(", ", Enumerable.Range(0, _columns.Count).Except(shown).Select(i => _columns[i].Name));
            foreach (string line in WordWrap.Lines($"for want of width without {names}: {elsewhere}", output.DataTraits.Width - Gap.Length))
            {
                output.Data.WriteLine(Gap + output.PaintData(line, Style.Dim));
            }
        }
    }

    private (int[] Widths, List<int> Shown) Layout(Output output)
    {
        int[] widths = [.. _columns.Select((column, i) => _rows.Select(row => row[i].Text.Length).Append(column.Title.Length).Max())];
        List<int> shown = [.. Enumerable.Range(0, _columns.Count)];
        int[] wrapping = [.. shown.Where(i => _columns[i].Wraps)];
        int[] words =
            [.. _columns.Select((column, i) => _rows.SelectMany(row => row[i].Text.Split(' ')).Select(word => word.Length).Append(column.Title.Length).Max())];
        foreach (int i in TooWide() ? wrapping : [])
        {
            widths[i] = Math.Min(widths[i], Math.Max(words[i], (int)(Wrapped * output.DataTraits.Width)));
        }

        while (TooWide() && shown.Exists(i => _columns[i].DropOrder > 0))
        {
            shown.Remove(shown.MaxBy(i => _columns[i].DropOrder));
        }

        // What must stay gets as narrow as its words allow.
        while (TooWide() && Array.Exists(wrapping, CanShrink))
        {
            widths[wrapping.Where(CanShrink).MaxBy(i => widths[i])]--;
        }

        return (widths, shown);

        bool CanShrink(int i) => widths[i] > words[i];

        bool TooWide() => shown.Sum(i => widths[i] + Gap.Length) > output.DataTraits.Width;
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

    private sealed record Column(string Title, bool AlignRight, int DropOrder, bool Wraps, string Name);
}
