using GanCli.Engine.Metrics;

namespace GanCli.Engine.Watch;

/// <summary>The watch's signals as values of a metric, so that they stand between a perfect sampler and a featureless blob like all others.</summary>
internal sealed class WatchMetric(RealBank bank, int most) : Metric
{
    /// <summary>What the keys of its values begin with.</summary>
    public const string Prefix = "watch.";

    public const string Uncovered = Prefix + "uncovered";

    public const string StarvedNeighbourhoods = Prefix + "starved-neighbourhoods";

    public const string OffData = Prefix + "off-data";

    public const string Narrow = Prefix + "narrow";

    public override IReadOnlyList<MetricInfo> Values { get; } =
    [
        new(Uncovered, "Data uncovered", Better.Lower, MetricFormat.Percent)
        {
            Help = "Share of the data that gets less than a quarter of its samples: the mean over 7 divisions of real samples into 6 to 12 cells by k-means, "
                + "or of clusters where that is more. Each sample counts for the nearest cell, however far: it says nothing of quality, and a blob may "
                + "cover all",
        },
        new(StarvedNeighbourhoods, "Neighbourhoods starved", Better.Lower, MetricFormat.Percent)
        {
            Help = "Share of real samples whose neighbourhood, a sixteenth of all, gets less than a quarter of its generated samples",
        },
        new(OffData, "Samples off the data", Better.Lower, MetricFormat.Percent)
        {
            Help = "Share of samples farther from the nearest real one than 95% of real ones are from their fifth neighbour",
        },
        new(Narrow, "Tightness", Better.Closer)
        {
            Target = 1,
            Help = "Median distance from a sample to the nearest other one over that of as many real ones, where the data are covered: below a third they are "
                + "narrow, 0 where samples repeat",
        },
    ];

    public override int MaxSamples => most;

    public override int SamplesUsed(int generated, int pairs) => Math.Min(generated, most);

    public override double Cost(int samples) => samples * (bank.Count + (0.5 * samples)) * (0.6 + (0.15 * bank.Points.Dimension));

    public override void Evaluate(EvaluationSamples drawn, IDictionary<string, MetricValue> results)
    {
        WatchSignals look = Look.At(bank, drawn.Generated[..(Math.Min(drawn.Count, most) * drawn.Dimension)]).Signals;
        foreach ((string name, double value) in Numbers(look))
        {
            results[name] = value;
        }
    }

    /// <summary>The values of a look, by key.</summary>
    public static IEnumerable<(string Name, double Value)> Numbers(WatchSignals look) =>
    [
        (Uncovered, look.Uncovered), (StarvedNeighbourhoods, look.StarvedNeighbourhoods), (OffData, look.OffData), (Narrow, look.Narrow),
    ];
}
