using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using GanCli.Engine.Config;

namespace GanCli.Engine.Metrics;

/// <summary>Maximum mean discrepancy.</summary>
[AlsoCalled("maximum-mean-discrepancy")]
[Component("mmd", "Squared maximum mean discrepancy with a Gaussian kernel of median bandwidth, unbiased", Source = "Gretton et al. 2012, eq. 3")]
public sealed record MmdConfig : FeatureMetricConfig
{
    [Option("Samples used of each set; null takes 2500, fewer beyond 42 dimensions", Min = 2, Max = 1 << 20, ObservesOnly = true)]
    public int? MaxSamples { get; init; }

    public override int Order => 30;

    public override MetricConfig WithSamples(int samples) => this with { MaxSamples = samples };

    private protected override Metric Measure(int dimension, string unit) => new Mmd(dimension, MaxSamples ?? PairwiseCost.Samples(dimension));
}

/// <summary>MMD² = mean k(x, x′) + mean k(y, y′) − 2 mean k(x, y) over pairs of different samples, k(x, y) = exp(−‖x − y‖² / 2h²).</summary>
internal sealed class Mmd(int dimension, int most) : Metric
{
    // The median hardly moves beyond 125,000 pairs.
    private const int BandwidthSamples = 500;

    public override IReadOnlyList<MetricInfo> Values { get; } =
    [
        new("mmd", "MMD²", Better.Lower)
        {
            Least = null,
            Help = "Unbiased squared maximum mean discrepancy, Gaussian kernel, bandwidth: median distance among the first 500 real samples; "
                + "around 0 (below it too) for true data",
        },
    ];

    public override int MaxSamples => most;

    public override double Cost(int samples) => 2 * (PairwiseCost.Nanoseconds(samples, dimension) + ((double)samples * samples));

    public override void Evaluate(EvaluationSamples samples, IDictionary<string, MetricValue> results)
    {
        var count = Math.Min(most, samples.Pairs);
        var real = new PointSet(dimension, samples.Real, count);
        var generated = new PointSet(dimension, samples.Generated, count);
        var scale = (float)(-0.5 / SquaredBandwidth(real));
        var pairs = count * (count - 1.0) / 2;
        var across = (double)count * count;
        results["mmd"] = ((PairSum(real, scale) + PairSum(generated, scale)) / pairs) - (2 * CrossSum(real, generated, scale) / across);
    }

    /// <summary>The squared median distance between different real samples; where most coincide, that between those that do not.</summary>
    internal static double SquaredBandwidth(PointSet real)
    {
        var count = Math.Min(BandwidthSamples, real.Count);
        var distances = new float[count * (count - 1) / 2];
        var row = new float[real.PaddedCount];
        var filled = 0;
        for (var i = 1; i < count; i++)
        {
            real.SquaredDistances(real[i], 0, row.AsSpan(0, (i + PointSet.Tile - 1) / PointSet.Tile * PointSet.Tile));
            row.AsSpan(0, i).CopyTo(distances.AsSpan(filled));
            filled += i;
        }

        FloatSort.Ascending(distances, new float[distances.Length]);
        var median = distances[distances.Length / 2];
        if (median > 0)
        {
            return median;
        }

        var apart = distances.AsSpan(distances.AsSpan().LastIndexOf(0f) + 1);
        return apart.Length > 0 ? apart[apart.Length / 2] : 1;
    }

    // Over unordered pairs of different points.
    private static double PairSum(PointSet points, float scale)
    {
        double sum = 0;
        var row = new float[points.PaddedCount];
        for (var i = 0; i < points.Count; i++)
        {
            // From the tile that holds the point on, without the points up to it.
            var first = i / PointSet.Tile * PointSet.Tile;
            var distances = row.AsSpan(first);
            points.SquaredDistances(points[i], first, distances);
            distances[..(i - first + 1)].Fill(float.PositiveInfinity);
            sum += KernelSum(distances, scale);
        }

        return sum;
    }

    private static double CrossSum(PointSet left, PointSet right, float scale)
    {
        double sum = 0;
        var row = new float[right.PaddedCount];
        for (var i = 0; i < left.Count; i++)
        {
            right.SquaredDistances(left[i], 0, row);
            sum += KernelSum(row, scale);
        }

        return sum;
    }

    // Each row in single precision, at most 2,500 terms of at most one in eight sums; rows are added in double precision.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double KernelSum(Span<float> distances, float scale)
    {
        var sums = Vector256<float>.Zero;
        foreach (var distance in MemoryMarshal.Cast<float, Vector256<float>>(distances))
        {
            sums += Exp(distance * scale);
        }

        return Vector256.Sum(sums);
    }

    // Cephes' expf for numbers up to 0, to seven digits, twice as fast as the runtime's. Below −87, and for the NaN of the padding: 10⁻³⁸.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Exp(Vector256<float> x)
    {
        var least = Vector256.Create(-87f);
        x = Vector256.ConditionalSelect(Vector256.GreaterThan(x, least), x, least);
        var twos = Vector256.Round(x * 1.44269504f);
        x = x - (twos * 0.693359375f) + (twos * 2.12194440e-4f);
        var series = (((((((((x * 1.9875691500e-4f) + Vector256.Create(1.3981999507e-3f)) * x) + Vector256.Create(8.3334519073e-3f)) * x)
            + Vector256.Create(4.1665795894e-2f)) * x) + Vector256.Create(1.6666665459e-1f)) * x) + Vector256.Create(5.0000001201e-1f);
        var power = (Vector256.ConvertToInt32Native(twos) + Vector256.Create(127)) << 23;
        return ((series * x * x) + x + Vector256<float>.One) * power.AsSingle();
    }
}
