using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GanCli.Reporting.Statistics;

namespace GanCli.Reporting.Comparison;

/// <summary>A comparison for other programs.</summary>
public static partial class ComparisonText
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The tables and notes as Markdown.</summary>
    public static string Markdown(ComparisonView view)
    {
        using StringWriter text = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        Table(text, view.Columns.Select(column => column.Heading), [
            .. view.Groups.Select(group => view.Columns.Select(column => column.Text(group))),
            .. view.References.Select(row => view.Columns.Select(row.Text)),
        ]);
        foreach (string note in view.Notes.Prepend(view.TableNote))
        {
            text.Write($"\n{Sentence(note)}\n");
        }

        if (view.Tests.Count > 0)
        {
            text.Write($"\nAgainst {view.Baseline!.Label}; {view.TestsNote}.\n\n");
            Table(text, view.TestTable.Headings, view.TestTable.Rows);
        }

        if (view.CombinationTable is { Rows.Count: > 0 } combinations)
        {
            text.Write($"\nCombinations; {view.CombinationsNote}.\n\n");
            Table(text, combinations.Headings, combinations.Rows);
        }

        if (view.InteractionTable is { Rows.Count: > 0 } interactions)
        {
            text.Write($"\nInteractions; {view.InteractionsNote}.\n\n");
            Table(text, interactions.Headings, interactions.Rows);
        }

        if (view.VarianceTable is { Rows.Count: > 0 } variance)
        {
            text.Write("\nShares of the variance by seed.\n\n");
            Table(text, variance.Headings, variance.Rows);
        }

        return text.ToString();
    }

    /// <summary>The table as CSV: numbers in full, empty where there is none.</summary>
    public static string Csv(ComparisonView view)
    {
        using StringWriter text = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        text.WriteLine(string.Join(',', view.Columns.Select(column => Quoted(column.Name))));
        foreach (RunGroup group in view.Groups)
        {
            text.WriteLine(string.Join(',', view.Columns.Select(column => Quoted(column.Exact(group)))));
        }

        return text.ToString();
    }

    /// <summary>The table as JSON: an object for each row, with the columns' names as keys. What is no value is null.</summary>
    public static string JsonRows(ComparisonView view) =>
        new JsonArray([.. view.Groups.Select(row => Object(view.Columns.Select(column => KeyValuePair.Create(column.Name, Cell(column, row)))))]).ToJsonString(
            Indented) + "\n";

    /// <summary>Everything as JSON: groups with each run's values, tests, combinations, shares, notes. What is no number is null.</summary>
    public static string Json(ComparisonView view) => new JsonObject
    {
        ["groups"] = new JsonArray([.. view.Groups.Select(group => Group(group, view))]),
        ["references"] = new JsonArray([.. view.References.Select(row => new JsonObject
        {
            ["sampler"] = row.Label,
            ["values"] = Object(view.Comparison.Metrics.Select(metric => KeyValuePair.Create(metric.Name, Number(row.Score(metric.Name))))),
        })]),
        ["baseline"] = view.Baseline?.Label,
        ["tests"] = new JsonArray([.. view.Tests.Select(Test)]),
        ["combinations"] = new JsonArray([.. view.Combinations.Select(each =>
        {
            JsonObject test = Test(each.Test);
            test.Insert(1, "row", each.Row);
            test.Insert(2, "column", each.Column);
            test.Insert(3, "better-alone", each.Single.Label);
            test.Add("interaction", each.Interaction is BaselineTest interaction ? Interaction(interaction) : null);
            return test;
        })]),
        ["variance"] = new JsonArray([.. view.Variance.Select(variance => new JsonObject
        {
            ["group"] = variance.Group.Label,
            ["measure"] = variance.Measure.Name,
            ["init"] = Number(variance.Shares.Shares[0]),
            ["data"] = Number(variance.Shares.Shares[1]),
            ["latent"] = Number(variance.Shares.Shares[2]),
            ["together"] = Number(variance.Shares.RestShare),
        })]),
        ["notes"] = new JsonArray([.. view.Notes.Select(note => (JsonNode)note)]),
    }.ToJsonString(Indented);

    private static JsonObject Group(RunGroup group, ComparisonView view) => new()
    {
        ["group"] = group.Label,
        ["names"] = new JsonArray([.. group.Names.Select(name => (JsonNode)name)]),
        ["settings"] = Object(view.Comparison.Differing.Select(path => KeyValuePair.Create(path, (JsonNode?)group.Settings[path]))),
        ["diverged"] = group.Diverged,
        ["cost"] = view.Baseline?.Of(group) is RunGroup baseline ? Number(group.Cost(baseline)) : null,
        ["success"] = group.Success is not var (successes, trials) ? null : new JsonObject
        {
            ["successes"] = successes,
            ["trials"] = trials,
            ["low"] = Number(group.SuccessInterval!.Value.Low),
            ["high"] = Number(group.SuccessInterval!.Value.High),
        },
        ["measures"] = Object(view.Comparison.Measures.Select(measure => KeyValuePair.Create(measure.Name, (JsonNode?)Sample(group.Of(measure))))),
        ["no-better-than-blob"] =
            new JsonArray(
                [.. BaselineTest.WithSuccess([group], view.Comparison.Metrics).Where(group.IsNoBetterThanBlob).Select(measure => (JsonNode)measure.Name)]),
        ["runs"] = new JsonArray([.. group.Runs.Select(run => new JsonObject
        {
            ["id"] = run.Folder.Id,
            ["path"] = run.IsRecorded ? null : run.Folder.Path,
            ["seed"] = run.Seed,
            ["state"] = run.State.ToString().ToLowerInvariant(),
            ["commit"] = run.Commit,
            ["program"] = run.Program,
            ["version"] = run.Version,
            ["all-modes"] = run.HoldsAllModes,
            ["values"] = Object(view.Comparison.Measures.Select(measure => KeyValuePair.Create(measure.Name, Number(measure.Of(run))))),
        })]),
    };

    private static JsonObject Sample(Outcomes sample) => new()
    {
        ["n"] = sample.Count,
        ["mean"] = Number(sample.Mean),
        ["sd"] = Number(sample.Deviation),
        ["low"] = Number(sample.Interval?.Low),
        ["high"] = Number(sample.Interval?.High),
        ["median"] = Number(sample.Median),
    };

    private static JsonObject Test(BaselineTest test) => new()
    {
        ["group"] = test.Group.Label,
        ["measure"] = test.What,
        ["difference"] = Number(test.Difference),
        ["low"] = Number(test.Interval?.Low),
        ["high"] = Number(test.Interval?.High),
        ["delta"] = Number(test.Delta),
        ["method"] = test.Outcome?.Method,
        ["pairs"] = test.Pairs,
        ["p"] = test.Outcome is { CanReach: true } outcome ? Number(outcome.P) : null,
        ["least-p"] = Number(test.Outcome?.Least),
        ["holm-p"] = Number(test.Adjusted),
        ["verdict"] = test.Verdict,
        ["holm-verdict"] = test.AdjustedText,
    };

    // Its group and measure are the combination's.
    private static JsonObject Interaction(BaselineTest interaction)
    {
        JsonObject test = Test(interaction);
        foreach (string key in new[] { "group", "measure", "delta" })
        {
            test.Remove(key);
        }

        return test;
    }

    private static JsonNode? Cell(Column column, RunGroup row)
    {
        string text = column.Exact(row);
        return text.Length == 0 ? null
            : column.Number is not null ? Number(column.Number(row))
            : column.IsValue && JsonWord().IsMatch(text) ? JsonNode.Parse(text)
            : text;
    }

    private static JsonObject Object(IEnumerable<KeyValuePair<string, JsonNode?>> entries) => [.. entries];

    private static JsonNode? Number(double? value) => value is double number && double.IsFinite(number) ? number : null;

    private static void Table(StringWriter text, IEnumerable<string> headings, IEnumerable<IEnumerable<string>> rows)
    {
        string[] first = [.. headings];
        text.WriteLine($"| {string.Join(" | ", first.Select(Cell))} |");
        text.WriteLine($"|{string.Concat(Enumerable.Repeat("---|", first.Length))}");
        foreach (IEnumerable<string> row in rows)
        {
            text.WriteLine($"| {string.Join(" | ", row.Select(Cell))} |");
        }
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");

    private static string Sentence(string note) => char.ToUpperInvariant(note[0]) + note[1..] + ".";

    [GeneratedRegex(@"^(true|false|null|-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 30_000)]
    private static partial Regex JsonWord();

    private static string Quoted(string text) => text.AsSpan().ContainsAny(",\"\n\r") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
