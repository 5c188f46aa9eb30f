using GanCli.Engine.Data;
using GanCli.Engine.Random;

namespace GanCli.Engine.Metrics;

/// <summary>Draws the real samples that generated ones are compared with.</summary>
public static class RealSamples
{
    /// <summary>How many real samples there are to draw.</summary>
    /// <param name="data">The real samples.</param>
    /// <param name="samples">How many are asked for, at least 2.</param>
    /// <returns>As many of an endless source; of a fixed set no more than it has rows, and 2 of a set of a single one, which is taken twice.</returns>
    public static int Available(DataSource data, int samples) => Available(data, samples, parts: 1);

    /// <summary>Fresh samples of an endless source; of a fixed set different rows in random order, all of them when there are fewer.
    /// (Repeated rows would be each other's nearest neighbours.)</summary>
    /// <param name="data">The real samples.</param>
    /// <param name="count">How many to draw, at least 2.</param>
    /// <param name="random">Where the randomness comes from: a lane and step of its own.</param>
    /// <returns>Rows, [n × dimension] with n from 2 to <paramref name="count"/>; a set of a single row gives it twice.</returns>
    public static float[] Draw(DataSource data, int count, RandomStream random)
    {
        if (data.Table is { } table)
        {
            return Pick(table, Available(data, count), random);
        }

        var rows = new float[count * data.Dimension];
        data.Fill(random, 0, rows);
        return rows;
    }

    /// <summary>What a perfect sampler would generate, and what it is compared with: independent draws of the distribution where it is
    /// known, else the halves of a random split of the fixed set, which may be smaller than asked for.</summary>
    /// <param name="data">The real samples.</param>
    /// <param name="count">How many of each, at least 2.</param>
    /// <param name="random">Lanes <c>Lane</c> and <c>Lane + 1</c> are used. A larger count begins with the rows of a smaller one.</param>
    /// <param name="loosely">Of a set of fresh samples that <see cref="Exhausts">the count exhausts</see>: whether half of it is drawn and then any of its
    /// rows, in place of as many different rows as there are.</param>
    internal static (float[] Generated, float[] Real) DrawTwice(DataSource data, int count, RandomStream random, bool loosely = false)
    {
        var beside = random.ForLane(random.Lane + 1);
        if (data.Table is not { } table)
        {
            return (Draw(data, count, random), Draw(data, count, beside));
        }

        if (data.Fresh is { } fresh)
        {
            return (Fresh(fresh, count, random, loosely ? Half(fresh) : fresh.Count), Draw(data, count, beside));
        }

        if (data.Mixture is { } mixture)
        {
            return (Draw(new MixtureSource(mixture), count, random), Draw(data, count, beside));
        }

        var dimension = data.Dimension;
        var half = Available(data, count, parts: 2);
        var rows = Pick(table, 2 * half, random);
        var (generated, real) = (new float[half * dimension], new float[half * dimension]);
        for (var i = 0; i < half; i++)
        {
            rows.AsSpan(2 * i * dimension, dimension).CopyTo(generated.AsSpan(i * dimension));
            rows.AsSpan(((2 * i) + 1) * dimension, dimension).CopyTo(real.AsSpan(i * dimension));
        }

        return (generated, real);
    }

    /// <summary>Whether so many samples of the data's set of fresh ones are most of it: then draws of different rows are all but the same each time, and
    /// what they score varies too little; and draws that repeat rows vary as fresh samples would, and score worse.</summary>
    internal static bool Exhausts(DataSource data, int count) => data.Fresh is { } fresh && count > Half(fresh);

    private static int Half(RowSet rows) => Math.Max(2, (rows.Count + 1) / 2);

    // Different rows first, and then any.
    private static float[] Fresh(RowSet rows, int count, RandomStream random, int different)
    {
        int distinct = Math.Min(count, different);
        float[] drawn = new float[count * rows.Dimension];
        Pick(rows, distinct, random).CopyTo(drawn, 0);
        for (int i = distinct; i < count; i++)
        {
            rows.Copy(random.Integer(i, rows.Count), drawn.AsSpan(i * rows.Dimension, rows.Dimension));
        }

        return drawn;
    }

    private static int Available(DataSource data, int samples, int parts) =>
        data.Table is { } table ? Math.Min(samples, Math.Max(2, table.Count / parts)) : samples;

    /// <summary>Different rows in random order: Fisher and Yates' shuffle as far as it is needed; from the front again when the rows run out.</summary>
    internal static float[] Pick(RowSet table, int count, RandomStream random)
    {
        var (total, dimension) = (table.Count, table.Dimension);
        var rows = new float[count * dimension];
        var moved = new Dictionary<int, int>();
        for (var i = 0; i < count; i++)
        {
            if (i >= total)
            {
                rows.AsSpan((i - total) * dimension, dimension).CopyTo(rows.AsSpan(i * dimension));
                continue;
            }

            var place = i + random.Integer(i, total - i);
            var row = moved.GetValueOrDefault(place, place);
            moved[place] = moved.GetValueOrDefault(i, i);
            table.Copy(row, rows.AsSpan(i * dimension, dimension));
        }

        return rows;
    }
}
