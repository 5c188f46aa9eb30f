using GanCli.Engine.Config;

namespace GanCli.Engine.Metrics;

/// <summary>Number of statistically different bins.</summary>
[Component("ndb", "Share of k-means bins of real samples whose share of generated samples differs significantly", Source = "Richardson and Weiss 2018")]
public sealed record NdbConfig : FeatureMetricConfig
{
    [Option("Bins; fewer where there are not 25 samples for each", Min = 2, Max = 1000, ObservesOnly = true)]
    public int Bins { get; init; } = 100;

    [Option("Samples used of each set; null takes 10000, fewer beyond 42 dimensions", Min = 2, Max = 1 << 20, ObservesOnly = true)]
    public int? MaxSamples { get; init; }

    public override int Order => 70;

    public override bool ByDefault => false;

    public override MetricConfig WithSamples(int samples) => this with { MaxSamples = samples };

    private protected override Metric Measure(int dimension, string unit) =>
        new Ndb(dimension, Bins, MaxSamples ?? Math.Min(10_000, 4 * PairwiseCost.Samples(dimension)));
}

/// <summary>Bins whose shares of real and generated samples differ by a pooled two-proportion z test at 5%, over all bins; and the
/// Jensen–Shannon divergence between both histograms.</summary>
internal sealed class Ndb(int dimension, int bins, int most) : Metric
{
    private const int SamplesOfABin = 25;

    // Of |z|, two-sided at 5%.
    private const double Critical = 1.959963984540054;

    public override IReadOnlyList<MetricInfo> Values { get; } =
    [
        new("ndb", "Different bins", Better.Lower, MetricFormat.Percent)
        {
            Help = "NDB/K: share of k-means bins of the real samples that hold another share of the generated ones, by a z test at 5%",
        },
        new("ndb-js", "JS between bins", Better.Lower)
        {
            Help = "Jensen–Shannon divergence between the bins' shares of real and of generated samples, in nats; at most ln 2",
        },
    ];

    public override int MaxSamples => most;

    public override double Cost(int samples)
    {
        var cells = BinsFor(samples);
        return (KMeans.MostIterations / 2.0 * samples * (cells + 32) * (1.6 + (0.1 * dimension)))
            + (cells * samples * (1 + (0.1 * dimension))) + (samples * 200.0);
    }

    public override void Evaluate(EvaluationSamples samples, IDictionary<string, MetricValue> results)
    {
        var count = Math.Min(most, samples.Pairs);
        var cells = KMeans.Fit(dimension, samples.Real, count, BinsFor(count), samples.Random);
        var (real, generated) = (new int[cells.Count], new int[cells.Count]);
        foreach (var cell in cells.Cells(samples.Real, count))
        {
            real[cell]++;
        }

        foreach (var cell in cells.Cells(samples.Generated, count))
        {
            generated[cell]++;
        }

        results["ndb"] = Different(real, generated) / (double)cells.Count;
        results["ndb-js"] = JensenShannon(real, generated);
    }

    /// <summary>How many bins differ.</summary>
    /// <param name="real">Real samples in each bin.</param>
    /// <param name="generated">Generated ones.</param>
    internal static int Different(int[] real, int[] generated)
    {
        double n = real.Sum();
        double m = generated.Sum();
        var different = 0;
        for (var i = 0; i < real.Length; i++)
        {
            var pooled = (real[i] + generated[i]) / (n + m);
            var error = Math.Sqrt(pooled * (1 - pooled) * ((1 / n) + (1 / m)));

            // A bin that holds all of both, or nothing, has no error and no difference.
            different += Math.Abs((real[i] / n) - (generated[i] / m)) > Critical * error ? 1 : 0;
        }

        return different;
    }

    /// <summary>½ Σ p ln(p/m) + ½ Σ q ln(q/m), m = (p + q)/2.</summary>
    /// <param name="real">Real samples in each bin.</param>
    /// <param name="generated">Generated ones.</param>
    internal static double JensenShannon(int[] real, int[] generated)
    {
        double n = real.Sum();
        double m = generated.Sum();
        double sum = 0;
        for (var i = 0; i < real.Length; i++)
        {
            var (p, q) = (real[i] / n, generated[i] / m);
            sum += Term(p, (p + q) / 2) + Term(q, (p + q) / 2);
        }

        return Math.Max(0, sum / 2);

        static double Term(double share, double middle) => share > 0 ? share * Math.Log(share / middle) : 0;
    }

    private int BinsFor(int samples) => Math.Min(bins, Math.Max(2, samples / SamplesOfABin));
}
