using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using GanCli.Engine.Config;
using GanCli.Engine.Data;

namespace GanCli.Engine.Metrics;

/// <summary>Clipped density and clipped coverage.</summary>
[AlsoCalled("clipped-coverage", "cdc")]
[Component("clipped-density",
    "Density and coverage in which no ball and no sample counts for too much, calibrated: a value is the share of good samples that would score as much",
    Source = "Salvy, Talbot and Thirion 2025 (arXiv 2507.01761)")]
public sealed record ClippedDensityConfig : FeatureMetricConfig
{
    [Option("Which neighbour among the real samples gives a real one's radius", Min = 1, Max = 1000, ObservesOnly = true)]
    public int Neighbors { get; init; } = 5;

    [Option("Samples used of each set; null takes 2500, fewer beyond 42 dimensions", Min = 2, Max = 1 << 20, ObservesOnly = true)]
    public int? MaxSamples { get; init; }

    public override int Order => 25;

    public override bool ByDefault => false;

    public override MetricConfig WithSamples(int samples) => this with { MaxSamples = samples };

    private protected override string? UnfitPoints(DataSource data) => PrdcConfig.UnfitBalls(data, Neighbors, MaxSamples);

    private protected override Metric Measure(int dimension, string unit) =>
        new ClippedDensity(dimension, Neighbors, MaxSamples ?? PairwiseCost.Samples(dimension));
}

/// <summary>Of N real and M generated samples, r_i the distance of real sample i to its k-th neighbour among the others:
/// density: mean over generated samples of min(1, number of real balls of radius min(r_i, median r) around it / k), over the same of the real samples
/// among themselves, at most 1. Coverage: mean over real samples of min(1, generated samples strictly within r_i / k), and of that the share m / M of good
/// samples for which it is expected. The others are taken to reach nothing.</summary>
internal sealed class ClippedDensity(int dimension, int neighbors, int most) : Metric
{
    public override IReadOnlyList<MetricInfo> Values { get; } =
    [
        new("clipped-density", "Clipped density", Better.Higher, MetricFormat.Percent)
        {
            Help = "Like density, but no ball is wider than the median one, and no generated sample counts for more than one: outliers and crowds gain "
                + "nothing; as a share of what the real samples score among themselves, at most 100%",
        },
        new("clipped-coverage", "Clipped coverage", Better.Higher, MetricFormat.Percent)
        {
            Help = "Mean share of k generated samples that each real ball holds, told as the share of good samples that would fill them as much; the rest is "
                + "taken to lie nowhere near",
        },
    ];

    public override int MaxSamples => most;

    public override double Cost(int samples) => 3 * PairwiseCost.Nanoseconds(samples, dimension);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Evaluate(EvaluationSamples samples, IDictionary<string, MetricValue> results)
    {
        int count = Math.Min(most, samples.Pairs);
        int k = Math.Min(neighbors, count - 1);
        var real = new PointSet(dimension, samples.Real, count);
        var generated = new PointSet(dimension, samples.Generated, count);
        float[] radii = Prdc.SquaredRadii(real, k);
        float median = Median(radii.AsSpan(0, count));

        var around = new int[generated.PaddedCount];
        var aroundReal = new int[real.PaddedCount];
        float[] row = new float[generated.PaddedCount];
        long covered = 0;
        for (int i = 0; i < count; i++)
        {
            float clipped = Math.Min(radii[i], median);
            generated.SquaredDistances(real[i], 0, row);
            covered += Math.Min(k, Count(row, radii[i], clipped, around));

            // The ball's own centre is none of those that lie in it.
            real.SquaredDistances(real[i], 0, row);
            row[i] = float.NaN;
            Count(row, radii[i], clipped, aroundReal);
        }

        double own = Mean(aroundReal, count, k);
        results["clipped-density"] = Math.Min(1, Mean(around, count, k) / own);
        results["clipped-coverage"] = GoodShare(covered / (double)k / count, k, count, count);
    }

    /// <summary>The share of good samples for which a coverage is expected: between two numbers of good samples, in proportion.</summary>
    /// <param name="coverage">Mean of min(1, samples in the ball / k).</param>
    /// <param name="k">Which neighbour gives the radius.</param>
    /// <param name="real">Real samples N.</param>
    /// <param name="generated">Generated samples M.</param>
    internal static double GoodShare(double coverage, int k, int real, int generated)
    {
        double before = 0;
        for (int good = 1; good <= generated; good++)
        {
            double expected = Expected(good, k, real);
            if (coverage < expected)
            {
                return (good - 1 + ((coverage - before) / (expected - before))) / generated;
            }

            before = expected;
        }

        return 1;
    }

    /// <summary>E min(S, k) / k of the number S of good samples in a ball. Its mass is Beta(k, N − k), so that S is beta-binomial, and E min(S, k) =
    /// k − Σ_{j &lt; k} (k − j) P(S = j). P(S = j) follows from P(S = j − 1), and P(S = 0) = Π_{i &lt; m} (N − k + i) / (N + i).</summary>
    private static double Expected(int good, int k, int real)
    {
        double probability = 1;
        if (good < k)
        {
            for (int i = 0; i < good; i++)
            {
                probability *= (real - k + i) / (double)(real + i);
            }
        }
        else
        {
            // The same product with the roles changed: Π_{i < k} (N − k + i) / (N − k + m + i).
            for (int i = 0; i < k; i++)
            {
                probability *= (real - k + i) / (double)(real - k + good + i);
            }
        }

        double missing = k * probability;
        for (int j = 1; j < Math.Min(k, good + 1); j++)
        {
            probability *= (good - j + 1.0) * (k + j - 1) / (j * (real - k + good - j + 0.0));
            missing += (k - j) * probability;
        }

        return 1 - (missing / k);
    }

    private static double Mean(int[] around, int count, int k) => around.Take(count).Sum(number => (double)Math.Min(number, k)) / k / count;

    private static float Median(ReadOnlySpan<float> squares)
    {
        float[] sorted = squares.ToArray();
        Array.Sort(sorted);
        double middle = (Math.Sqrt(sorted[(sorted.Length - 1) / 2]) + Math.Sqrt(sorted[sorted.Length / 2])) / 2;
        return (float)(middle * middle);
    }

    /// <summary>Adds one to those within the clipped ball, and counts those strictly within the whole one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Count(float[] row, float radius, float clipped, int[] around)
    {
        var counts = MemoryMarshal.Cast<int, Vector256<int>>(around.AsSpan());
        var distances = MemoryMarshal.Cast<float, Vector256<float>>(row.AsSpan());
        var (whole, part) = (Vector256.Create(radius), Vector256.Create(clipped));
        var inside = Vector256<int>.Zero;
        for (int j = 0; j < distances.Length; j++)
        {
            // Where a comparison holds it is −1.
            inside -= Vector256.LessThan(distances[j], whole).AsInt32();
            counts[j] -= Vector256.LessThanOrEqual(distances[j], part).AsInt32();
        }

        return Vector256.Sum(inside);
    }
}
