using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using GanCli.Engine.Config;

namespace GanCli.Engine.Metrics;

/// <summary>Energy distance.</summary>
[AlsoCalled("energy")]
[Component("energy-distance", "Twice the mean distance across minus the mean distances within both sets, unbiased",
    Source = "Székely and Rizzo 2013, eq. 1")]
public sealed record EnergyDistanceConfig : FeatureMetricConfig
{
    [Option("Samples used of each set; null takes 2500, fewer beyond 42 dimensions", Min = 2, Max = 1 << 20, ObservesOnly = true)]
    public int? MaxSamples { get; init; }

    public override int Order => 60;

    public override bool ByDefault => false;

    public override MetricConfig WithSamples(int samples) => this with { MaxSamples = samples };

    private protected override Metric Measure(int dimension, string unit) =>
        new EnergyDistance(dimension, MaxSamples ?? PairwiseCost.Samples(dimension), unit);
}

/// <summary>2 mean ‖x − y‖ − mean ‖x − x′‖ − mean ‖y − y′‖, within a set over pairs of different samples (U-statistics), in the data's
/// units: 0 for one distribution on average.</summary>
internal sealed class EnergyDistance(int dimension, int most, string unit = MetricInfo.DataUnit) : Metric
{
    public override IReadOnlyList<MetricInfo> Values { get; } =
    [
        new("energy-distance", "Energy distance", Better.Lower)
        {
            Least = null,
            Help = $"Unbiased energy distance 2E|x−y| − E|x−x′| − E|y−y′|, Euclidean, in {unit}; around 0 (below it too) for true data",
        },
    ];

    public override int MaxSamples => most;

    public override double Cost(int samples) => (2 * PairwiseCost.Nanoseconds(samples, dimension)) + (0.2 * samples * samples);

    public override void Evaluate(EvaluationSamples samples, IDictionary<string, MetricValue> results)
    {
        var count = Math.Min(most, samples.Pairs);
        var real = new PointSet(dimension, samples.Real, count);
        var generated = new PointSet(dimension, samples.Generated, count);
        var pairs = count * (count - 1.0) / 2;
        var across = (double)count * count;
        results["energy-distance"] = (2 * Sum(real, generated) / across) - ((PairSum(real) + PairSum(generated)) / pairs);
    }

    private static double Sum(PointSet left, PointSet right)
    {
        double sum = 0;
        var row = new float[right.PaddedCount];
        for (var i = 0; i < left.Count; i++)
        {
            right.SquaredDistances(left[i], 0, row);
            row.AsSpan(right.Count).Clear();
            sum += RootSum(row);
        }

        return sum;
    }

    // Over unordered pairs of different points.
    private static double PairSum(PointSet points)
    {
        double sum = 0;
        var row = new float[points.PaddedCount];
        for (var i = 0; i < points.Count; i++)
        {
            // From the tile that holds the point on, without the points up to it.
            var first = i / PointSet.Tile * PointSet.Tile;
            points.SquaredDistances(points[i], first, row.AsSpan(first));
            row.AsSpan(points.Count).Clear();
            row.AsSpan(first, i - first + 1).Clear();
            sum += RootSum(row.AsSpan(first));
        }

        return sum;
    }

    // Added in double precision: the distance is a small difference of large means.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double RootSum(Span<float> squares)
    {
        var (lower, upper) = (Vector256<double>.Zero, Vector256<double>.Zero);
        foreach (var vector in MemoryMarshal.Cast<float, Vector256<float>>(squares))
        {
            var (low, high) = Vector256.Widen(Vector256.Sqrt(vector));
            lower += low;
            upper += high;
        }

        return Vector256.Sum(lower + upper);
    }
}
