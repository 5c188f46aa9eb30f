namespace GanCli.Runs;

/// <summary>What a metric is.</summary>
/// <param name="Label">Words for a chart's axis or a table's heading.</param>
/// <param name="Better">Which way is better.</param>
/// <param name="Format">How a person reads it.</param>
public sealed record MetricDescription(string Label, MetricDirection Better, MetricDisplay Format)
{
    /// <summary>The most there can be (number of modes for a count), or null.</summary>
    public double? Total { get; init; }

    /// <summary>One line that defines it.</summary>
    public string? Help { get; init; }

    /// <summary>A perfect sampler's score with as many samples as an evaluation while training takes, or null.</summary>
    public PerfectScore? Perfect { get; init; }

    /// <summary>The same with as many samples as the evaluation at the end takes, or null.</summary>
    public PerfectScore? PerfectFinal { get; init; }
}
