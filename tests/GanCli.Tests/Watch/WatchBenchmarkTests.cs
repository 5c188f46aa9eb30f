using GanCli.Benchmarks.Watch;
using GanCli.Engine.Data;
using GanCli.Engine.Metrics;
using GanCli.Engine.Random;

namespace GanCli.Tests.Watch;

/// <summary>What the watch is measured by: the truth, and AUROC.</summary>
public sealed class WatchBenchmarkTests
{
    /// <summary>The share of pairs in which the positive one scores higher, ties half; scores that are not known are left out.</summary>
    [Fact]
    public void AurocIsTheShareOfPairs()
    {
        var random = new System.Random(4);
        (double Score, bool Positive)[] scored = [.. Enumerable.Range(0, 300).Select(_ => ((double)random.Next(12), random.Next(3) == 0))];
        double expected = (
            from positive in scored
            where positive.Positive
            from negative in scored
            where !negative.Positive
            select positive.Score > negative.Score ? 1 : positive.Score < negative.Score ? 0 : 0.5).Average();

        Assert.Equal(expected, WatchTable.Auroc([.. scored, (double.NaN, true), (double.NaN, false)]), 1e-12);
        Assert.Equal(1, WatchTable.Auroc([(1, false), (2, true)]));
        Assert.Equal(0.5, WatchTable.Auroc([(1, false), (1, true)]));
        Assert.Equal(double.NaN, WatchTable.Auroc([(1, true)]));
    }

    /// <summary>Modes are cells; of heavy ones parts of about an eighth are, so that half of one may be missing.</summary>
    [Fact]
    public void OfAMixtureTheCellsAreModesOrPartsOfThem()
    {
        DataSource ring = new RingConfig { Std = 0.1 }.Build(new RandomStreams(0));
        var truth = new WatchTruth(ring);
        Assert.Equal(8, truth.Weights.Length);
        Assert.All(truth.Weights, static weight => Assert.Equal(0.125, weight, 0.005));
        Assert.Equal(0, truth.Below(0.5, truth.Shares(Draw(ring), WatchTruth.Samples)));

        DataSource half = new RingConfig { Std = 0.1, Weights = [1, 1, 1, 1, 0, 0, 0, 0] }.Build(new RandomStreams(0));
        double[] shares = truth.Shares(Draw(half), WatchTruth.Samples);
        Assert.Equal(0.5, truth.Below(0.25, shares), 0.01);
        Assert.Equal(0, truth.Least(shares), 0.001);

        var two = new WatchTruth(new TwoGaussiansConfig().Build(new RandomStreams(0)));
        Assert.Equal(8, two.Weights.Length);
        Assert.Equal(1, two.Weights.Sum(), 1e-9);
    }

    /// <summary>A cell that gets a fifth of its share is below a quarter of it, and not below a tenth.</summary>
    [Fact]
    public void BelowIsByThePartOfTheShare()
    {
        var truth = new WatchTruth(new TwoGaussiansConfig().Build(new RandomStreams(0)));
        double[] shares = [.. truth.Weights];
        shares[0] *= 0.2;

        Assert.Equal((truth.Weights[0], 0.0), (truth.Below(0.25, shares), truth.Below(0.1, shares)));
        Assert.Equal(0.2, truth.Least(shares), 1e-12);
    }

    private static float[] Draw(DataSource data) => RealSamples.Draw(data, WatchTruth.Samples, new RandomStreams(3).Evaluation);
}
