using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using GanCli.Engine.Config;
using GanCli.Engine.Random;

namespace GanCli.Engine.Metrics;

/// <summary>Sliced Wasserstein distance.</summary>
[AlsoCalled("swd")]
[Component("sliced-wasserstein", "Distance between sorted one-dimensional projections, averaged over random directions",
    Source = "Rabin et al. 2011; Karras et al. 2018")]
public sealed record SlicedWassersteinConfig : FeatureMetricConfig
{
    [Option("Random directions; one is enough for one-dimensional data and all that is taken there", Min = 1, Max = 65536, ObservesOnly = true)]
    public int Directions { get; init; } = 64;

    public override int Order => 10;

    private protected override Metric Measure(int dimension, string unit) => new SlicedWasserstein(dimension, Directions, unit);
}

/// <summary>Mean over random directions θ of W₁ between the projections, (1/n) Σ |sort(θ·x)ᵢ − sort(θ·y)ᵢ|, in the data's units.</summary>
internal sealed class SlicedWasserstein(int dimension, int directions, string unit = MetricInfo.DataUnit) : Metric
{
    private readonly int _directions = dimension == 1 ? 1 : directions;

    public override IReadOnlyList<MetricInfo> Values { get; } =
    [
        new("sliced-wasserstein", "Sliced Wasserstein distance", Better.Lower)
        {
            Help = $"Mean over random directions of the 1-Wasserstein distance between projections, in {unit}",
        },
    ];

    public override double Cost(int samples) => 2.0 * samples * _directions * (9 + (0.3 * dimension));

    public override void Evaluate(EvaluationSamples samples, IDictionary<string, MetricValue> results)
    {
        var direction = new float[dimension];
        var generated = new float[samples.Pairs];
        var real = new float[samples.Pairs];
        var scratch = new float[samples.Pairs];
        double sum = 0;
        for (var slice = 0; slice < _directions; slice++)
        {
            Direction(samples.Random, slice, direction);
            Project(samples.Generated, direction, generated);
            Project(samples.Real, direction, real);
            FloatSort.Ascending(generated, scratch);
            FloatSort.Ascending(real, scratch);
            sum += Distance(generated, real);
        }

        results["sliced-wasserstein"] = sum / _directions / samples.Pairs;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Distance(ReadOnlySpan<float> generated, ReadOnlySpan<float> real)
    {
        double sum = 0;
        for (var i = 0; i < generated.Length; i++)
        {
            sum += Math.Abs((double)generated[i] - real[i]);
        }

        return sum;
    }

    // Uniform on the sphere.
    private void Direction(RandomStream random, int slice, Span<float> direction)
    {
        if (dimension == 1)
        {
            direction[0] = 1;
            return;
        }

        random.Normal((long)slice * dimension, direction);
        double squares = 0;
        foreach (var number in direction)
        {
            squares += (double)number * number;
        }

        // Normal numbers that are all zero do not happen in practice; a direction of zero length would be harmless.
        var scale = (float)(1 / Math.Sqrt(Math.Max(squares, float.Epsilon)));
        foreach (ref var number in direction)
        {
            number *= scale;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Project(ReadOnlySpan<float> rows, ReadOnlySpan<float> direction, Span<float> projections)
    {
        if (dimension == 2)
        {
            var (x, y) = (direction[0], direction[1]);
            for (var i = 0; i < projections.Length; i++)
            {
                projections[i] = (x * rows[2 * i]) + (y * rows[(2 * i) + 1]);
            }

            return;
        }

        for (var i = 0; i < projections.Length; i++)
        {
            projections[i] = Dot(rows.Slice(i * dimension, dimension), direction);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Dot(ReadOnlySpan<float> row, ReadOnlySpan<float> direction)
    {
        var sums = Vector256<float>.Zero;
        var j = 0;
        for (; j + Vector256<float>.Count <= row.Length; j += Vector256<float>.Count)
        {
            sums += Vector256.Create(row[j..]) * Vector256.Create(direction[j..]);
        }

        var sum = Vector256.Sum(sums);
        for (; j < row.Length; j++)
        {
            sum += row[j] * direction[j];
        }

        return sum;
    }
}
