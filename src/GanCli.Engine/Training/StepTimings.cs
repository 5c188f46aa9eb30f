using GanCli.Engine.Metrics;

namespace GanCli.Engine.Training;

/// <summary>How fast an experiment trained. "Median" is over rounds; all times are those of one step.</summary>
public sealed record StepTimings
{
    public required IReadOnlyList<StepRound> Rounds { get; init; }

    public required int StepsARound { get; init; }

    /// <summary>Where the tensors were, for instance <c>cpu</c>.</summary>
    public required string Device { get; init; }

    public required int Threads { get; init; }

    /// <summary>See <see cref="StepWork.Operations"/>.</summary>
    public required double Operations { get; init; }

    /// <summary>Milliseconds on each part of the step that took any, means over all rounds; empty where they cannot be told apart, on a GPU.</summary>
    public required IReadOnlyList<(StepPart Part, double Milliseconds)> Parts { get; init; }

    /// <summary>Milliseconds in our own matrix products, a mean over all rounds; 0 where libtorch does them.</summary>
    public required double ProductMilliseconds { get; init; }

    /// <summary>Multiplications and additions of those, remedies' included.</summary>
    public required double ProductOperations { get; init; }

    /// <summary>Managed memory allocated by the training thread.</summary>
    public required double Bytes { get; init; }

    public double Milliseconds => Quantile(static round => round.Milliseconds, 0.5);

    /// <summary>What shares of the step are shares of: the parts are means, too.</summary>
    public double MeanMilliseconds => Rounds.Average(static round => round.Milliseconds);

    /// <summary>The quarter of the rounds that were fastest took at most this long.</summary>
    public double LowerQuartile => Quantile(static round => round.Milliseconds, 0.25);

    /// <summary>The quarter of the rounds that were slowest took at least this long.</summary>
    public double UpperQuartile => Quantile(static round => round.Milliseconds, 0.75);

    public double StepsPerSecond => 1000 / Milliseconds;

    /// <summary>GFLOP/s of the counted <see cref="Operations"/> over the whole step.</summary>
    public double Rate => Operations / Milliseconds / 1e6;

    /// <summary>GFLOP/s that our products can reach on as many cores (<see cref="PeakRate"/>), or null where they are not ours.</summary>
    public double? Peak => Rounds[0].Peak is null ? null : Quantile(static round => round.Peak!.Value, 0.5);

    /// <summary><see cref="Rate"/> over the peak measured right after it: the median of the rounds' ratios.</summary>
    public double? ShareOfPeak => Peak is null ? null : Quantile(round => Operations / round.Milliseconds / 1e6 / round.Peak!.Value, 0.5);

    /// <summary>GFLOP/s inside our own matrix products, or null without any.</summary>
    public double? ProductRate => ProductMilliseconds > 0 ? ProductOperations / ProductMilliseconds / 1e6 : null;

    private double Quantile(Func<StepRound, double> of, double probability) => Quantiles.Of([.. Rounds.Select(of)], probability);
}

/// <summary>One round.</summary>
/// <param name="Milliseconds">Of a step.</param>
/// <param name="Peak">GFLOP/s that our products reached right after it; null where they are not ours.</param>
public readonly record struct StepRound(double Milliseconds, double? Peak);
