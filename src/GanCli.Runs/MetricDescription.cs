using System.Globalization;
using System.Text.Json.Serialization;

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
        MetricDisplay.Count => value.ToString("#,0", CultureInfo.InvariantCulture),
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

    /// <summary>What a value that is better when <see cref="MetricDirection.Closer"/> is to come close to; null elsewhere, where it depends on the data (a
    /// perfect sampler's score), and in runs from before this was written.</summary>
    public double? Target { get; init; }

    /// <summary>Of the number of modes held, the part of its weight from which on a mode is held; null elsewhere, and in runs from before this was
    /// written.</summary>
    public double? Held { get; init; }

    /// <summary>One line that defines it.</summary>
    public string? Help { get; init; }

    /// <summary>By what pictures were compared, in words: extractor, how good it is, and what real pictures. Values of different words are not comparable. Null
    /// where samples are compared as they are.</summary>
    public string? Through { get; init; }

    /// <summary>How many generated samples a value on the way is made from; null in runs from before this was written.</summary>
    public int? Samples { get; init; }

    /// <summary>The same of the evaluation at the end.</summary>
    public int? SamplesFinal { get; init; }

    /// <summary>A perfect sampler's score with as many samples as an evaluation while training takes, or null.</summary>
    public PerfectScore? Perfect { get; init; }

    /// <summary>The same with as many samples as the evaluation at the end takes, or null.</summary>
    public PerfectScore? PerfectFinal { get; init; }

    /// <summary>What a featureless blob scores (<see cref="UninformedScore"/>), with as many samples as an evaluation while training takes; null in
    /// runs from before this was written.</summary>
    public UninformedScore? Uninformed { get; init; }

    /// <summary>The same with as many samples as the evaluation at the end takes.</summary>
    public UninformedScore? UninformedFinal { get; init; }

    /// <summary>What a featureless blob scores at its best: the better end of its 5–95% range, or what a value is to come close to where that lies within
    /// the range. A value has to be beyond it to be better than a blob's. Null where the run does not tell.</summary>
    /// <param name="final">Whether for a value of the evaluation at the end.</param>
    public double? BlobAtBest(bool final) => Floor(final) is not UninformedScore blob ? null : Better switch
    {
        MetricDirection.Higher => blob.High,
        MetricDirection.Lower => blob.Low,
        _ when blob.Low > TargetAt(final) => blob.Low,
        _ => Math.Min(blob.High, TargetAt(final)),
    };

    /// <summary>Whether a value is no better than what a featureless blob scores at its best: such a value is no merit. It may be worse than a blob's, and
    /// says nothing of what the samples look like. This is the one rule by which values are marked.</summary>
    /// <param name="value">The value.</param>
    /// <param name="final">Whether it is of the evaluation at the end.</param>
    public bool IsNoBetterThanBlob(double value, bool final) => BlobAtBest(final) is double best && Better switch
    {
        MetricDirection.Higher => value <= best,
        MetricDirection.Lower => value >= best,

        // Closeness has to be beaten, from whichever side: total collapse is as far below a target as a blob is above it.
        _ => Math.Abs(value - TargetAt(final)) >= Math.Abs(best - TargetAt(final)),
    };

    /// <summary>Whether a perfect sampler is no better than a featureless blob either: with so many samples the metric cannot tell them apart.</summary>
    /// <param name="final">Whether in the evaluation at the end.</param>
    public bool CannotTellBlob(bool final) => Ceiling(final) is PerfectScore perfect && IsNoBetterThanBlob(perfect.Median, final);

    /// <summary>What a featureless blob scores, for a value of the end or of the way; null where the run does not tell.</summary>
    public UninformedScore? Floor(bool final) => final ? UninformedFinal ?? Uninformed : Uninformed;

    /// <summary>What a perfect sampler scores, for a value of the end or of the way; null where the run does not tell.</summary>
    public PerfectScore? Ceiling(bool final) => final ? PerfectFinal ?? Perfect : Perfect;

    /// <summary>What a value that is better when <see cref="MetricDirection.Closer"/> is to come close to: <see cref="Target"/>, or in runs from before it
    /// was written what a perfect sampler scores.</summary>
    /// <param name="final">Whether for a value of the evaluation at the end.</param>
    public double TargetAt(bool final) => Target ?? Ceiling(final)?.Median ?? 1;

    /// <summary>Which way is better, in a word: <c>higher</c>, <c>lower</c>, <c>near 1</c>, <c>near perfect</c>.</summary>
    [JsonIgnore]
    public string BetterText => Better switch
    {
        MetricDirection.Higher => "higher",
        MetricDirection.Lower => "lower",
        _ => Target is { } target ? string.Create(CultureInfo.InvariantCulture, $"near {target:0.##}") : "near perfect",
    };
}
