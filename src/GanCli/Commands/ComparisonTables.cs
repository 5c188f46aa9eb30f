using GanCli.Reporting.Comparison;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary>A comparison as tables of text.</summary>
internal static class ComparisonTables
{
    private const int Indent = 2;
    private const int LongestNote = 120;
    private const string Other = " (--baseline takes another)";

    public static void Write(ComparisonView view, Output output)
    {
        var table = new TextTable();
        foreach (Column column in view.Columns)
        {
            table.Add(column.Heading.ToUpperInvariant(), alignRight: column.Number is not null || column.Measure is not null
                || column == Column.SuccessInterval, column.DropOrder, wraps: column == Column.Group, name: column.Name);
        }

        foreach (RunGroup group in view.Groups)
        {
            bool baseline = view.Baseline?.Contains(group) == true;
            table.AddRow(
                [.. view.Columns.Select(column => new TextTable.Cell(column.Text(group), column == Column.Group && baseline ? Style.Strong : Style.Plain))]);
        }

        foreach (ReferenceRow reference in view.References)
        {
            table.AddRow([.. view.Columns.Select(column => new TextTable.Cell(reference.Text(column), Style.Dim))]);
        }

        table.Write(output, "--columns NAMES takes others, a wider terminal shows all");
        ComparisonView seen = view with { Columns = [.. table.Shown(output).Select(i => view.Columns[i])] };
        Notes([seen.TableNote, .. view.Notes], output);
        if (view.Tests.Count > 0)
        {
            output.Data.WriteLine();
            string[] heading = [.. WordWrap.Lines($"against {view.Baseline!.Label}", output.DataTraits.Width - Indent - Other.Length)];
            output.Data.WriteLine(string.Join('\n', heading.Select(line => "  " + output.PaintData(line, Style.Strong))) + Other);
            Notes([view.TestsNoteOf(Write(view.TestTable, [0, 0, 0, 1, 3, 4, 0, 2], output))], output);
        }

        if (view.CombinationTable is { Rows.Count: > 0 } combinations)
        {
            output.Data.WriteLine();
            output.Data.WriteLine($"  {output.PaintData("combinations against the better of their two changes alone", Style.Strong)}");
            Write(combinations, [0, 5, 0, 0, 1, 3, 4, 0, 2], output);
            Notes([view.CombinationsNote], output);
        }

        if (view.InteractionTable is { Rows.Count: > 0 } interactions)
        {
            output.Data.WriteLine();
            output.Data.WriteLine($"  {output.PaintData("interactions: what two changes do together beyond the sum of what each does alone", Style.Strong)}");
            Notes([view.InteractionsNoteOf(Write(interactions, [0, 0, 0, 1, 3, 0, 2], output))], output);
        }

        if (view.VarianceTable is { Rows.Count: > 0 } variance)
        {
            output.Data.WriteLine();
            output.Data.WriteLine($"  {output.PaintData("shares of the variance by seed", Style.Strong)}");
            Write(variance, [0, 0, 0, 0, 0, 0], output);
        }
    }

    /// <summary>Writes a table whose columns nobody chooses.</summary>
    /// <returns>Headings of the columns that there was room for.</returns>
    private static IReadOnlyList<string> Write((IReadOnlyList<string> Headings, IReadOnlyList<IReadOnlyList<string>> Rows) content, int[] dropOrders,
        Output output)
    {
        var table = new TextTable();
        for (int i = 0; i < content.Headings.Count; i++)
        {
            table.Add(content.Headings[i].ToUpperInvariant(), dropOrder: dropOrders[i], wraps: i == 0
                || content.Headings[i] is "better alone" or "p (Holm)", name: content.Headings[i]);
        }

        foreach (IReadOnlyList<string> row in content.Rows)
        {
            table.AddRow([.. row.Select(text => new TextTable.Cell(text))]);
        }

        table.Write(output, "--format md has them, and a wider terminal");
        return [.. table.Shown(output).Select(i => content.Headings[i])];
    }

    private static void Notes(IReadOnlyList<string> notes, Output output)
    {
        foreach (string note in notes)
        {
            foreach (string line in WordWrap.Lines(note, Math.Min(LongestNote, output.DataTraits.Width) - Indent))
            {
                output.Data.WriteLine("  " + output.PaintData(line, Style.Dim));
            }
        }
    }
}
