using System.Globalization;
using GanCli.Reporting.Comparison;
using GanCli.Reporting.Drawing;
using GanCli.Reporting.Statistics;

namespace GanCli.Reporting.Page;

/// <summary>The report of many runs as one page that needs nothing else. Its only script sorts tables.</summary>
internal static class ComparisonPage
{
    public static string Write(ComparisonContent content)
    {
        using StringWriter page = new(CultureInfo.InvariantCulture);
        ComparisonView view = content.View;
        PageFrame.Begin(page, $"{content.Title}, {content.Size}", styles: "comparison.css", script: "sort.js");
        page.Write($"""
            <header>
            <h1>{Escape(content.Title)}<small>{Escape(content.Size)}</small></h1>
            <p class="lead">{Escape(content.Lead)}</p>
            </header>
            <main>

            """);
        SuccessRates(page, content);
        Groups(page, content);
        Tests(page, view);
        Combinations(page, view);
        ComparisonPictures.OverSetting(page, content);
        Heat(page, view);
        ComparisonPictures.Curves(page, "Metrics during training", content, content.Curves());
        ComparisonPictures.Curves(page, "At equal cost", content, content.EqualCompute());
        ComparisonPictures.Samples(page, content);
        if (view.VarianceTable is { Rows.Count: > 0 } variance)
        {
            page.Write(
                "<section>\n<h2>Shares of the variance by seed</h2>\n<p class=\"note\">How much of the variance within a group comes from the seed of "
                    + "initial weights, of the data, of the latents, and from their combinations.</p>\n");
            Table(page, variance.Headings, variance.Rows.Select(row => row.Select(text => (text, (string?)null))), numbersFrom: 2);
            page.Write("</section>\n");
        }

        Common(page, view);
        page.Write(
            "</main>\n<footer>Written by gan report. Blue is real, orange is generated; other colours are named above each "
                + "picture.</footer>\n</body>\n</html>\n");
        return page.ToString();
    }

    private static void SuccessRates(StringWriter page, ComparisonContent content)
    {
        if (content.View.Groups.All(group => group.Success is null))
        {
            return;
        }

        page.Write("<section>\n<h2>Seeds that held all modes at the end</h2>\n<div class=\"card bars\">\n");
        foreach (RunGroup group in content.View.Groups)
        {
            if (group.Success is var (held, of) && group.SuccessInterval is Interval interval)
            {
                string rate = $"{Numbers.Whole(held)} of {Numbers.Whole(of)}";
                page.Write($"<span>{Escape(group.Label)}</span><span class=\"bar\" role=\"img\" aria-label=\"{rate}\">"
                    + $"<i style=\"width: {Css(100.0 * held / of)}%; background: {Colour(content, group)}\"></i><b style=\"left: {Css(100 * interval.Low)}%; "
                    + $"width: {Css(100 * (interval.High - interval.Low))}%\"></b></span>"
                    + $"<span class=\"value\">{rate} ({ComparisonContent.Percent(interval.Low)} to {ComparisonContent.Percent(interval.High)})</span>\n");
            }
        }

        string blob = content.View.HeldByBlob is string data
            ? $" A featureless blob holds all modes of {data} too: a run counts there only with more samples within them than a blob has."
            : "";
        page.Write($"</div>\n<p class=\"note\">Lines: Wilson’s 95% intervals.{Escape(blob)}</p>\n</section>\n");
    }

    private static void Groups(StringWriter page, ComparisonContent content)
    {
        ComparisonView view = content.View;
        Column[] columns = [.. view.Columns, .. view.Comparison.Differing.Select(Column.Setting)];
        page.Write("<section>\n<h2>Groups</h2>\n");
        Table(
            page,
            columns.Select(column => column.Heading),
            view.Groups.Select(group => columns.Select(column => (column.Text(group), column.Number is null ? null : (string?)column.Exact(group)))),
            numbersFrom: 1,
            swatches: [.. view.Groups.Select(group => Colour(content, group))],
            references: view.References.Select(row => columns.Select(row.Text)));
        page.Write("<ul class=\"notes\">\n");
        foreach (string note in view.Notes
            .Prepend(view.TableNote + (columns.Any(column => column.Measure == Measure.First) ? "; first: median of the first step with all modes" : "")))
        {
            page.Write($"<li>{Sentence(note)}</li>\n");
        }

        page.Write("</ul>\n</section>\n");
    }

    private static void Tests(StringWriter page, ComparisonView view)
    {
        if (view.Tests.Count == 0)
        {
            return;
        }

        page.Write($"<section>\n<h2>Against {Escape(view.Baseline!.Label)}</h2>\n");
        Table(page, view.TestTable.Headings, view.TestTable.Rows.Zip(view.Tests, (row, test) => TestCells(view.TestTable.Headings, row, test)), numbersFrom: 2);
        page.Write(
            $"<p class=\"note\">{Sentence(view.TestsNote)} Where no outcome of so few runs could be significant, there is no p value.</p>\n</section>\n");
    }

    private static void Combinations(StringWriter page, ComparisonView view)
    {
        if (view.CombinationTable is not { Rows.Count: > 0 } table)
        {
            return;
        }

        page.Write("<section>\n<h2>Combinations against the better of their two changes alone</h2>\n");
        Table(page, table.Headings, table.Rows.Zip(view.Combinations, (row, each) => TestCells(table.Headings, row, each.Test)), numbersFrom: 3);
        page.Write($"<p class=\"note\">{Sentence(view.CombinationsNote)}</p>\n</section>\n");
        if (view.InteractionTable is { Rows.Count: > 0 } interactions)
        {
            page.Write("<section>\n<h2>What two changes do together beyond the sum of what each does alone</h2>\n");
            Table(page, interactions.Headings, interactions.Rows.Zip(view.Interactions, (row, test) => TestCells(interactions.Headings, row, test)),
                numbersFrom: 2);
            page.Write($"<p class=\"note\">{Sentence(view.InteractionsNote)}</p>\n</section>\n");
        }
    }

    /// <summary>A row of a table of tests, which sorts by its numbers.</summary>
    private static IEnumerable<(string Text, string? Value)> TestCells(IReadOnlyList<string> headings, IReadOnlyList<string> row, BaselineTest test) =>
        row.Zip(headings, (text, heading) => (text, heading switch
    {
        "difference" or "interaction" => Exact(test.Difference),
        "delta" => Exact(test.Delta),
        "p" => test.Outcome is { CanReach: true } outcome ? Exact(outcome.P) : "",
        "p (Holm)" => Exact(test.Adjusted),
        _ => null,
    }));

    private static string Sentence(string note) => Escape(char.ToUpperInvariant(note[0]) + note[1..] + ".");

    private static void Heat(StringWriter page, ComparisonView view)
    {
        if (SettingAxes.Of(view.Comparison) is not SettingAxes axes)
        {
            return;
        }

        Measure[] shown = [.. view.Groups.Any(group => group.Success is not null) ? [Measure.Success] : Array.Empty<Measure>(), .. view.Comparison.Main];
        page.Write(
            $"<section>\n<h2>{Escape(axes.Rows)} against {Escape(axes.Columns)}</h2>\n<p class=\"note\">Means; deeper colour: "
                + $"better{(view.Comparison.DataDiffer ? ", among those of the same data" : "")}.</p>\n<div class=\"grid\">\n");
        foreach (Measure measure in shown)
        {
            ILookup<string, double> merits = axes.Cells.Values.Select(group => (Data: Data(group), Merit: measure.Merit(group.Of(measure).Mean)))
                .Where(cell => double.IsFinite(cell.Merit)).ToLookup(cell => cell.Data, cell => cell.Merit, StringComparer.Ordinal);
            page.Write(
                $"<div class=\"card heat\"><h3>{Escape(measure.About.Label)}</h3>\n<table>\n<thead><tr><th></th>"
                    + $"{string.Concat(axes.ColumnValues.Select(value => $"<th scope=\"col\">{Escape(value)}</th>"))}</tr></thead>\n<tbody>\n");
            foreach (string row in axes.RowValues)
            {
                page.Write($"<tr><th scope=\"row\">{Escape(row)}</th>");
                foreach (string column in axes.ColumnValues)
                {
                    page.Write(axes.Cells.TryGetValue((row, column), out RunGroup? group) && group.Of(measure) is { Count: > 0 } sample
                        ? Cell(sample, measure, [.. merits[Data(group)]]) : "<td>–</td>");
                }

                page.Write("</tr>\n");
            }

            page.Write("</tbody></table></div>\n");
        }

        page.Write("</div>\n</section>\n");
    }

    private static string Data(RunGroup group) => group.Settings.Data;

    private static string Cell(Outcomes sample, Measure measure, double[] merits)
    {
        double share = merits.Max() > merits.Min() ? (measure.Merit(sample.Mean) - merits.Min()) / (merits.Max() - merits.Min()) : 0.5;
        string spread = sample.Count > 1 && measure != Measure.Success ? $"<small>± {Escape(measure.WriteDeviation(sample.Deviation))}</small>" : "";
        return $"<td style=\"background: color-mix(in srgb, var(--group-1) {Css(6 + (49 * share))}%, var(--card))\">{Escape(measure.Write(sample.Mean))}"
            + $"{spread}</td>";
    }

    private static void Common(StringWriter page, ComparisonView view)
    {
        page.Write("<section>\n<details><summary>Settings that all groups share</summary>\n<div class=\"card\"><table class=\"pairs\">\n");
        foreach ((string path, string value) in view.Groups[0].Settings.Entries
            .Where(entry => view.Groups.All(group => string.Equals(group.Settings[entry.Key], entry.Value, StringComparison.Ordinal))))
        {
            page.Write($"<tr><th scope=\"row\">{Escape(path)}</th><td>{Escape(value)}</td></tr>\n");
        }

        page.Write("</table></div></details>\n<details><summary>Runs</summary>\n<div class=\"card\"><table class=\"pairs\">\n");
        foreach (RunGroup group in view.Groups)
        {
            page.Write(
                $"<tr><th scope=\"row\">{Escape(group.Label)}</th><td>"
                    + $"{Escape(string.Join(", ", group.Runs.Select(run => $"{run.Folder.Name}/{run.Folder.FolderPart}")))}</td></tr>\n");
        }

        page.Write("</table></div></details>\n</section>\n");
    }

    private static void Table(
        StringWriter page, IEnumerable<string> headings, IEnumerable<IEnumerable<(string Text, string? Value)>> rows, int numbersFrom,
        IReadOnlyList<string>? swatches = null,
        IEnumerable<IEnumerable<string>>? references = null)
    {
        page.Write(
            $"<div class=\"card scroll\"><table class=\"sortable\">\n<thead><tr>"
                + $"{string.Concat(headings.Select((heading, i) => $"<th{Number(i)}><button>{Escape(heading)}</button></th>"))}</tr></thead>\n<tbody>\n");
        int place = 0;
        foreach (IEnumerable<(string Text, string? Value)> row in rows)
        {
            string swatch = swatches is null ? "" : ComparisonPictures.Swatch(swatches[place++]);
            IEnumerable<string> cells = row.Select((cell, i) =>
                $"<td{Number(i)}{(cell.Value is null ? "" : $" data-value=\"{Escape(cell.Value)}\"")}>{(i == 0 ? swatch : "")}{Escape(cell.Text)}</td>");
            page.Write($"<tr>{string.Concat(cells)}</tr>\n");
        }

        // Beneath all groups, however these are sorted.
        page.Write("</tbody>\n<tfoot>");
        foreach (IEnumerable<string> reference in references ?? [])
        {
            page.Write($"<tr>{string.Concat(reference.Select((text, i) => $"<td{Number(i)}>{Escape(text)}</td>"))}</tr>\n");
        }

        page.Write("</tfoot></table></div>\n");

        string Number(int column) => column >= numbersFrom ? " class=\"number\"" : "";
    }

    private static string Colour(ComparisonContent content, RunGroup group) =>
        content.Coloured.FirstOrDefault(coloured => ReferenceEquals(coloured.Group, group)).Tint is Tint tint ? $"var({tint.Variable})" : "var(--axis)";

    private static string Css(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Exact(double? number) => number is double value && double.IsFinite(value) ? Numbers.Exact(value) : "";

    private static string Escape(string text) => PageFrame.Escape(text);
}
