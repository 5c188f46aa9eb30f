using GanCli.Engine.Data;

namespace GanCli.Engine.Metrics;

/// <summary>What a value of a metric is.</summary>
/// <param name="Name">Key in the metrics log, kebab-case: <c>modes</c>, <c>hq</c>, <c>reverse-kl</c>.</param>
/// <param name="Label">Words for a chart's axis or a table's heading: <c>Modes held</c>.</param>
/// <param name="Better">Which way is better.</param>
/// <param name="Format">How a person reads it.</param>
public sealed record MetricInfo(string Name, string Label, Better Better, MetricFormat Format = MetricFormat.Number)
{
    /// <summary>What distances are measured in where samples are as the data are given.</summary>
    public const string DataUnit = "the data's units";

    /// <summary>The most there can be (number of modes for a count), or null.</summary>
    public int? Total { get; init; }

    /// <summary>The least there can be, or null where nothing is.</summary>
    public double? Least { get; init; } = 0;

    /// <summary>The most it can be, or null where nothing is: the <see cref="Total"/>, and 1 of a share.</summary>
    public double? Most => Total ?? (Format == MetricFormat.Percent ? 1 : null);

    /// <summary>Of the number of modes held, the part of its weight from which on a mode is held; null elsewhere.</summary>
    public double? Held { get; init; }

    /// <summary>What a value that is better when <see cref="Better.Closer"/> is to come close to; null elsewhere, and where it depends on the data: what a
    /// perfect sampler scores.</summary>
    public double? Target { get; init; }

    /// <summary>One line that defines it, with the convention followed.</summary>
    public string? Help { get; init; }

    /// <summary>What distances are measured in: metrics see what the networks see.</summary>
    public static string UnitOf(DataSource data) => data.Standardization is null ? DataUnit : "standard deviations of the columns";

    /// <summary>Whether one number is strictly better than another. Without a <see cref="Target"/> neither of two is where <see cref="Better.Closer"/>
    /// needs one.</summary>
    public bool IsBetter(double candidate, double incumbent) => Better switch
    {
        Better.Higher => candidate > incumbent,
        Better.Lower => candidate < incumbent,
        _ => Target is { } target && IsNearer(candidate, incumbent, target),
    };

    /// <summary>Whether one number is strictly better than another where the perfect sampler's score is known.</summary>
    internal bool IsBetter(double candidate, double incumbent, double perfect) =>
        Better == Better.Closer ? IsNearer(candidate, incumbent, Target ?? perfect) : IsBetter(candidate, incumbent);

    private static bool IsNearer(double candidate, double incumbent, double target) => Math.Abs(candidate - target) < Math.Abs(incumbent - target);
}

public enum Better
{
    Higher,
    Lower,

    /// <summary>The nearer to <see cref="MetricInfo.Target"/> the better (a within-mode spread ratio of 1).</summary>
    Closer,
}

public enum MetricFormat
{
    Number,
    Count,
    Percent,

    /// <summary>A list of numbers, one for each mode.</summary>
    PerMode,
}
