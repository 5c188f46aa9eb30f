using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using GanCli.Engine.Config;

namespace GanCli.Engine.Metrics;

/// <summary>Kernel distance of KID.</summary>
[AlsoCalled("kernel-inception-distance")]
[Component("kid", "Squared maximum mean discrepancy with KID's cubic kernel, unbiased: sees moments up to the third", Source = "Bińkowski et al. 2018")]
public sealed record KidConfig : FeatureMetricConfig
{
    [Option("Samples used of each set; null takes 2500, fewer beyond 42 dimensions", Min = 2, Max = 1 << 20, ObservesOnly = true)]
    public int? MaxSamples { get; init; }

    public override int Order => 50;

    public override bool ByDefault => false;

    public override MetricConfig WithSamples(int samples) => this with { MaxSamples = samples };

    private protected override Metric Measure(int dimension, string unit) => new Kid(dimension, MaxSamples ?? PairwiseCost.Samples(dimension));
}

/// <summary>mean k(x, x′) + mean k(y, y′) − 2 mean k(x, y) over pairs of different samples, k(x, y) = (x·y/d + 1)³ for d dimensions, on the
/// samples themselves where KID takes an image network's features.</summary>
internal sealed class Kid(int dimension, int most) : Metric
{
    public override IReadOnlyList<MetricInfo> Values { get; } =
    [
        new("kid", "KID", Better.Lower)
        {
            Least = null,
            Help = "Unbiased squared maximum mean discrepancy, kernel (x·y/d + 1)³ on the samples themselves; around 0 (below it too) for true "
                + "data, and for whatever shares their first three moments: where the data are symmetric, a Gaussian blob does, and no number of samples "
                + "tells it from true data; elsewhere chance hides small differences",
        },
    ];

    public override int MaxSamples => most;

    public override double Cost(int samples) => 2.0 * samples * samples * (1 + (0.3 * dimension));

    public override void Evaluate(EvaluationSamples samples, IDictionary<string, MetricValue> results)
    {
        var count = Math.Min(most, samples.Pairs);
        var real = Columns(samples.Real, count);
        var generated = Columns(samples.Generated, count);
        var pairs = count * (count - 1.0) / 2;
        var across = (double)count * count;
        var row = new double[count];
        double sum = 0;
        for (var i = 0; i < count; i++)
        {
            sum += (Sum(real, real, i, i + 1, row) + Sum(generated, generated, i, i + 1, row)) / pairs;
            sum -= 2 * Sum(real, generated, i, 0, row) / across;
        }

        results["kid"] = sum;
    }

    // Coordinate by coordinate, so that one sample meets four others at a time.
    private double[] Columns(float[] rows, int count)
    {
        var columns = new double[count * dimension];
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < dimension; j++)
            {
                columns[(j * count) + i] = rows[(i * dimension) + j];
            }
        }

        return columns;
    }

    // Kernels between sample i of the one set and samples first … of the other.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Sum(double[] left, double[] right, int i, int first, double[] row)
    {
        var count = row.Length;
        var products = row.AsSpan(first);
        products.Clear();
        for (var j = 0; j < dimension; j++)
        {
            SymmetricEigen.Add(products, left[(j * count) + i] / dimension, right.AsSpan((j * count) + first, products.Length));
        }

        var sums = Vector256<double>.Zero;
        ref var start = ref MemoryMarshal.GetReference(products);
        var k = 0;
        for (; k + 4 <= products.Length; k += 4)
        {
            var one = Vector256.LoadUnsafe(ref start, (nuint)k) + Vector256<double>.One;
            sums += one * one * one;
        }

        var sum = Vector256.Sum(sums);
        for (; k < products.Length; k++)
        {
            var one = products[k] + 1;
            sum += one * one * one;
        }

        return sum;
    }
}
