using GanCli.Engine.Config;
using GanCli.Engine.Watch.Remedies;

namespace GanCli.Engine.Watch;

/// <summary>The collapse watch: looks at generated samples, without labels, and says how much of the data they leave out. It draws from random streams of its
/// own: training is the same bit for bit with it or without.</summary>
public sealed record WatchConfig : ConfigSection
{
    [Option("Steps between looks; null takes evaluation.every. The last step always has one", Min = 1, ObservesOnly = true)]
    public long? Every { get; init; }

    [Option("Generated samples in a look", Min = 32, Max = 1 << 16, ObservesOnly = true)]
    public int Samples { get; init; } = 512;

    [Option("Real samples that a look compares with, drawn once; of a table as many different rows as there are, up to this", Min = 32, Max = 1 << 14,
        ObservesOnly = true)]
    public int Bank { get; init; } = 1024;

    [Option("What ends a run: a collapse that does not pass (state collapsed), samples far beyond the data (state diverged)", ObservesOnly = true,
        AllowSingle = true)]
    public IReadOnlyList<WatchedEnd> FailOn { get; init; } = [];

    [Option("What is done when a run has collapsed and does not recover: {} goes back to the last healthy weights and on with other settings; null: nothing",
        ObservesOnly = true)]
    public RescueConfig? Rescue { get; init; }

    [Option("Where the verdicts begin", ObservesOnly = true)]
    public WatchThresholds Thresholds { get; init; } = new();
}

/// <summary>What the watch may end a run for.</summary>
public enum WatchedEnd
{
    /// <summary>Partial or whole, at as many looks in a row as patience says, and no better; or at the end.</summary>
    Collapse,

    /// <summary>Samples that are no numbers or lie far beyond the data, at two looks in a row.</summary>
    Divergence,
}

/// <summary>Where verdicts begin. Each is an amount, of data or of ticks, and no level of significance: every GAN differs from its data.</summary>
public sealed record WatchThresholds : ConfigSection
{
    [Option("Share of the data without samples from which on a run is partly collapsed: a tenth, well above what fresh real samples score", Min = 0,
        Max = 1, MinExclusive = true, ObservesOnly = true)]
    public double Uncovered { get; init; } = 0.10;

    [Option("Share below which, at two ticks, it is healthy: half of the other, so that the word does not change to and fro", Min = 0, Max = 1,
        MinExclusive = true, ObservesOnly = true)]
    public double Healthy { get; init; } = 0.05;

    [Option("Share from which on it is collapsed: three quarters leave less than two modes of eight", Min = 0, Max = 1, MinExclusive = true,
        ObservesOnly = true)]
    public double Collapsed { get; init; } = 0.75;

    [Option("Ticks that a run which was never healthy is given to improve; fewer stop runs that would have found the rest", Min = 1, Max = 1000,
        ObservesOnly = true)]
    public int Patience { get; init; } = 6;

    [Option("Fall of the uncovered share over so many ticks that counts as improving: less is the noise of a look", Min = 0, Max = 1, ObservesOnly = true)]
    public double Improving { get; init; } = 0.03;

    [Option("Part of the samples that moves to other cells between two ticks, at 3 of 4 of them, from which on modes hop", Min = 0, Max = 1,
        MinExclusive = true, ObservesOnly = true)]
    public double Moved { get; init; } = 0.5;

    [Option("Share of the samples off the data, at two ticks, from which on they are poor", Min = 0, Max = 1, MinExclusive = true, ObservesOnly = true)]
    public double OffData { get; init; } = 0.5;

    [Option("Distance between neighbouring samples over that of real ones, at two ticks, below which they are narrow", Min = 0, Max = 1,
        MinExclusive = true, ObservesOnly = true)]
    public double Narrow { get; init; } = 1.0 / 3;

    public override void Validate(ConfigCheck check)
    {
        if (!(Healthy < Uncovered && Uncovered < Collapsed))
        {
            check.Fail("healthy", FormattableString.Invariant(
                $"has to be below uncovered ({Uncovered}), and that below collapsed ({Collapsed})"));
        }
    }
}
