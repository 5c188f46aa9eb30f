using System.Globalization;

namespace GanCli.Runs;

/// <summary>What a metric is.</summary>
/// <param name="Label">Words for a chart's axis or a table's heading.</param>
/// <param name="Better">Which way is better.</param>
/// <param name="Format">How a person reads it.</param>
public sealed record MetricDescription(string Label, MetricDirection Better, MetricDisplay Format)
{
    /// <summary>A value as a person reads it: <c>8/8</c>, <c>74.0%</c>, <c>0.002</c>.</summary>
    public string Text(double value) => Format switch
    {
        _ when !double.IsFinite(value) => "–",
        MetricDisplay.Count when Total is { } total => string.Create(CultureInfo.InvariantCulture, $"{value:#,0.##}/{total:#,0.##}"),
        MetricDisplay.Count => value.ToString("#,0.##", CultureInfo.InvariantCulture),
        MetricDisplay.Percent => (value * 100).ToString("0.0", CultureInfo.InvariantCulture) + "%",
        _ when Math.Abs(value) >= 1e6 => value.ToString("0.###e+0", CultureInfo.InvariantCulture),

        // Floors of divergences are small: three zeros would hide whether there is anything.
        _ when Math.Abs(value) is > 0 and < 0.001 => value.ToString(Math.Abs(value) < 0.000095 ? "0.0e+0" : "0.0000", CultureInfo.InvariantCulture),
        _ => value.ToString("#,0.000", CultureInfo.InvariantCulture),
    };

    /// <summary>The most there can be (number of modes for a count), or null.</summary>
    public double? Total { get; init; }

    /// <summary>The least there can be, or null where nothing is or, in runs from before this was written, not known.</summary>
    public double? Least { get; init; }

    /// <summary>One line that defines it.</summary>
    public string? Help { get; init; }

    /// <summary>A perfect sampler's score with as many samples as an evaluation while training takes, or null.</summary>
    public PerfectScore? Perfect { get; init; }

    /// <summary>The same with as many samples as the evaluation at the end takes, or null.</summary>
    public PerfectScore? PerfectFinal { get; init; }
}
