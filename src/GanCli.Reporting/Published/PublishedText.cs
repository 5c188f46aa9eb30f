using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using GanCli.Reporting.Comparison;

namespace GanCli.Reporting.Published;

/// <summary>Published tables beside ours, for files and programs.</summary>
public static class PublishedText
{
    /// <summary>When a published number and a measured one are said to agree.</summary>
    public const string Definition =
        "Measured is the mean over n seeds with its 95% interval, within what its runs say is possible. A published mean whose ± is a standard error, or a deviation with its number of trials, agrees with ours where the 95% interval of the difference of both means (Welch) holds 0; a number with a "
        + "tolerance, or with nothing at all, where it (± the tolerance) meets the 95% interval of our mean, and of a single run with a tolerance where it lies within that; a bound where every run keeps it. Words "
        + "and pictures are not judged, nor single runs without a tolerance, nor runs that were shortened (scaled ×…): those say how far a fraction of the training got. "
        + "With few seeds intervals are wide, and to agree says little: look at n and at the interval.";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Headings of the columns.</summary>
    public static IReadOnlyList<string> Headings { get; } = ["setting", "metric", "published", "measured", "n", "verdict", "note"];

    /// <summary>A row's cells.</summary>
    public static IReadOnlyList<string> Cells(PublishedRow row) =>
        [row.Point, row.Expected.Metric, row.Published, row.MeasuredText, Numbers.Whole(row.Measured.Count), row.VerdictText, row.Expected.Note ?? ""];

    /// <summary>What a table's runs were made with: seeds, commits and time, for one line.</summary>
    public static string Circumstances(PublishedTable table)
    {
        if (table.Runs.Count == 0)
        {
            return "not run";
        }

        string[] commits = [.. table.Runs.Select(Commit).Distinct(StringComparer.Ordinal)];
        double seconds = table.Runs.Sum(run => run.Seconds);
        string words = table.Runs.Count == 1 ? "1 run" : $"{Numbers.Whole(table.Runs.Count)} runs, {Numbers.Duration(seconds / table.Runs.Count)} each";
        return $"{string.Join(", ", table.Parts.Select(part => $"`{part.Command(table.Name)}`"))} · {(commits.Length == 1 ? "commit" : "commits")} {string.Join(", ", commits)} · {words}, {Numbers.Duration(seconds)} together";
    }

    /// <summary>All tables as one Markdown document.</summary>
    public static string Markdown(IReadOnlyList<PublishedTable> tables)
    {
        using StringWriter text = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        text.WriteLine("# Published numbers and ours");
        text.WriteLine();
        text.WriteLine($"Written by `scripts/reproduce`. {Definition}");
        foreach (PublishedTable table in tables)
        {
            text.WriteLine($"\n## {table.Name}\n{Escaped(table.Source)}.  \n{Circumstances(table)}\n");
            Line(text, Headings);
            text.WriteLine($"|{string.Concat(Enumerable.Repeat("---|", Headings.Count))}");
            foreach (PublishedRow row in table.Rows)
            {
                Line(text, [.. Cells(row).Select(cell => row.Verdict == Verdict.Differs && string.Equals(cell, row.VerdictText, StringComparison.Ordinal) ? $"**{cell}**" : cell)]);
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
        ["definition"] = Definition,
        ["tables"] = new JsonArray([.. tables.Select(table => new JsonObject
        {
            ["name"] = table.Name,
            ["source"] = table.Source,
            ["agree"] = table.Count(Verdict.Agrees),
            ["differ"] = table.Count(Verdict.Differs),
            ["rows"] = new JsonArray([.. table.Rows.Select(Row)]),
            ["notes"] = new JsonArray([.. table.Notes.Select(note => (JsonNode)note)]),
        })]),
    }.ToJsonString(Indented);

    private static JsonObject Row(PublishedRow row) => new()
    {
        ["setting"] = row.Point,
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
        ["verdict"] = row.Verdict == Verdict.NotJudged ? null : row.VerdictText,
        ["reason"] = row.Reason.Length > 0 ? row.Reason : null,
        ["note"] = row.Expected.Note,
    };

    private static JsonValue? Number(double? value) => value is double number && double.IsFinite(number) ? JsonValue.Create(number) : null;

    /// <summary>The program's commit where it tells one, else the working folder's. That alone knows of changes, which are the program's where both are
    /// the same commit.</summary>
    private static string Commit(ComparedRun run)
    {
        const int Digits = 7;
        string? folder = run.Commit is { Length: > Digits } commit ? commit[..Digits] : null;
        string? program = run.Program?.Split('+') is [_, { Length: >= Digits } built] ? built[..Digits] : folder;
        return program is null ? "unknown" : program + (string.Equals(program, folder, StringComparison.Ordinal) && run.Commit!.EndsWith('+') ? " with changes" : "");
    }

    private static void Line(StringWriter text, IReadOnlyList<string> cells) =>
        text.WriteLine($"| {string.Join(" | ", cells.Select(cell => Escaped(cell).Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ")))} |");

    private static string Escaped(string text) => text.Replace("_", "\\_", StringComparison.Ordinal);
}
