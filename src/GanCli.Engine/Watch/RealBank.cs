using GanCli.Engine.Data;
using GanCli.Engine.Metrics;
using GanCli.Engine.Random;

namespace GanCli.Engine.Watch;

/// <summary>
/// Real samples that generated ones are held against, and how they divide space: ten partitions into cells by k-means, one into connected clusters, and
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

    // Sixteen cells resolve what twelve do not: half of a heavy mode. More of them count chance.
    private static readonly int[] s_cellCounts = [6, 8, 8, 10, 10, 12, 12, 16, 16, 16];

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

        var distances = new DistanceTable(new PointSet(dimension, rows, Count));
        Neighbourhood = Math.Max(1, Count / NeighbourhoodsOfBank);
        (Neighbours, double[] first, double[] fifth) = distances.Neighbours(Neighbourhood, OffDataNeighbour);
        ClusterOf = ConnectedClusters.Of(distances, LongestEdge * Quantiles.Of(first, EdgeQuantile), FewestOfCluster, LeastCluster);
        int[] nearest = Points.Nearest(counted, counted.Length / dimension);
        Clustered = Division.Of(ClusterOf, [.. nearest.Select(row => ClusterOf[row])], ClusterOf.Max() + 1);
        RealOfNeighbourhood = SumOverNeighbours(nearest);
        (Counted, CountedNearest) = (counted, nearest);
        OffData = Quantiles.Of(fifth, OffDataQuantile);
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
        float[] rows = data.Table is { } table ? DistinctRows.Of(table, count, random) : RealSamples.Draw(data, count, random);
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
}
