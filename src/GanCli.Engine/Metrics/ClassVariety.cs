using System.Collections.Concurrent;
using GanCli.Engine.Random;

namespace GanCli.Engine.Metrics;

/// <summary>How much of a class's variety generated pictures of it show, for every class: a sampler that repeats one good picture of each class has all classes
/// in equal shares, and none of what is within them.</summary>
internal sealed class ClassVariety
{
    /// <summary>Which neighbour among real pictures of the class gives a real picture's radius, as for coverage.</summary>
    public const int Neighbors = 5;

    // Real pictures of a class that are to be reached.
    private const int MostOfClass = 300;

    // A variance this small beside the square of the mean is rounding.
    private const double Rounding = 1e-20;

    private readonly int _dimension;
    private readonly Real[] _classes;
    private readonly ConcurrentDictionary<(int Class, int Count), float[]> _radii = [];

    /// <param name="rows">Features of real pictures in random order, [n × dimension].</param>
    /// <param name="dimension">Features of a picture.</param>
    /// <param name="named">The class that each is taken for; −1: it does not count.</param>
    /// <param name="weights">Share of the data of each class.</param>
    public ClassVariety(float[] rows, int dimension, ReadOnlySpan<int> named, IReadOnlyList<double> weights)
    {
        _dimension = dimension;
        int count = named.Length;
        float[][] split = Split(rows, dimension, named, weights.Count);
        _classes = [.. split.Select((own, label) => Describe(own, count, weights[label]))];
    }

    /// <summary>What the pictures of every class show.</summary>
    /// <param name="rows">Features of pictures, [n × dimension].</param>
    /// <param name="named">The class that each is taken for; −1: it does not count.</param>
    public Within[] Of(ReadOnlySpan<float> rows, ReadOnlySpan<int> named)
    {
        float[][] split = Split(rows, _dimension, named, _classes.Length);
        int pictures = named.Length;
        return Measure(split, label => Recall(label, pictures, split[label]));
    }

    /// <summary>The same of a perfect sampler's pictures: what they are to reach is one half of the real ones, and what reaches is drawn from the other, so
    /// that no picture reaches itself.</summary>
    /// <param name="rows">Features of pictures that were drawn of the real ones, [n × dimension].</param>
    /// <param name="named">The class that each is taken for; −1: it does not count.</param>
    /// <param name="random">A stream of its own.</param>
    public Within[] OfPerfect(ReadOnlySpan<float> rows, ReadOnlySpan<int> named, RandomStream random)
    {
        float[][] split = Split(rows, _dimension, named, _classes.Length);
        int pictures = named.Length;
        return Measure(split, label =>
        {
            int drawn = Math.Min(split[label].Length, _classes[label].Fresh.Length) / _dimension;
            return Recall(label, pictures, Pick(_classes[label].Fresh, drawn, random, (long)label * _classes[label].Fresh.Length));
        });
    }

    private Within[] Measure(float[][] split, Func<int, double?> recall)
    {
        var within = new Within[split.Length];
        Parallel.For(0, split.Length, label => within[label] = Ratios(split[label], _classes[label]) with { Recall = recall(label) });
        return within;
    }

    private Within Ratios(float[] rows, Real real)
    {
        if (rows.Length / _dimension < ModeCoverage.FewestForSpread)
        {
            return default;
        }

        // Where the real pictures do not say how wide the class is, nobody can be too narrow.
        (double deviation, double median) = Size(rows, _dimension);
        return real.Deviation > 0 && real.Median > 0 ? new Within(deviation / real.Deviation, median / real.Median, IsTold: true, null)
            : new Within(1, 1, IsTold: false, null);
    }

    /// <summary>Share of the real pictures with a generated one strictly inside their ball: coverage (Naeem et al. 2020) within a class. As many of both
    /// count as a perfect sampler would show: of more, the first; and those that a generator does not show reach nothing.</summary>
    /// <returns>Null where too few real pictures are known, or the data have none of the class.</returns>
    private double? Recall(int label, int pictures, float[] generated)
    {
        Real real = _classes[label];
        int count = Math.Min(real.Most, (int)Math.Max(Neighbors + 1, pictures * real.Share));
        if (count < 2 || real.Share <= 0)
        {
            return null;
        }

        int made = Math.Min(count, generated.Length / _dimension);
        if (made == 0)
        {
            return 0;
        }

        float[] radii = _radii.GetOrAdd(
            (label, count), _ => Prdc.SquaredRadii(new PointSet(_dimension, real.Reference, count), Math.Min(Neighbors, count - 1)));
        var set = new PointSet(_dimension, generated, made);
        var distances = new float[set.PaddedCount];
        int reached = 0;
        for (int i = 0; i < count; i++)
        {
            reached += set.Nearest(real.Reference.AsSpan(i * _dimension, _dimension), distances).SquaredDistance < radii[i] ? 1 : 0;
        }

        return reached / (double)count;
    }

    private Real Describe(float[] rows, int pictures, double weight)
    {
        int count = rows.Length / _dimension;
        int half = count / 2;
        (double deviation, double median) = count < ModeCoverage.FewestForSpread ? (0, 0) : Size(rows, _dimension);
        return new Real(
            rows[..(half * _dimension)], rows[(half * _dimension)..], Math.Min(half, MostOfClass), Math.Min(weight, (double)count / pictures),
            deviation, median);
    }

    /// <summary>Root of the trace of the covariance, and the median distance from the mean, freed of the mean's own nearness to the rows.</summary>
    private static (double Deviation, double Median) Size(float[] rows, int dimension)
    {
        int count = rows.Length / dimension;
        var mean = new double[dimension];
        for (int i = 0; i < rows.Length; i++)
        {
            mean[i % dimension] += rows[i];
        }

        var squares = new double[count];
        for (int i = 0; i < rows.Length; i++)
        {
            double deviation = rows[i] - (mean[i % dimension] / count);
            squares[i / dimension] += deviation * deviation;
        }

        // Equal rows have a mean that is off by rounding.
        double total = squares.Sum() / (count - 1);
        double bias = Math.Sqrt(count / (count - 1.0));
        return total <= Rounding * mean.Sum(sum => sum / count * (sum / count)) ? (0, 0)
            : (Math.Sqrt(total), bias * Quantiles.Of([.. squares.Select(Math.Sqrt)], 0.5));
    }

    // Different rows in random order.
    private float[] Pick(float[] rows, int count, RandomStream random, long first)
    {
        int[] places = [.. Enumerable.Range(0, rows.Length / _dimension)];
        random.Shuffle(places.AsSpan(), count, first);
        var picked = new float[count * _dimension];
        for (int i = 0; i < count; i++)
        {
            rows.AsSpan(places[i] * _dimension, _dimension).CopyTo(picked.AsSpan(i * _dimension));
        }

        return picked;
    }

    private static float[][] Split(ReadOnlySpan<float> rows, int dimension, ReadOnlySpan<int> named, int classes)
    {
        var counts = new int[classes];
        foreach (int label in named)
        {
            counts[Math.Max(label, 0)] += label < 0 ? 0 : 1;
        }

        float[][] split = [.. counts.Select(count => new float[count * dimension])];
        var filled = new int[classes];
        for (int i = 0; i < named.Length; i++)
        {
            if (named[i] >= 0)
            {
                rows.Slice(i * dimension, dimension).CopyTo(split[named[i]].AsSpan(dimension * filled[named[i]]++));
            }
        }

        return split;
    }

    /// <summary>What generated pictures show of a class.</summary>
    /// <param name="Spread">Root of the trace of their features' covariance over that of real ones; 0 below 5 pictures.</param>
    /// <param name="Width">Median distance from their mean over that of real ones; likewise.</param>
    /// <param name="IsTold">Whether there are 5 pictures of both.</param>
    /// <param name="Recall">Share of real pictures that they reach; null where too few are known.</param>
    public readonly record struct Within(double Spread, double Width, bool IsTold, double? Recall);

    /// <summary>A class as real pictures show it.</summary>
    /// <param name="Reference">Half of its pictures: to be reached.</param>
    /// <param name="Fresh">The other half: a perfect sampler's.</param>
    /// <param name="Most">Pictures of the reference that are used at most.</param>
    /// <param name="Share">Of all pictures, those that a perfect sampler shows of it.</param>
    /// <param name="Deviation">Root of the trace of the covariance; 0 where there are too few.</param>
    /// <param name="Median">Median distance from the mean; likewise.</param>
    private sealed record Real(float[] Reference, float[] Fresh, int Most, double Share, double Deviation, double Median);
}
