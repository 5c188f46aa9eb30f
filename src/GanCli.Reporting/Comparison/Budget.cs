using GanCli.Runs;

namespace GanCli.Reporting.Comparison;

/// <summary>What runs may be given equal amounts of.</summary>
/// <param name="Name">Its word on the command line.</param>
/// <param name="Unit">What it counts.</param>
/// <param name="Of">How much of it was used up at an evaluation; NaN where that is not known.</param>
public sealed record Budget(string Name, string Unit, Func<ComparedRun, MetricsRow, double> Of)
{
    public static Budget Steps { get; } = new("step", "steps", (_, row) => row.Step);

    public static Budget Seconds { get; } = new("seconds", "seconds of training", (_, row) => row.Number("seconds") ?? double.NaN);

    public static Budget Gradients { get; } =
        new("gradients", "gradient evaluations", (run, row) => run.GradientsPerStep is long each ? (double)each * row.Step : double.NaN);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Budget> All { get; } = [Steps, Seconds, Gradients];

    /// <summary>What a run had used up at its last evaluation on the way; NaN where that is not known.</summary>
    public double End(ComparedRun run) => run.Evaluations.Count == 0 ? double.NaN : Of(run, run.Evaluations[^1]);
}
