using GanCli.Engine.Metrics;
using GanCli.Engine.Random;

namespace GanCli.Tests.Metrics;

/// <summary>Nearest points, by distances and by products, against plain loops in double precision.</summary>
public sealed class ProximityTests
{
    [Theory]
    [InlineData(2, 50)]
    [InlineData(Proximity.ProductFrom - 1, 40)]
    [InlineData(Proximity.ProductFrom, 40)]
    [InlineData(300, 1)]
    [InlineData(300, 129)]
    public void TheNearestIsThatOfPlainLoops(int dimension, int count)
    {
        // Far from the origin: products are taken around the mean.
        float[] set = Draw(dimension * count, lane: 1);
        float[] others = Draw(dimension * 200, lane: 2);

        Assert.Equal(Nearest(set, others, dimension, exceptSelf: false), new Proximity(dimension, set, count).Nearest(others, 200));
        if (count > 1)
        {
            Assert.Equal(Nearest(set, set, dimension, exceptSelf: true), new Proximity(dimension, set, count).Nearest(set, count, exceptSelf: true));
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(200)]
    public void OfPointsAsNearTheFirstIsTaken(int dimension)
    {
        var set = new Proximity(dimension, new float[dimension * 5], 5);

        Assert.Equal([0, 0], set.Nearest(new float[dimension * 2], 2));
        Assert.Equal([1, 0, 0, 0, 0], set.Nearest(new float[dimension * 5], 5, exceptSelf: true));
        Assert.Equal([0], set.Nearest([.. Enumerable.Repeat(1e15f, dimension)], 1));
    }

    private static float[] Draw(int count, int lane)
    {
        var numbers = new float[count];
        new RandomStreams(5).Evaluation.ForLane(lane).Normal(0, numbers);
        return Array.ConvertAll(numbers, static number => number + 100);
    }

    private static int[] Nearest(float[] set, float[] others, int dimension, bool exceptSelf) =>
    [
        .. others.Chunk(dimension).Select((row, i) => Enumerable.Range(0, set.Length / dimension).Where(j => !exceptSelf || j != i)
            .MinBy(j => Enumerable.Range(0, dimension).Sum(k => Math.Pow(row[k] - (double)set[(j * dimension) + k], 2)))),
    ];
}
