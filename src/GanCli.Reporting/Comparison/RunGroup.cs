using GanCli.Reporting.Statistics;
using GanCli.Runs;

namespace GanCli.Reporting.Comparison;

/// <summary>Runs that differ in nothing but their seeds.</summary>
/// <param name="Settings">What they have in common.</param>
/// <param name="Runs">Those that came to an end, one for each seed, by seed.</param>
public sealed record RunGroup(Settings Settings, IReadOnlyList<ComparedRun> Runs)
{
    /// <summary>What tells it from the other groups.</summary>
    public string Label { get; init; } = "";

    /// <summary>What it is called on each of <see cref="RunComparison.Axes"/>.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The names of its runs.</summary>
    public IReadOnlyList<string> Names => [.. Runs.Select(run => run.Folder.Name).Distinct(StringComparer.Ordinal)];

    /// <summary>How many diverged.</summary>
    public int Diverged => Runs.Count(run => run.State == RunState.Diverged);

    /// <summary>How many held all modes at the end, of how many; null where modes are not counted.</summary>
    public (int Successes, int Trials)? Success =>
        Runs.Count(run => run.HoldsAllModes is not null) is var trials and > 0 ? (Runs.Count(run => run.HoldsAllModes == true), trials) : null;

    /// <summary>95% interval of the success rate.</summary>
    public Interval? SuccessInterval => Success is var (successes, trials) ? Intervals.OfProportion(successes, trials) : null;

    /// <summary>How long a step takes, in steps of another group: the quotient of the seconds of a step in the fastest run of each.</summary>
    public double Cost(RunGroup baseline) => Fastest(this) / Fastest(baseline);

    /// <summary>Whether a featureless blob holds all modes of these data too.</summary>
    public bool IsHeldByBlob => Runs.Any(run => run.IsHeldByBlob);

    /// <summary>Whether a measure is no merit of at least half of the runs: a featureless blob scores as well on these data.</summary>
    public bool IsNoBetterThanBlob(Measure measure) =>
        Runs.FirstOrDefault(run => run.Values.ContainsKey(measure.Name)) is ComparedRun run && run.IsNoBetterThanBlob(measure.Name, Of(measure).Median);

    private static double Fastest(RunGroup group) => group.Runs.Select(run => run.SecondsPerStep).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min();

    /// <summary>A measure over the seeds; runs without a finite value are left out.</summary>
    /// <remarks>What values are possible is a matter of the group's own data: another one may have more modes.</remarks>
    public Outcomes Of(Measure measure) => Outcomes.Of(Runs.Select(measure.Of)) with
    {
        Range = Runs.Select(run => run.Metrics.Metrics.GetValueOrDefault(measure.Name)).FirstOrDefault(about => about is not null) is { } own
            ? Measure.RangeOf(own) : measure.Range,
    };
}
