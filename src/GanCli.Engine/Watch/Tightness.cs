using GanCli.Engine.Metrics;

namespace GanCli.Engine.Watch;

/// <summary>How closely generated samples lie together where they cover the data.</summary>
internal static class Tightness
{
    private const double Covered = 0.5;
    private const int Fewest = 8;

    // A median needs no more, and the cost grows with the square.
    private const int Most = 256;

    /// <summary>The median distance from a sample to the nearest other one, over that of as many real samples.</summary>
    /// <param name="bank">Real samples.</param>
    /// <param name="rows">Generated ones, [n × dimension].</param>
    /// <param name="nearest">The real sample nearest to each.</param>
    /// <param name="uncovered">Of each real sample the part of the partitions in which it is not covered.</param>
    /// <returns>1 where fewer than eight samples of a kind lie where the data are covered, or real ones repeat.</returns>
    public static double Of(RealBank bank, float[] rows, int[] nearest, double[] uncovered)
    {
        // As many of each: nearest neighbours come closer with their number.
        int[] generated = [.. Enumerable.Range(0, nearest.Length).Where(i => uncovered[nearest[i]] < Covered)];
        int[] real = [.. Enumerable.Range(0, bank.CountedNearest.Length).Where(i => uncovered[bank.CountedNearest[i]] < Covered)];
        int count = Math.Min(generated.Length, (int)(real.Length * (long)nearest.Length / bank.CountedNearest.Length));
        count = Math.Min(Math.Min(count, real.Length), Most);
        if (count < Fewest)
        {
            return 1;
        }

        int dimension = bank.Points.Dimension;
        double ofReal = Median(dimension, bank.Counted, real.AsSpan(0, count));
        return ofReal > 0 ? Median(dimension, rows, generated.AsSpan(0, count)) / ofReal : 1;
    }

    private static double Median(int dimension, float[] rows, ReadOnlySpan<int> chosen)
    {
        var picked = new float[chosen.Length * dimension];
        for (int i = 0; i < chosen.Length; i++)
        {
            rows.AsSpan(chosen[i] * dimension, dimension).CopyTo(picked.AsSpan(i * dimension));
        }

        int[] nearest = new Proximity(dimension, picked, chosen.Length).Nearest(picked, chosen.Length, exceptSelf: true);
        double[] distances = [.. nearest.Select((other, i) => Proximity.Distance(Row(i), Row(other)))];
        return Quantiles.Of(distances, 0.5);

        ReadOnlySpan<float> Row(int i) => picked.AsSpan(i * dimension, dimension);
    }
}
