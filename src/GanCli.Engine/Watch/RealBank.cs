using GanCli.Engine.Data;
using GanCli.Engine.Metrics;
using GanCli.Engine.Random;

namespace GanCli.Engine.Watch;

/// <summary>
/// Real samples that generated ones are held against, and how they divide space: seven partitions into cells by k-means, one into connected clusters, and
/// the neighbourhood of each. All of it is a function of the samples alone, and is computed once.
/// </summary>
/// <remarks>
/// A cell or a neighbourhood is <em>starved</em> when it receives less than <see cref="Starved"/> of its share of the generated samples. Each sample counts
/// for the nearest cell, however far it lies: blur, noise and bridges between modes starve nothing.
/// </remarks>
internal sealed class RealBank
{
    /// <summary>Part of its share below which a cell is starved.</summary>
    public const double Starved = 0.25;

    /// <summary>A neighbourhood is so large a part of the bank.</summary>
    public const int NeighbourhoodsOfBank = 16;

    // Shares are known better than by as many rows as there are in the bank.
    private const int CountedForRow = 2;
    private const double LongestEdge = 1.5;
    private const double EdgeQuantile = 0.995;
    private const double LeastCluster = 0.004;
    private const int FewestOfCluster = 5;
    private const int OffDataNeighbour = 5;
    private const double OffDataQuantile = 0.95;

    // Of the evaluation stream, at seed 0: cells are a function of the bank. Part of every draw: never renumber.
    private const int CellLane = 0x930;

    private static readonly int[] s_cellCounts = [6, 8, 8, 10, 10, 12, 12];

    private readonly float[] _squared;

    /// <param name="dimension">Numbers in one sample.</param>
    /// <param name="rows">[n × dimension], finite, of magnitude at most 10¹⁵, n at least 2.</param>
    /// <param name="counted">Real samples that say what share each part has, [m × dimension]; null: the same. In many dimensions cells hold more of the rows
    /// that they were made of than of fresh ones; and of a table the bank has equal rows once.</param>
    public RealBank(int dimension, float[] rows, float[]? counted = null)
    {
        counted ??= rows;
        Rows = rows;
        Points = new Proximity(dimension, rows, rows.Length / dimension);
        RandomStreams seeds = new(0);
        Cells =
        [
            .. s_cellCounts.Select((most, i) => new Division(KMeans.Fit(dimension, rows, Count, most, seeds.Evaluation.ForLane(CellLane + i)), rows, counted)),
        ];

        _squared = Distances(new PointSet(dimension, rows, Count));
        Neighbourhood = Math.Max(1, Count / NeighbourhoodsOfBank);
        Neighbours = new int[Count * Neighbourhood];
        var (first, fifth) = Sort();
        double edge = LongestEdge * Quantiles.Of(first, EdgeQuantile);
        ClusterOf = Clusters(edge * edge);
        int[] nearest = Points.Nearest(counted, counted.Length / dimension);
        Clustered = Division.Of(ClusterOf, [.. nearest.Select(row => ClusterOf[row])], ClusterOf.Max() + 1);
        RealOfNeighbourhood = SumOverNeighbours(nearest);
        (Counted, CountedNearest) = (counted, nearest);
        OffData = Quantiles.Of(fifth, OffDataQuantile);
        _squared = [];
        (Centre, Reach) = Extent();
    }

    /// <summary>Real samples, [<see cref="Count"/> × dimension].</summary>
    public float[] Rows { get; }

    /// <summary>The same, to search.</summary>
    public Proximity Points { get; }

    /// <summary>Real samples.</summary>
    public int Count => Points.Count;

    /// <summary>Partitions into cells by k-means.</summary>
    public IReadOnlyList<Division> Cells { get; }

    /// <summary>The cluster of each row: rows that chains of short edges join. Rows of clusters too small to count belong to the nearest that does.</summary>
    public int[] ClusterOf { get; }

    /// <summary>How the rows are divided into clusters.</summary>
    public Division Clustered { get; }

    /// <summary>Rows in a neighbourhood.</summary>
    public int Neighbourhood { get; }

    /// <summary>Of each row, one after another, the <see cref="Neighbourhood"/> rows that are nearest to it, itself included.</summary>
    public int[] Neighbours { get; }

    /// <summary>Real samples that say what share each part has, [m × dimension].</summary>
    public float[] Counted { get; }

    /// <summary>The row that is nearest to each of these.</summary>
    public int[] CountedNearest { get; }

    /// <summary>Of each row how many of these its neighbourhood receives.</summary>
    public int[] RealOfNeighbourhood { get; }

    /// <summary>A sample that lies farther than this from all rows is off the data: 95% of rows have five others within it.</summary>
    public double OffData { get; }

    /// <summary>Mean of the rows, [dimension].</summary>
    public double[] Centre { get; }

    /// <summary>Largest distance of a row from <see cref="Centre"/>.</summary>
    public double Reach { get; }

    /// <summary>Draws a bank: fresh samples of an endless source; of a fixed set different rows, and equal ones once.</summary>
    /// <param name="data">The real samples.</param>
    /// <param name="count">How many, at most.</param>
    /// <param name="random">A lane and step of its own.</param>
    public static RealBank Of(DataSource data, int count, RandomStream random)
    {
        int dimension = data.Dimension;
        float[] rows = data.Table is { } table ? Distinct(table, count, random) : RealSamples.Draw(data, count, random);
        float[] counted = RealSamples.Draw(data, CountedForRow * count, random.ForLane(random.Lane + 1));
        var measurable = new EvaluationSamples(dimension, rows, counted, random);
        return new RealBank(dimension, measurable.Generated, measurable.Real);
    }

    /// <summary>How many of given samples, by the row nearest to each, fall into the neighbourhood of each row.</summary>
    public int[] SumOverNeighbours(int[] nearest)
    {
        var received = new int[Count];
        foreach (int row in nearest)
        {
            received[row]++;
        }

        var sums = new int[Count];
        for (int i = 0; i < Count; i++)
        {
            foreach (int neighbour in Neighbours.AsSpan(i * Neighbourhood, Neighbourhood))
            {
                sums[i] += received[neighbour];
            }
        }

        return sums;
    }

    private static float[] Distinct(RowSet table, int count, RandomStream random)
    {
        var seen = new HashSet<RowKey>();
        var rows = new List<float[]>();

        // A table of few different rows is read to its end.
        float[] shuffled = RealSamples.Pick(table, table.Count <= 8 * count ? table.Count : count, random);
        for (int i = 0; i < shuffled.Length && rows.Count < count; i += table.Dimension)
        {
            float[] row = shuffled[i..(i + table.Dimension)];
            if (seen.Add(new RowKey(row)))
            {
                rows.Add(row);
            }
        }

        return rows.Count > 1 ? [.. rows.SelectMany(static row => row)] : [.. rows[0], .. rows[0]];
    }

    private static float[] Distances(PointSet points)
    {
        int count = points.Count;
        var all = new float[count * count];
        var row = new float[points.PaddedCount];
        for (int i = 0; i < count; i++)
        {
            // Distances are symmetric to the last bit: the other half is copied.
            int first = i / PointSet.Tile * PointSet.Tile;
            points.SquaredDistances(points[i], first, row.AsSpan(first));
            for (int j = i; j < count; j++)
            {
                all[(i * count) + j] = all[(j * count) + i] = row[j];
            }
        }

        return all;
    }

    // From each row the others in order of distance, of two as near the first first: neighbours, and distances to the nearest and the fifth.
    private (double[] First, double[] Fifth) Sort()
    {
        var first = new double[Count];
        var fifth = new double[Count];
        var keys = new ulong[Count];
        for (int row = 0; row < Count; row++)
        {
            // Bits of floats that are not negative are in the order of the numbers.
            for (int other = 0; other < Count; other++)
            {
                keys[other] = other == row ? (uint)row : ((ulong)(BitConverter.SingleToUInt32Bits(_squared[(row * Count) + other]) + 1) << 32) | (uint)other;
            }

            Array.Sort(keys);
            for (int i = 0; i < Neighbourhood; i++)
            {
                Neighbours[(row * Neighbourhood) + i] = (int)(uint)keys[i];
            }

            first[row] = Distance(keys[1]);
            fifth[row] = Distance(keys[Math.Min(OffDataNeighbour, Count - 1)]);
        }

        return (first, fifth);

        static double Distance(ulong key) => Math.Sqrt(BitConverter.UInt32BitsToSingle((uint)(key >> 32) - 1));
    }

    private int[] Clusters(double longest)
    {
        int[] root = [.. Enumerable.Range(0, Count)];
        for (int i = 0; i < Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (_squared[(i * Count) + j] <= longest)
                {
                    Join(root, i, j);
                }
            }
        }

        int[] rootOf = [.. Enumerable.Range(0, Count).Select(i => Root(root, i))];
        var size = new int[Count];
        foreach (int each in rootOf)
        {
            size[each]++;
        }

        int least = Math.Max(FewestOfCluster, (int)Math.Ceiling(LeastCluster * Count));
        if (!rootOf.Any(each => size[each] >= least))
        {
            return new int[Count];
        }

        var number = new Dictionary<int, int>();
        var clusters = new int[Count];
        for (int i = 0; i < Count; i++)
        {
            int home = rootOf[size[rootOf[i]] >= least ? i : NearestCounted(i, rootOf, size, least)];
            clusters[i] = number.TryGetValue(home, out int known) ? known : number[home] = number.Count;
        }

        return clusters;
    }

    private int NearestCounted(int row, int[] rootOf, int[] size, int least)
    {
        int nearest = -1;
        for (int j = 0; j < Count; j++)
        {
            if (size[rootOf[j]] >= least && (nearest < 0 || _squared[(row * Count) + j] < _squared[(row * Count) + nearest]))
            {
                nearest = j;
            }
        }

        return nearest;
    }

    private static int Root(int[] root, int of)
    {
        while (root[of] != of)
        {
            of = root[of] = root[root[of]];
        }

        return of;
    }

    // The smaller number is the root: clusters do not depend on the order of the edges.
    private static void Join(int[] root, int a, int b)
    {
        (a, b) = (Root(root, a), Root(root, b));
        root[Math.Max(a, b)] = Math.Min(a, b);
    }

    private (double[] Centre, double Reach) Extent()
    {
        int dimension = Points.Dimension;
        var centre = new double[dimension];
        for (int i = 0; i < Count; i++)
        {
            for (int j = 0; j < dimension; j++)
            {
                centre[j] += Row(i)[j] / (double)Count;
            }
        }

        double reach = 0;
        for (int i = 0; i < Count; i++)
        {
            reach = Math.Max(reach, DistanceTo(centre, Row(i)));
        }

        return (centre, reach);
    }

    /// <summary>A real sample, [dimension].</summary>
    public ReadOnlySpan<float> Row(int row) => Rows.AsSpan(row * Points.Dimension, Points.Dimension);

    /// <summary>Distance of a sample from a centre.</summary>
    internal static double DistanceTo(double[] centre, ReadOnlySpan<float> row)
    {
        double squares = 0;
        for (int j = 0; j < row.Length; j++)
        {
            double difference = row[j] - centre[j];
            squares += difference * difference;
        }

        return Math.Sqrt(squares);
    }

    /// <summary>A row by its numbers.</summary>
    private readonly struct RowKey(float[] numbers) : IEquatable<RowKey>
    {
        private readonly float[] _numbers = numbers;

        public bool Equals(RowKey other) => _numbers.AsSpan().SequenceEqual(other._numbers);

        public override bool Equals(object? obj) => obj is RowKey other && Equals(other);

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            foreach (float number in _numbers)
            {
                hash.Add(number);
            }

            return hash.ToHashCode();
        }
    }
}
