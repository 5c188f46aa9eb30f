using GanCli.Runs;

namespace GanCli.Reporting.Reading;

/// <summary>One measured quantity over a run.</summary>
/// <param name="Name">Its key in the metrics log.</param>
/// <param name="About">What it is.</param>
/// <param name="Curve">Evaluations while training.</param>
/// <param name="Final">The evaluation at the end, or null when the run has not got there.</param>
public sealed record MetricCurve(string Name, MetricDescription About, Series Curve, double? Final)
{
    /// <summary>The value to show: the final one, else the latest; NaN when there is none.</summary>
    public double Value => Final ?? Curve.Last;

    /// <summary>The perfect score that belongs to <see cref="Value"/>.</summary>
    public PerfectScore? Perfect => About.Ceiling(Final is not null);

    /// <summary>The score of a featureless blob that belongs to <see cref="Value"/>.</summary>
    public UninformedScore? Blob => About.Floor(Final is not null);

    /// <summary>How many samples <see cref="Value"/> is made from; null where the run does not tell.</summary>
    public int? Samples => Final is null ? About.Samples : About.SamplesFinal ?? About.Samples;

    /// <summary>What it scores at its best, which <see cref="Value"/> has to be beyond.</summary>
    public double? BlobAtBest => About.BlobAtBest(Final is not null);

    /// <summary>Whether <see cref="Value"/> is no merit: a featureless blob scores as well, or better.</summary>
    public bool IsNoBetterThanBlob => About.IsNoBetterThanBlob(Value, Final is not null);

    /// <summary>Which way is better, in a word.</summary>
    public string Better => About.BetterText;

    /// <summary><see cref="Value"/> for a table: marked where it is no merit; nothing where there is none.</summary>
    public string Marked => double.IsNaN(Value) ? "" : Write(Value) + (IsNoBetterThanBlob ? BlobMark.Mark : "");

    /// <summary>What its axis counts.</summary>
    public string Unit => Name switch
    {
        "modes" => "modes held",
        "modes-captured" => "modes with a sample",
        "reverse-kl" or "reverse-kl-all" or "forward-kl" or "js" => "nats",
        "sliced-wasserstein" => "distance",
        "spread" => "ratio to the mode’s own",
        _ => About.Format switch { MetricDisplay.Percent => "share of samples", MetricDisplay.Count => "number", _ => About.Label },
    };

    /// <summary>Writes a value of this metric.</summary>
    public string Write(double value) => About.Format switch
    {
        MetricDisplay.Percent => Numbers.Percent(value),
        MetricDisplay.Count when !double.IsFinite(value) => Numbers.Short(value),
        MetricDisplay.Count => About.Total is double total ? $"{Numbers.Whole(value)}/{Numbers.Whole(total)}" : Numbers.Whole(value),
        _ => Numbers.Short(value),
    };

    /// <summary>Whether a value is as good as a perfect sampler's: not beyond the wrong end of its 5–95% band.</summary>
    public bool IsPerfect(double value) => Perfect is PerfectScore perfect && About.Better switch
    {
        MetricDirection.Higher => value >= perfect.Low,
        MetricDirection.Lower => value <= perfect.High,
        _ => value >= perfect.Low && value <= perfect.High,
    };
}
