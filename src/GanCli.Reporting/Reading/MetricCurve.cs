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
    public PerfectScore? Perfect => Final is null ? About.Perfect : About.PerfectFinal ?? About.Perfect;

    /// <summary>What its axis counts.</summary>
    public string Unit => Name switch
    {
        "modes" => "modes with a sample",
        "reverse-kl" or "reverse-kl-all" or "js" => "nats",
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
