namespace GanCli.Engine.Watch;

/// <summary>The numbers of a look: what verdicts are made from, and what is logged.</summary>
/// <param name="OfCells">Share of the data in starved cells, mean over the partitions.</param>
/// <param name="OfClusters">Share of the data in starved clusters: what finds a small mode that stands apart.</param>
/// <param name="StarvedNeighbourhoods">Share of the real samples whose neighbourhood gets less than a quarter of its samples.</param>
/// <param name="OffData">Share of the samples that lie off the data.</param>
/// <param name="Narrow">Median distance from a sample to the nearest other one, over that of as many real samples, where the data are covered; 1 where
/// nothing is.</param>
/// <param name="OutOfReach">Share of the samples that are no numbers, or lie ten times as far out as any real sample.</param>
internal readonly record struct WatchSignals(
    double OfCells, double OfClusters, double StarvedNeighbourhoods, double OffData, double Narrow, double OutOfReach)
{
    /// <summary>Share of the data that gets less than a quarter of its samples: the mean over the partitions into cells, or the clusters' where that is
    /// more.</summary>
    public double Uncovered => Math.Max(OfCells, OfClusters);
}
