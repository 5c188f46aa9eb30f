using GanCli.Engine.Data;
using GanCli.Engine.Metrics;
using GanCli.Engine.Random;

namespace GanCli.Benchmarks.Watch;

/// <summary>What part of the data a generator does not cover, by what a watch never sees: the modes, and many real samples.</summary>
/// <remarks>Cells are the modes of a mixture, those heavier than a sixth in parts of about an eighth; of data without modes 16 by k-means, 8 of fewer than
/// 1,000 rows. Cells are made of 20,000 real samples at most, and counted
/// with 100,000. A generated sample counts for the nearest cell, good or bad.</remarks>
internal sealed class WatchTruth
{
    /// <summary>Generated samples that are counted.</summary>
    public const int Samples = 10_000;

    private const int Real = 100_000;
    private const int Fitted = 20_000;
    private const double Heavy = 1.0 / 6;

    private readonly KMeans _cells;

    public WatchTruth(DataSource data)
    {
        // Of a stream that no run has.
        RandomStream random = new RandomStreams(987_654_321).Evaluation;
        int dimension = data.Dimension;
        int most = (int)Math.Min(Real, 200_000_000L / dimension);
        float[] real = data.Table is { } table ? table.ToArray() : RealSamples.Draw(data, most, random.ForLane(1));
        int count = real.Length / dimension;
        _cells = data.Mixture is { } mixture ? OfModes(mixture, real, count, dimension, random)
            : KMeans.Fit(dimension, real, Math.Min(count, Fitted), count < 1000 ? 8 : 16, random.ForLane(2));
        Weights = Shares(real, count);
    }

    /// <summary>True share of each cell.</summary>
    public double[] Weights { get; }

    /// <summary>Shares of samples in the cells.</summary>
    public double[] Shares(float[] rows, int count)
    {
        var shares = new double[_cells.Count];
        foreach (int cell in _cells.Cells(rows, count))
        {
            shares[cell] += 1.0 / count;
        }

        return shares;
    }

    /// <summary>Share of the data in cells that get less than a part of theirs.</summary>
    public double Below(double part, double[] shares) => Weights.Zip(shares).Sum(cell => cell.Second < part * cell.First ? cell.First : 0);

    /// <summary>The least of the cells' shares over their true ones.</summary>
    public double Least(double[] shares) => Weights.Zip(shares).Where(static cell => cell.First > 0).Min(static cell => cell.Second / cell.First);

    private static KMeans OfModes(MixtureDescription mixture, float[] real, int count, int dimension, RandomStream random)
    {
        var modes = new KMeans(dimension, [.. mixture.Means.SelectMany(static mean => mean).Select(static number => (float)number)]);
        int[] modeOf = modes.Cells(real, count);
        var centres = new List<float>();
        for (int mode = 0; mode < mixture.Count; mode++)
        {
            if (mixture.Weights[mode] <= Heavy)
            {
                centres.AddRange(mixture.Means[mode].Select(static number => (float)number));
                continue;
            }

            int[] rows = [.. Enumerable.Range(0, count).Where(i => modeOf[i] == mode).Take(Fitted)];
            float[] own = [.. rows.SelectMany(row => new ArraySegment<float>(real, row * dimension, dimension))];
            centres.AddRange(KMeans.Fit(dimension, own, rows.Length, (int)Math.Round(mixture.Weights[mode] * 8), random.ForLane(10 + mode)).Centres);
        }

        return new KMeans(dimension, [.. centres]);
    }
}
