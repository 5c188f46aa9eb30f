using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using GanCli.Engine.Config;

namespace GanCli.Engine.Metrics;

/// <summary>Birthday estimate of the support's size.</summary>
[AlsoCalled("birthday-paradox", "support-size")]
[Component("birthday", "Size of the support by the birthday paradox: how rarely two samples are duplicates", Source = "Arora and Zhang 2017")]
public sealed record BirthdayConfig : FeatureMetricConfig
{
    [Option("Two samples are duplicates when they lie no farther apart than this share of the real samples lie from their nearest neighbour",
        Min = 0, Max = 1, ObservesOnly = true)]
    public double Quantile { get; init; } = 0.1;

    [Option("Samples used of each set; null takes 2500, fewer beyond 42 dimensions", Min = 2, Max = 1 << 20, ObservesOnly = true)]
    public int? MaxSamples { get; init; }

    public override int Order => 90;

    public override bool ByDefault => false;

    public override MetricConfig WithSamples(int samples) => this with { MaxSamples = samples };

    private protected override Metric Measure(int dimension, string unit) =>
        new Birthday(dimension, Quantile, MaxSamples ?? PairwiseCost.Samples(dimension));
}

/// <summary>Pairs of samples over pairs that are duplicates: for N equally likely places, N.</summary>
/// <remarks>
/// Arora and Zhang look for the batch size s at which half the batches hold a duplicate, and put the support near s² (s²/2 ln 2 for equally
/// likely places). Both estimate the chance 1/N that two samples coincide; all n (n − 1)/2 pairs of one evaluation tell more of it than
/// a duplicate's presence does. No duplicate at all gives the number of pairs, the most that can be told.
/// Continuous samples never coincide: a duplicate is a pair no farther apart than τ, the given quantile (an order statistic) of the
/// distances of real samples to their nearest other. The estimate counts places of that size. True data score as the real samples do, whose
/// own estimate is about 2/q n; a generator of few places less, a blob, which fills space between the modes, more. One crowd that is wider than the data's
/// modes has more as well: read it beside what tells of modes or coverage.
/// </remarks>
internal sealed class Birthday(int dimension, double quantile, int most) : Metric
{
    public override IReadOnlyList<MetricInfo> Values { get; } =
    [
        new("birthday", "Support size (birthday)", Better.Closer, MetricFormat.Count)
        {
            Least = 1,
            Help = "Estimated number of different samples: pairs of samples over pairs of duplicates, a duplicate being nearer "
                + "than a quantile of real samples' distances to their nearest other; all pairs, a lower bound, where there is none; a blob scores more than "
                + "true data",
        },
        new("birthday-ratio", "Support size against real", Better.Closer)
        {
            Target = 1,
            Help = "Birthday estimate over that of as many real samples: 1 for true data, less for few places, more for a blob and for places far apart",
        },
    ];

    public override int MaxSamples => most;

    public override double Cost(int samples) => (2 * PairwiseCost.Nanoseconds(samples, dimension)) + (0.35 * samples * samples);

    public override void Evaluate(EvaluationSamples samples, IDictionary<string, MetricValue> results)
    {
        var count = Math.Min(most, samples.Pairs);
        var real = new PointSet(dimension, samples.Real, count);
        var threshold = Threshold(real);
        var pairs = count * (count - 1.0) / 2;
        var support = pairs / Math.Max(1, Duplicates(new PointSet(dimension, samples.Generated, count), threshold));
        results["birthday"] = support;
        results["birthday-ratio"] = support / (pairs / Math.Max(1, Duplicates(real, threshold)));
    }

    // Squared, and one of the distances itself: the pair that it belongs to is a duplicate.
    private float Threshold(PointSet real)
    {
        var nearest = new float[real.Count];
        var row = new float[real.PaddedCount];
        for (var i = 0; i < nearest.Length; i++)
        {
            nearest[i] = real.Nearest(real[i], row, except: i).SquaredDistance;
        }

        Array.Sort(nearest);
        return nearest[Math.Max(0, (int)Math.Ceiling(quantile * nearest.Length) - 1)];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long Duplicates(PointSet points, float threshold)
    {
        var row = new float[points.PaddedCount];
        var limit = Vector256.Create(threshold);
        long duplicates = 0;
        for (var i = 0; i < points.Count; i++)
        {
            // From the tile that holds the point on, without the points up to it.
            var first = i / PointSet.Tile * PointSet.Tile;
            var distances = row.AsSpan(first);
            points.SquaredDistances(points[i], first, distances);
            distances[..(i - first + 1)].Fill(float.PositiveInfinity);

            // Where a comparison holds it is −1; it never does in the padding.
            var within = Vector256<int>.Zero;
            foreach (var vector in MemoryMarshal.Cast<float, Vector256<float>>(distances))
            {
                within -= Vector256.LessThanOrEqual(vector, limit).AsInt32();
            }

            duplicates += Vector256.Sum(within);
        }

        return duplicates;
    }
}
