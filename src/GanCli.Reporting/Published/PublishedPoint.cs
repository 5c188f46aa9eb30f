using GanCli.Reporting.Comparison;

namespace GanCli.Reporting.Published;

/// <summary>A setting of which something was published.</summary>
/// <param name="Label">What its file calls it.</param>
/// <param name="Settings">Every key with its value, at full length.</param>
/// <param name="Expectations">What was published.</param>
public sealed record PublishedPoint(string Label, Settings Settings, IReadOnlyList<Expectation> Expectations)
{
    private const string StepsPath = "training.steps";
    private const string Kind = ".kind";

    // What computes, and how often one looks, is no setting of the experiment.
    private static readonly string[] Apart = [StepsPath, "training.num-threads", "device", "evaluation.every", "evaluation.samples", "evaluation.best"];

    /// <summary>What the setting guesses of what the source does not tell, or null.</summary>
    public string? Hypothesis { get; init; }

    /// <summary>Steps at full length.</summary>
    public double Steps => StepsOf(Settings);

    /// <summary>The share of the full length that a run was to take.</summary>
    public double ScaleOf(ComparedRun run) => StepsOf(run.Settings) / Steps;

    /// <summary>The first setting in which a run differs, or null. A key that only one of them has is not one: the program may have learned an option
    /// since. A component is, and so is a section that the other one has as a single value: <c>training.ema: null</c> and <c>training.ema.decay</c>.</summary>
    public string? Difference(ComparedRun run)
    {
        IEnumerable<string> paths = Settings.Entries.Concat(run.Settings.Entries).Select(entry => entry.Key).Distinct(StringComparer.Ordinal);
        return ScaleOf(run) > 1 ? StepsPath : paths.FirstOrDefault(path =>
            !Array.Exists(Apart, apart => path.StartsWith(apart, StringComparison.Ordinal) && (path.Length == apart.Length || path[apart.Length] is '.' or '['))
            && !string.Equals(Settings[path], run.Settings[path], StringComparison.Ordinal)
            && ((Settings[path] is not null && run.Settings[path] is not null) || path.EndsWith(Kind, StringComparison.Ordinal)
                || IsValueOfSection(Settings, path) || IsValueOfSection(run.Settings, path)));
    }

    /// <summary>Whether settings have a value where a longer path goes on.</summary>
    private static bool IsValueOfSection(Settings settings, string path) =>
        Enumerable.Range(1, path.Length - 1).Any(end => path[end] is '.' or '[' && settings[path[..end]] is not null);

    private static double StepsOf(Settings settings) => double.Parse(settings[StepsPath] ?? "NaN", System.Globalization.CultureInfo.InvariantCulture);
}
