using GanCli.Engine.Metrics;

namespace GanCli.Engine.Watch;

/// <summary>What a look at generated samples shows, beside real ones.</summary>
internal sealed record Look
{
    private const double Runaway = 10;

    /// <summary>Its numbers.</summary>
    public required WatchSignals Signals { get; init; }

    /// <summary>Clusters that the real samples fall into.</summary>
    public required int Clusters { get; init; }

    /// <summary>Clusters that get less than a quarter of their samples.</summary>
    public required int StarvedClusters { get; init; }

    /// <summary>The shares of the samples in the cells of each partition.</summary>
    public required IReadOnlyList<double[]> Shares { get; init; }

    /// <summary>Of each real sample, in how many of the partitions its cell is starved, as a part of all; 1 where its cluster is.</summary>
    public required double[] UncoveredRows { get; init; }

    /// <summary>Looks at samples.</summary>
    /// <param name="bank">Real samples.</param>
    /// <param name="generated">[n × dimension], in the space that the networks see; those that are not finite count for no cell.</param>
    public static Look At(RealBank bank, float[] generated)
    {
        int dimension = bank.Points.Dimension;
        int all = generated.Length / dimension;
        (float[] rows, int outOfReach) = Reachable(bank, generated, all);
        int count = rows.Length / dimension;

        double[][] shares = [.. bank.Cells.Select(division => division.Shares(rows, count, all))];
        var (nearest, distances) = Nearest(bank, rows, count);
        double[] clusterShares = bank.Clustered.Shares(nearest.Select(row => bank.ClusterOf[row]), all);
        int starvedClusters = Enumerable.Range(0, clusterShares.Length).Count(cluster => bank.Clustered.IsStarved(cluster, clusterShares));
        double[] uncovered = UncoveredOf(bank, shares, clusterShares);
        return new Look
        {
            Signals = new WatchSignals(
                OfCells: bank.Cells.Select((division, i) => division.StarvedShare(shares[i])).Average(),
                OfClusters: bank.Clustered.StarvedShare(clusterShares),
                StarvedNeighbourhoods: StarvedShare(bank, nearest, all),
                OffData: (distances.Count(distance => distance > bank.OffData) + all - count) / (double)all,
                Narrow: Tightness.Of(bank, rows, nearest, uncovered),
                OutOfReach: outOfReach / (double)all),
            Clusters = clusterShares.Length,
            StarvedClusters = starvedClusters,
            Shares = shares,
            UncoveredRows = uncovered,
        };
    }

    /// <summary>How far the samples moved since another look: the total variation between the shares of cells, mean over partitions.</summary>
    /// <param name="before">The other look's <see cref="Shares"/>; empty where there was none.</param>
    /// <returns>Null where there was none, or its bank had other cells: a session may have another bank than the one before.</returns>
    public double? MovedSince(IReadOnlyList<double[]> before) =>
        before.Count != Shares.Count || before.Zip(Shares).Any(static pair => pair.First.Length != pair.Second.Length) ? null
        : Shares.Select((shares, i) => shares.Select((share, cell) => Math.Abs(share - before[i][cell])).Sum() / 2).Average();

    private static (float[] Rows, int OutOfReach) Reachable(RealBank bank, float[] generated, int all)
    {
        const float Limit = 1e15f;
        int dimension = bank.Points.Dimension;
        var finite = new List<int>(all);
        int outOfReach = 0;
        bool beyond = false;
        for (int i = 0; i < all; i++)
        {
            ReadOnlySpan<float> row = generated.AsSpan(i * dimension, dimension);
            double distance = RealBank.DistanceTo(bank.Centre, row);
            if (double.IsFinite(distance))
            {
                finite.Add(i);
                beyond |= row.ContainsAnyExceptInRange(-Limit, Limit);
            }

            // Of data that are one point nothing is out of reach.
            outOfReach += distance <= Runaway * bank.Reach || (bank.Reach == 0 && double.IsFinite(distance)) ? 0 : 1;
        }

        float[] rows = finite.Count == all ? generated
            : [.. finite.SelectMany(i => new ArraySegment<float>(generated, i * dimension, dimension))];
        return (beyond ? Array.ConvertAll(rows, static number => Math.Clamp(number, -Limit, Limit)) : rows, outOfReach);
    }

    private static (int[] Rows, double[] Distances) Nearest(RealBank bank, float[] rows, int count)
    {
        int dimension = bank.Points.Dimension;
        int[] nearest = bank.Points.Nearest(rows, count);
        return (nearest, [.. nearest.Select((row, i) => Proximity.Distance(rows.AsSpan(i * dimension, dimension), bank.Row(row)))]);
    }

    private static double StarvedShare(RealBank bank, int[] nearest, int all)
    {
        int starved = 0;
        foreach ((int i, int sum) in bank.SumOverNeighbours(nearest).Index())
        {
            starved += sum * (double)bank.CountedNearest.Length < RealBank.Starved * all * bank.RealOfNeighbourhood[i] ? 1 : 0;
        }

        return starved / (double)bank.Count;
    }

    private static double[] UncoveredOf(RealBank bank, double[][] shares, double[] clusterShares)
    {
        var uncovered = new double[bank.Count];
        foreach ((int i, Division division) in bank.Cells.Index())
        {
            bool[] starved = [.. division.Real.Select((_, cell) => division.IsStarved(cell, shares[i]))];
            for (int row = 0; row < uncovered.Length; row++)
            {
                uncovered[row] += starved[division.CellOf[row]] ? 1 : 0;
            }
        }

        for (int row = 0; row < uncovered.Length; row++)
        {
            uncovered[row] = bank.Clustered.IsStarved(bank.ClusterOf[row], clusterShares) ? 1 : uncovered[row] / bank.Cells.Count;
        }

        return uncovered;
    }
}
