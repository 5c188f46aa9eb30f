using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Random;

namespace GanCli.Engine.Metrics;

/// <summary>Precision, recall, density and coverage.</summary>
[AlsoCalled("precision", "recall", "density", "precision-recall")]
[Component("prdc", "Precision, recall, density and coverage by nearest neighbours; for any data",
    Source = "Kynkäänniemi et al. 2019; Naeem et al. 2020")]
public sealed record PrdcConfig : FeatureMetricConfig
{
    [Option("Which neighbour in its own set gives a point's radius", Min = 1, Max = 1000, ObservesOnly = true)]
    public int Neighbors { get; init; } = 5;

    [Option("Samples used of each set; null takes 2500, fewer beyond 42 dimensions", Min = 2, Max = 1 << 20, ObservesOnly = true)]
    public int? MaxSamples { get; init; }

    public override int Order => 20;

    public override bool IsMissed => true;

    public override MetricConfig WithSamples(int samples) => this with { MaxSamples = samples };

    /// <summary>Where most samples have their neighbours at distance 0, their balls have no size, and nothing lies strictly inside.</summary>
    internal static string? UnfitBalls(DataSource data, int neighbors, int? most)
    {
        var count = Math.Min(most ?? int.MaxValue, PairwiseCost.Samples(data.Dimension));

        // Different rows of a fixed set, as the metric takes them: drawn again and again, all of them have others at their place.
        float[] rows = RealSamples.Draw(data, count, new RandomStream(0, StreamId.Evaluation));
        var equal = rows.Chunk(data.Dimension).GroupBy(row => Convert.ToHexString(MemoryMarshal.AsBytes(row.AsSpan())), StringComparer.Ordinal)
            .Where(group => group.Count() > neighbors).Sum(group => group.Count());
        return 2 * equal > rows.Length / data.Dimension
            ? "most real samples have several others at the very same place, so that the balls that reach to their neighbours have no size"
            : null;
    }

    private protected override string? UnfitPoints(DataSource data) => UnfitBalls(data, Neighbors, MaxSamples);

    private protected override Metric Measure(int dimension, string unit) => new Prdc(dimension, Neighbors, MaxSamples ?? PairwiseCost.Samples(dimension));
}

/// <summary>Precision, recall, density and coverage as in clovaai's code.</summary>
internal sealed class Prdc(int dimension, int neighbors, int most) : Metric
{
    public override IReadOnlyList<MetricInfo> Values { get; } =
    [
        new("precision", "Precision", Better.Higher, MetricFormat.Percent)
        {
            Help = "Share of generated samples strictly inside the ball of any real one, as wide as its k-th neighbour is far",
        },
        new("recall", "Recall", Better.Higher, MetricFormat.Percent)
        {
            Help = "Share of real samples strictly inside the ball of any generated one; samples that are thinly scattered have wide balls, so that a blob "
                + "scores much, and in few dimensions more than true data: read it beside precision",
        },
        new("density", "Density", Better.Closer)
        {
            Target = 1,
            Help = "Mean number of real balls around a generated sample, over k; about 1 for true data, more when samples crowd",
        },
        new("coverage", "Coverage", Better.Higher, MetricFormat.Percent)
        {
            Help = "Share of real samples with a generated one strictly inside their ball",
        },
    ];

    public override int MaxSamples => most;

    public override double Cost(int samples) => 3 * PairwiseCost.Nanoseconds(samples, dimension);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Evaluate(EvaluationSamples samples, IDictionary<string, MetricValue> results)
    {
        var count = Math.Min(most, samples.Pairs);
        var real = new PointSet(dimension, samples.Real, count);
        var generated = new PointSet(dimension, samples.Generated, count);
        var k = Math.Min(neighbors, count - 1);
        var realRadii = SquaredRadii(real, k);
        var generatedRadii = SquaredRadii(generated, k);

        var balls = new Vector256<int>[generated.PaddedCount / Vector256<int>.Count];
        var recalled = 0;
        var covered = 0;
        var row = new float[generated.PaddedCount];
        var distances = Vectors(row);
        var radii = Vectors(generatedRadii);
        for (var i = 0; i < real.Count; i++)
        {
            generated.SquaredDistances(real[i], 0, row);
            var radius = Vector256.Create(realRadii[i]);
            var inReal = Vector256<int>.Zero;
            var inGenerated = Vector256<float>.Zero;
            for (var j = 0; j < distances.Length; j++)
            {
                // Where a comparison holds it is −1.
                var inside = Vector256.LessThan(distances[j], radius).AsInt32();
                balls[j] -= inside;
                inReal |= inside;
                inGenerated |= Vector256.LessThan(distances[j], radii[j]);
            }

            covered += inReal != Vector256<int>.Zero ? 1 : 0;
            recalled += inGenerated.AsInt32() != Vector256<int>.Zero ? 1 : 0;
        }

        var around = MemoryMarshal.Cast<Vector256<int>, int>(balls)[..count].ToArray();
        results["precision"] = around.Count(number => number > 0) / (double)count;
        results["recall"] = recalled / (double)count;
        results["density"] = around.Sum(number => (double)number) / k / count;
        results["coverage"] = covered / (double)count;
    }

    private static Span<Vector256<float>> Vectors(float[] padded) => MemoryMarshal.Cast<float, Vector256<float>>(padded.AsSpan());

    /// <summary>For each point the squared distance to its k-th neighbour among the others, padded to whole tiles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static float[] SquaredRadii(PointSet points, int k)
    {
        var radii = new float[points.PaddedCount];
        var row = new float[points.PaddedCount];
        var smallest = new float[k];
        for (var i = 0; i < points.Count; i++)
        {
            points.SquaredDistances(points[i], 0, row);
            row[i] = float.NaN;
            Array.Fill(smallest, float.PositiveInfinity);
            var farthest = Vector256.Create(float.PositiveInfinity);
            foreach (var distances in Vectors(row))
            {
                if (Vector256.LessThanAny(distances, farthest))
                {
                    Insert(distances, smallest);
                    farthest = Vector256.Create(smallest[^1]);
                }
            }

            radii[i] = smallest[^1];
        }

        return radii;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Insert(Vector256<float> candidates, Span<float> smallest)
    {
        for (var lane = 0; lane < Vector256<float>.Count; lane++)
        {
            var candidate = candidates[lane];
            if (candidate < smallest[^1])
            {
                var place = smallest.Length - 1;
                for (; place > 0 && smallest[place - 1] > candidate; place--)
                {
                    smallest[place] = smallest[place - 1];
                }

                smallest[place] = candidate;
            }
        }
    }
}
