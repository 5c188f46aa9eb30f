using GanCli.Engine.Random;

namespace GanCli.Engine.Metrics;

/// <summary>Cells around centres, found by Lloyd's iterations from a k-means++ start (Arthur and Vassilvitskii 2007).</summary>
internal sealed class KMeans
{
    /// <summary>Iterations at most.</summary>
    public const int MostIterations = 50;

    private readonly Proximity _centres;

    /// <param name="dimension">Numbers in one centre.</param>
    /// <param name="centres">[k × dimension].</param>
    public KMeans(int dimension, float[] centres)
    {
        Centres = centres;
        _centres = new Proximity(dimension, centres, centres.Length / dimension);
    }

    /// <summary>Rows of centres, [<see cref="Count"/> × dimension].</summary>
    public float[] Centres { get; }

    /// <summary>Numbers in one point.</summary>
    public int Dimension => _centres.Dimension;

    /// <summary>Number of cells.</summary>
    public int Count => _centres.Count;

    /// <summary>Divides points into cells. The cells do not depend on the order of the points.</summary>
    /// <param name="dimension">Numbers in one point.</param>
    /// <param name="rows">Points, [n × dimension].</param>
    /// <param name="count">How many of them, the first, are taken.</param>
    /// <param name="most">Cells at most; there are fewer where fewer points differ.</param>
    /// <param name="random">For the start: 64-bit numbers 0 … <paramref name="most"/>.</param>
    public static KMeans Fit(int dimension, float[] rows, int count, int most, RandomStream random)
    {
        var points = Sorted(dimension, rows, count);
        var cells = new KMeans(dimension, Start(dimension, points, count, most, random));
        var before = cells.Cells(points, count);
        for (var iteration = 0; iteration < MostIterations; iteration++)
        {
            cells = new KMeans(dimension, Means(dimension, points, before, cells.Centres));
            var after = cells.Cells(points, count);
            if (after.AsSpan().SequenceEqual(before))
            {
                break;
            }

            before = after;
        }

        return cells;
    }

    /// <summary>The cell of each point: that of the nearest centre, of several the first.</summary>
    /// <param name="rows">Points, [n × dimension].</param>
    /// <param name="count">How many of them, the first, are taken.</param>
    public int[] Cells(float[] rows, int count) => _centres.Nearest(rows, count);

    private static float[] Sorted(int dimension, float[] rows, int count)
    {
        var order = new int[count];
        for (var i = 0; i < count; i++)
        {
            order[i] = i;
        }

        Array.Sort(order, (a, b) => rows.AsSpan(a * dimension, dimension).SequenceCompareTo(rows.AsSpan(b * dimension, dimension)));
        var sorted = new float[count * dimension];
        for (var i = 0; i < count; i++)
        {
            rows.AsSpan(order[i] * dimension, dimension).CopyTo(sorted.AsSpan(i * dimension));
        }

        return sorted;
    }

    // Each next centre is a point drawn by its squared distance to the nearest centre so far.
    private static float[] Start(int dimension, float[] points, int count, int most, RandomStream random)
    {
        var set = new PointSet(dimension, points, count);
        var centres = new List<float>(most * dimension);
        var nearest = new float[count];
        Array.Fill(nearest, float.PositiveInfinity);
        var row = new float[set.PaddedCount];
        var chosen = random.Integer(0, count);
        for (var k = 1; ; k++)
        {
            centres.AddRange(set[chosen]);
            set.SquaredDistances(set[chosen], 0, row);
            double total = 0;
            for (var i = 0; i < count; i++)
            {
                nearest[i] = Math.Min(nearest[i], row[i]);
                total += nearest[i];
            }

            if (k == most || !(total > 0))
            {
                return [.. centres];
            }

            var target = random.UniformDouble(k) * total;
            chosen = -1;
            for (var i = 0; i < count && target >= 0; i++)
            {
                if (nearest[i] > 0)
                {
                    target -= nearest[i];
                    chosen = i;
                }
            }
        }
    }

    // A cell that lost all its points keeps its centre.
    private static float[] Means(int dimension, float[] points, int[] cells, float[] centres)
    {
        var sums = new double[centres.Length];
        var counts = new int[centres.Length / dimension];
        for (var i = 0; i < cells.Length; i++)
        {
            counts[cells[i]]++;
            for (var j = 0; j < dimension; j++)
            {
                sums[(cells[i] * dimension) + j] += points[(i * dimension) + j];
            }
        }

        var means = new float[centres.Length];
        for (var i = 0; i < means.Length; i++)
        {
            means[i] = counts[i / dimension] > 0 ? (float)(sums[i] / counts[i / dimension]) : centres[i];
        }

        return means;
    }
}
