using GanCli.Engine.Data;
using GanCli.Engine.Metrics;
using GanCli.Engine.Random;

namespace GanCli.Tests.Metrics;

public sealed class NdbTests
{
    // z = (.5 − .4)/√(.45 · .55 · 2/n): 2.01 for n = 200, 1.96 is passed; 1.42 for n = 100.
    [Theory]
    [InlineData(100, 0)]
    [InlineData(200, 2)]
    public void TestIsThatOfTwoProportions(int n, int expected) => Assert.Equal(expected, Ndb.Different([n / 2, n / 2], [4 * n / 10, 6 * n / 10]));

    [Fact]
    public void EmptyAndFullBinsDoNotDiffer()
    {
        Assert.Equal(0, Ndb.Different([10, 0], [10, 0]));
        Assert.Equal(0, Ndb.JensenShannon([10, 0], [10, 0]));
        Assert.Equal(2, Ndb.Different([10, 0], [0, 10]));
        Assert.Equal(Math.Log(2), Ndb.JensenShannon([10, 0], [0, 10]), 1e-14);
    }

    [Fact]
    public void PerfectSamplerHasAboutFivePercentAndLostModesMany()
    {
        var ring = new RingConfig().Build(new RandomStreams(0));
        var shares = Enumerable.Range(0, 20).Select(r => Value(Samples.Draw(ring, 2500, 10 + r), Samples.Draw(ring, 2500, 50 + r))).ToArray();
        Assert.InRange(shares.Average(), 0.03, 0.09);

        float[] half = [.. Samples.Draw(ring, 10_000, 1).Chunk(2).Where(row => row[0] + (0.5 * row[1]) > 0).Take(2500).SelectMany(row => row)];
        Assert.Equal(5000, half.Length);
        Assert.InRange(Value(half, Samples.Draw(ring, 2500, 2)), 0.8, 1);

        static double Value(float[] generated, float[] real) => Samples.Evaluate(new Ndb(2, 100, 10_000), 2, generated, real)["ndb"].Number;
    }

    [Fact]
    public void CellsAreAFixedPointOfLloyd()
    {
        const int Count = 600;
        var rows = Samples.Normal(3 * Count, 1);
        var cells = KMeans.Fit(3, rows, Count, 12, Samples.Stream);
        Assert.Equal(12, cells.Count);
        var at = cells.Cells(rows, Count);
        for (var i = 0; i < Count; i++)
        {
            var nearest = Enumerable.Range(0, 12).MinBy(k => Samples.SquaredDistance(rows, i, cells.Centres, k, 3));
            Assert.Equal(nearest, at[i]);
        }

        for (var k = 0; k < 12; k++)
        {
            for (var j = 0; j < 3; j++)
            {
                Assert.Equal(Enumerable.Range(0, Count).Where(i => at[i] == k).Average(i => rows[(3 * i) + j]), cells.Centres[(3 * k) + j], 1e-5f);
            }
        }

        Assert.Equal(cells.Centres, KMeans.Fit(3, Samples.Shuffle(rows, 3, 1), Count, 12, Samples.Stream).Centres);
        Assert.NotEqual(cells.Centres, KMeans.Fit(3, rows, Count, 12, Samples.Stream.At(1)).Centres);
    }

    [Fact]
    public void WellSeparatedClustersAreFound()
    {
        float[] rows = [.. Samples.Normal(400, 1, 0.01).Select((number, i) => number + (100 * (i % 8)))];
        Assert.Equal(
            Enumerable.Range(0, 8), KMeans.Fit(1, rows, 400, 8, Samples.Stream).Centres.Order().Select(centre => (int)Math.Round(centre / 100)));
    }

    [Fact]
    public void FewDifferentPointsGiveFewCells()
    {
        Assert.Equal([7], KMeans.Fit(1, [7, 7, 7], 3, 5, Samples.Stream).Centres);
        Assert.Equal([1, 7], KMeans.Fit(1, [7, 1, 7, 1], 4, 5, Samples.Stream).Centres.Order());
    }
}
