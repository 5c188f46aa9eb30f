using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GanCli.Reporting.Published;

/// <summary>Published tables beside ours, for files and programs.</summary>
public static class PublishedText
{
    /// <summary>Which column of <see cref="Headings"/> is the verdict.</summary>
    public const int VerdictColumn = 6;

    // Lines of a document that are no table's.
    private const int LongestLine = 140;

    /// <summary>What is expected, and when a published number and a measured one are said to agree: paragraphs.</summary>
    public static IReadOnlyList<string> Definition { get; } =
    [
        "Three kinds of expectation are counted apart. Printed numbers stand in a publication. Claims are made there in words or pictures, and are "
        + "bounds here that every run keeps. Closed forms are in no publication: they were worked out here from what one describes, and test this program.",
        $"Measured is the mean over n seeds with its 95% interval. A printed number agrees when the 90% interval of the difference of the means lies within a "
        + "margin. It differs when that interval lies outside of the margin. Else the result is inconclusive: more seeds are needed. "
        + "The interval is Welch's, with the published standard error where there is one; else their number is taken as exact. "
        + "Where all runs give the same count, one of them is reckoned one off.",
        "The margin follows from what was published, and from nothing that was run. It is what the file states, else three published standard errors (about "
            + "as far as a repetition of the "
        + "published trials lies from them), at least a tenth and at most half of the gap between the table's highest and lowest value.",
        $"A claim agrees when all of at least {Equivalence.FewestRuns} runs keep the bound, and differs when one run breaks it. A closed form agrees within "
            + $"its tolerance. "
        + $"A printed number takes {Equivalence.FewestRuns} runs as well: with fewer it is inconclusive, whatever they are.",
        "Not counted are: what was not run, what a sampler meets too that knows nothing of the data (one Gaussian, or uniform over their extent), a printed "
            + "0 that any untrained "
        + "network scores, pictures without a bound, and runs that were shortened (scaled ×…). Where a blob meets it and ours does not, ours differs, and "
        + "that is counted. A setting that was not told and is guessed here is "
        + "tried: its rows are judged and not counted.",
    ];

    /// <summary>How often so few seeds show an agreement that is there, beside the seeds that the tables' sweeps have: for one paragraph.</summary>
    public static string Power(IReadOnlyList<PublishedTable> tables)
    {
        IEnumerable<string> plan = tables.Where(static table => table.PlannedSeeds > 0).GroupBy(static table => table.PlannedSeeds)
            .OrderBy(static same => same.Key)
            .Select(static same => $"{Numbers.Whole(same.Key)} ({string.Join(", ", same.Select(static table => table.Name))})");
        string seeds = string.Join(", ", plan);
        return (seeds.Length > 0 ? $"Seeds of the plan: {seeds}. " : "")
            + "So few seldom show that two numbers are the same. Simulated, an exact repetition of ten published trials agrees in "
            + string.Join(", ",
                Equivalence.Power.Select(static power => $"{Numbers.RoughPercent(power.Agrees)} of cases with {Numbers.Whole(power.Runs)} runs"))
            + "; else it is inconclusive. So an inconclusive row asks for more seeds, and is no sign of a fault.";
    }

    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Headings of the columns.</summary>
    public static IReadOnlyList<string> Headings { get; } = ["setting", "metric", "published", "measured", "n", "difference", "verdict", "note"];

    /// <summary>A row's cells.</summary>
    public static IReadOnlyList<string> Cells(PublishedRow row) =>
        [row.Point, row.Expected.Metric, row.Published, row.MeasuredText, Numbers.Whole(row.Measured.Count), row.DifferenceText, row.Hypothesis is null
            ? row.VerdictText : $"tried: {row.VerdictText}", row.Expected.Note ?? ""];

    /// <summary>What a table's runs were made with: seeds, commits and time, for one line.</summary>
    public static string Circumstances(PublishedTable table)
    {
        if (table.Runs.Count == 0)
        {
            return "not run";
        }

        string[] commits = [.. table.Runs.Select(static run => run.Version).Distinct(StringComparer.Ordinal)];
        double seconds = table.Runs.Sum(run => run.Seconds);
        string words = table.Runs.Count == 1 ? "1 run" : $"{Numbers.Whole(table.Runs.Count)} runs, {Numbers.Duration(seconds / table.Runs.Count)} each";
        return $"{string.Join(", ", table.Parts.Select(part => $"`{part.Command(table.Name)}`"))} · {(commits.Length == 1 ? "commit" : "commits")} "
            + $"{string.Join(", ", commits)} · {words}, {Numbers.Duration(seconds)} together";
    }

    // Several commands are a line each: the pages of this repository end lines by column 140.
    private static string Broken(string circumstances) => circumstances.Length + 2 <= LongestLine ? circumstances
        : circumstances.Replace("`, `", "`,  \n`", StringComparison.Ordinal).Replace("` · ", "`  \n", StringComparison.Ordinal);

    /// <summary>How many expectations of each kind agree, for one line.</summary>
    public static string Summary(IReadOnlyList<PublishedTable> tables) => string.Join("; ", Tally.Of(tables).Select(tally =>
        $"{tally.Name}: {Numbers.Whole(tally.Agree)} agree, {Numbers.Whole(tally.Differ)} differ, {Numbers.Whole(tally.Inconclusive)} "
            + $"inconclusive, {Numbers.Whole(tally.NotCounted)} not counted"));

    /// <summary>All tables as one Markdown document.</summary>
    public static string Markdown(IReadOnlyList<PublishedTable> tables)
    {
        using StringWriter text = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        text.WriteLine("# Published numbers and ours");
        text.WriteLine();
        text.WriteLine("Written by `scripts/reproduce`.");
        text.WriteLine();
        Counts(text, Tally.Of(tables));
        foreach (string paragraph in Definition.Prepend(Power(tables)))
        {
            text.WriteLine();
            foreach (string line in Lines(paragraph))
            {
                text.WriteLine(line);
            }
        }

        foreach (PublishedTable table in tables)
        {
            text.WriteLine($"\n## {table.Name}\n{Escaped(table.Source)}.  \n{Broken(Circumstances(table))}  \n{Summary([table])}\n");
            Line(text, Headings);
            text.WriteLine($"|{string.Concat(Enumerable.Repeat("---|", Headings.Count))}");
            foreach (PublishedRow row in table.Rows)
            {
                Line(text, [.. Cells(row).Select((cell, column) => row.Verdict == Verdict.Differs && column == VerdictColumn ? $"**{cell}**" : cell)]);
            }

            foreach (string note in table.Notes)
            {
                text.WriteLine($"\n{char.ToUpperInvariant(note[0])}{Escaped(note[1..])}.");
            }
        }

        return text.ToString();
    }

    /// <summary>All tables as JSON, numbers in full; what is no number is null.</summary>
    public static string Json(IReadOnlyList<PublishedTable> tables) => new JsonObject
    {
        ["definition"] = string.Join('\n', Definition),
        ["power"] = Power(tables),
        ["counts"] = CountsOf(Tally.Of(tables)),
        ["tables"] = new JsonArray([.. tables.Select(table => new JsonObject
        {
            ["name"] = table.Name,
            ["source"] = table.Source,
            ["counts"] = CountsOf(Tally.Of([table])),
            ["rows"] = new JsonArray([.. table.Rows.Select(Row)]),
            ["notes"] = new JsonArray([.. table.Notes.Select(note => (JsonNode)note)]),
        })]),
    }.ToJsonString(Indented);

    private static void Counts(StringWriter text, IReadOnlyList<Tally> tallies)
    {
        Line(text, ["kind", "agree", "differ", "inconclusive", "not counted"]);
        text.WriteLine("|---|---|---|---|---|");
        foreach (Tally tally in tallies)
        {
            Line(text,
                [tally.Name, Numbers.Whole(tally.Agree), Numbers.Whole(tally.Differ), Numbers.Whole(tally.Inconclusive), Numbers.Whole(tally.NotCounted)]);
        }
    }

    private static JsonObject CountsOf(IReadOnlyList<Tally> tallies) =>
        new(tallies.Select(tally => KeyValuePair.Create(Key(tally.Evidence), (JsonNode?)new JsonObject
    {
        ["agree"] = tally.Agree, ["differ"] = tally.Differ, ["inconclusive"] = tally.Inconclusive, ["not-counted"] = tally.NotCounted,
    })));

    private static string Key(Evidence evidence) => evidence switch
    {
        Evidence.Printed => "printed",
        Evidence.Claim => "claims",
        _ => "closed-form",
    };

    /// <summary>A paragraph, broken between words.</summary>
    private static IEnumerable<string> Lines(string paragraph)
    {
        string line = "";
        foreach (string word in paragraph.Split(' '))
        {
            if (line.Length + 1 + word.Length > LongestLine)
            {
                yield return line;
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        yield return line;
    }

    private static JsonObject Row(PublishedRow row) => new()
    {
        ["setting"] = row.Point,
        ["hypothesis"] = row.Hypothesis,
        ["kind"] = Key(row.Expected.Evidence),
        ["metric"] = row.Expected.Metric,
        ["published"] = row.Expected.Value,
        ["plus-minus"] = row.Expected.PlusMinus,
        ["at-least"] = row.Expected.AtLeast,
        ["at-most"] = row.Expected.AtMost,
        ["claim"] = row.Expected.Claim,
        ["n"] = row.Measured.Count,
        ["mean"] = Number(row.Measured.Mean),
        ["low"] = Number(row.Measured.Interval?.Low),
        ["high"] = Number(row.Measured.Interval?.High),
        ["values"] = new JsonArray([.. row.Values.Select(value => (JsonNode?)Number(value))]),
        ["scale"] = row.Scale,
        ["margin"] = row.Expected.Margin,
        ["difference-low"] = Number(row.Judgement.Difference?.Low),
        ["difference-high"] = Number(row.Judgement.Difference?.High),
        ["verdict"] = row.Verdict switch
        {
            Verdict.Agrees => "agrees",
            Verdict.Differs => "differs",
            Verdict.Inconclusive => "inconclusive",
            _ => "not-counted",
        },
        ["reason"] = row.Judgement.Reason.Length > 0 ? row.Judgement.Reason : null,
        ["note"] = row.Expected.Note,
    };

    private static JsonValue? Number(double? value) => value is double number && double.IsFinite(number) ? JsonValue.Create(number) : null;

    private static void Line(StringWriter text, IReadOnlyList<string> cells) =>
        text.WriteLine($"| {string.Join(" | ", cells.Select(cell => Escaped(cell).Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ")))} |");

    private static string Escaped(string text) => text.Replace("_", "\\_", StringComparison.Ordinal);
}
