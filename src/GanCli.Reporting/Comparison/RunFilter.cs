using System.Globalization;
using System.Text.RegularExpressions;

namespace GanCli.Reporting.Comparison;

/// <summary>A condition on runs: <c>loss.kind=hinge</c>, <c>loss=hinge</c>, <c>metrics.modes&gt;=8</c>, <c>seed&lt;5</c>, <c>name=mog8</c>,
/// <c>state=diverged</c>.</summary>
public sealed partial record RunFilter(string Path, string Operator, string Value)
{
    private const string MetricPrefix = "metrics.";

    /// <summary>Reads a condition; null where it is none.</summary>
    public static RunFilter? Parse(string text) =>
        Condition().Match(text) is { Success: true } match ? new(match.Groups["path"].Value, match.Groups["operator"].Value, match.Groups["value"].Value.Trim())
            : null;

    /// <summary>Whether any of the runs has what the condition is about.</summary>
    public bool IsKnown(IEnumerable<ComparedRun> runs) => runs.Any(run => Texts(run).Any());

    /// <summary>Whether the condition compares a metric with what is no number.</summary>
    public bool IsNoNumber(IEnumerable<ComparedRun> runs) =>
        !double.TryParse(Value, CultureInfo.InvariantCulture, out _)
            && runs.Any(run => !run.Settings.Meant(Path).Any()
                && run.Values.ContainsKey(Path.StartsWith(MetricPrefix, StringComparison.Ordinal) ? Path[MetricPrefix.Length..] : Path));

    /// <summary>Whether a run meets it. Of several values (<c>regularizers=r1</c>) one suffices; with <c>!=</c> none may be equal.</summary>
    public bool Accepts(ComparedRun run) => string.Equals(Operator, "!=", StringComparison.Ordinal) ? !Texts(run).Any(Equal) : Texts(run).Any(Holds);

    /// <summary>The different values that runs have there, for hints; long numbers in four digits.</summary>
    public IReadOnlyList<string> Values(IEnumerable<ComparedRun> runs) => [.. runs.SelectMany(Texts).Select(Short).Distinct(StringComparer.Ordinal)];

    /// <summary>All paths that a run has, for hints.</summary>
    public static IEnumerable<string> Words(ComparedRun run) =>
        new[] { "seed", "name", "state" }.Concat(run.Values.Keys.Select(name => MetricPrefix + name)).Concat(run.Settings.Entries.Select(entry => entry.Key));

    private IEnumerable<string> Texts(ComparedRun run) => Path switch
    {
        "seed" => [run.Seed],
        "name" => [run.Folder.Name],
        "state" => [run.State.ToString().ToLowerInvariant()],
        _ when Path.StartsWith(MetricPrefix, StringComparison.Ordinal) =>
            run.Values.TryGetValue(Path[MetricPrefix.Length..], out double value) ? [value.ToString("R", CultureInfo.InvariantCulture)] : [],
        _ when run.Settings.Meant(Path).ToArray() is { Length: > 0 } texts => texts,
        _ => run.Values.TryGetValue(Path, out double value) ? [value.ToString("R", CultureInfo.InvariantCulture)] : [],
    };

    private static string Short(string text) =>
        text.Length > 6 && text.Contains('.', StringComparison.Ordinal) && double.TryParse(text, CultureInfo.InvariantCulture, out double number)
            ? number.ToString("G4", CultureInfo.InvariantCulture) : text;

    private bool Equal(string text) => Compare(text) is 0 || string.Equals(text, Value, StringComparison.OrdinalIgnoreCase);

    private bool Holds(string text) => Operator switch
    {
        "=" => Equal(text),
        ">" => Compare(text) > 0,
        ">=" => Compare(text) >= 0,
        "<" => Compare(text) < 0,
        _ => Compare(text) <= 0,
    };

    // Null where one of them is no number (or NaN, which compares with nothing).
    private int? Compare(string text) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out double have) && double.TryParse(Value, CultureInfo.InvariantCulture, out double want)
            && !double.IsNaN(have) && !double.IsNaN(want)
            ? have.CompareTo(want)
            : null;

    [GeneratedRegex(@"^\s*(?<path>[^<>=!\s]+)\s*(?<operator><=|>=|!=|=|<|>)(?<value>.*)$", RegexOptions.CultureInvariant
        | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 30_000)]
    private static partial Regex Condition();
}
