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

        // Beside so many wholes nobody reads thousandths.
        _ when Math.Abs(value) >= 1e4 => value.ToString("#,0", CultureInfo.InvariantCulture),

        // Floors of divergences are small: three zeros would hide whether there is anything.
        _ when Math.Abs(value) is > 0 and < 0.001 => value.ToString(Math.Abs(value) < 0.000095 ? "0.0e+0" : "0.0000", CultureInfo.InvariantCulture),
        _ => value.ToString("#,0.000", CultureInfo.InvariantCulture),
    };

    /// <summary>The most there can be (number of modes for a count), or null.</summary>
    public double? Total { get; init; }

    /// <summary>The least there can be, or null where nothing is or, in runs from before this was written, not known.</summary>
    public double? Least { get; init; }

    /// <summary>Of the number of modes held, the part of its weight from which on a mode is held; null elsewhere, and in runs from before this was
    /// written.</summary>
    public double? Held { get; init; }

    /// <summary>One line that defines it.</summary>
    public string? Help { get; init; }

    /// <summary>How many generated samples a value on the way is made from; null in runs from before this was written.</summary>
    public int? Samples { get; init; }

    /// <summary>The same of the evaluation at the end.</summary>
    public int? SamplesFinal { get; init; }

    /// <summary>A perfect sampler's score with as many samples as an evaluation while training takes, or null.</summary>
    public PerfectScore? Perfect { get; init; }

    /// <summary>The same with as many samples as the evaluation at the end takes, or null.</summary>
    public PerfectScore? PerfectFinal { get; init; }

    /// <summary>What a sampler scores that knows nothing of the data's structure, with as many samples as an evaluation while training takes; null in
    /// runs from before this was written.</summary>
    public UninformedScore? Uninformed { get; init; }

    /// <summary>The same with as many samples as the evaluation at the end takes.</summary>
    public UninformedScore? UninformedFinal { get; init; }

    /// <summary>Whether a featureless blob scores as well as a value, or better: such a value is no merit.</summary>
    /// <param name="value">The value.</param>
    /// <param name="final">Whether it is of the evaluation at the end.</param>
    public bool IsNoBetterThanBlob(double value, bool final) => Floor(final) is UninformedScore blob && Better switch
    {
        MetricDirection.Higher => value <= blob.High,
        MetricDirection.Lower => value >= blob.Low,

        // A value beyond the target on its other side cannot be compared with the blob's; nor can any where blobs score all around the target.
        _ when blob.Low > Target(final) => value >= blob.Low,
        _ when blob.High < Target(final) => value <= blob.High,
        _ => false,
    };

    /// <summary>Whether a value is what a featureless blob scores: no better, and no worse.</summary>
    /// <param name="value">The value.</param>
    /// <param name="final">Whether it is of the evaluation at the end.</param>
    public bool IsAsBlob(double value, bool final) => IsNoBetterThanBlob(value, final) && Floor(final) is UninformedScore blob && Better switch
    {
        MetricDirection.Higher => value >= blob.Low,
        MetricDirection.Lower => value <= blob.High,
        _ => Distance(value, final) <= Math.Max(Distance(blob.Low, final), Distance(blob.High, final)),
    };

    /// <summary>What a featureless blob scores, for a value of the end or of the way; null where the run does not tell.</summary>
    public UninformedScore? Floor(bool final) => final ? UninformedFinal ?? Uninformed : Uninformed;

    /// <summary>What a perfect sampler scores, for a value of the end or of the way; null where the run does not tell.</summary>
    public PerfectScore? Ceiling(bool final) => final ? PerfectFinal ?? Perfect : Perfect;

    private double Distance(double value, bool final) => Math.Abs(value - Target(final));

    private double Target(bool final) => Ceiling(final)?.Median ?? 1;
}
