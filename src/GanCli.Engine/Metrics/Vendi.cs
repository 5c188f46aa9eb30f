using GanCli.Engine.Config;

namespace GanCli.Engine.Metrics;

/// <summary>Vendi score.</summary>
[Component("vendi", "Effective number of different samples: the exponential of the entropy of a kernel matrix's eigenvalues",
    Source = "Friedman and Dieng 2023, def. 3.1")]
public sealed record VendiConfig : FeatureMetricConfig
{
    [Option("Samples used of each set: the time grows with their third power", Min = 2, Max = 4096, ObservesOnly = true)]
    public int MaxSamples { get; init; } = 400;

    public override int Order => 80;

    public override bool ByDefault => false;

    public override MetricConfig WithSamples(int samples) => this with { MaxSamples = Math.Clamp(samples, 2, 4096) };

    private protected override Metric Measure(int dimension, string unit) => new Vendi(dimension, MaxSamples);
}

/// <summary>exp(−Σ λ ln λ), λ the eigenvalues of K/n, K of the Gaussian kernel exp(−‖x − x′‖² / 2h²) with h the median distance between
/// real samples.</summary>
internal sealed class Vendi(int dimension, int most) : Metric
{
    public override IReadOnlyList<MetricInfo> Values { get; } =
    [
        new("vendi", "Vendi score", Better.Closer)
        {
            Least = 1,
            Help = "Effective number of different samples, Gaussian kernel, bandwidth: median distance among the real samples; from 1 for "
                + "total collapse; says nothing of fidelity: a blob may score more than true data",
        },
        new("vendi-ratio", "Vendi score against real", Better.Closer)
        {
            Target = 1,
            Help = "Vendi score over that of as many real samples, with the same kernel: 1 for true data",
        },
    ];

    public override int MaxSamples => most;

    public override double Cost(int samples) =>
        2.0 * samples * samples * ((0.5 * dimension) + 5 + (0.8 * samples));

    public override void Evaluate(EvaluationSamples samples, IDictionary<string, MetricValue> results)
    {
        var count = Math.Min(most, samples.Pairs);
        double squaredBandwidth = Mmd.SquaredBandwidth(new PointSet(dimension, samples.Real, count));
        var score = Score(samples.Generated, count, squaredBandwidth);
        results["vendi"] = score;
        results["vendi-ratio"] = score / Score(samples.Real, count, squaredBandwidth);
    }

    private double Score(float[] rows, int count, double squaredBandwidth)
    {
        var kernel = new double[count * count];
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                double squares = 0;
                for (var k = 0; k < dimension; k++)
                {
                    var difference = (double)rows[(i * dimension) + k] - rows[(j * dimension) + k];
                    squares += difference * difference;
                }

                kernel[(i * count) + j] = kernel[(j * count) + i] = Math.Exp(-squares / (2 * squaredBandwidth)) / count;
            }
        }

        // None is below 0 but by rounding, and λ ln λ vanishes there.
        double entropy = 0;
        foreach (var value in SymmetricEigen.Values(kernel, count))
        {
            entropy -= value > 0 ? value * Math.Log(value) : 0;
        }

        return Math.Max(1, Math.Exp(entropy));
    }
}
