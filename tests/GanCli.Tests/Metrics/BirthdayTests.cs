using GanCli.Engine.Data;
using GanCli.Engine.Metrics;
using GanCli.Engine.Random;

namespace GanCli.Tests.Metrics;

public sealed class BirthdayTests
{
    // Real distances to the nearest other: 1, 1, 2, 4. At ½ a duplicate is no farther than 1, at ¾ no farther than 2.
    [Theory]
    [InlineData(0.5, 2, 6)]
    [InlineData(0.75, 3, 3)]
    public void HandMadeSamples(double quantile, int duplicates, int realSupport)
    {
        float[] generated = [0, 1, 2, 100];
        var values = Samples.Evaluate(new Birthday(1, quantile, 100), 1, generated, [0, 1, 3, 7]);
        Assert.Equal(6.0 / duplicates, values["birthday"].Number, 1e-12);
        Assert.Equal(6.0 / duplicates / realSupport, values["birthday-ratio"].Number, 1e-12);
    }

    [Theory]
    [InlineData(1, 150)]
    [InlineData(2, 97)]
    [InlineData(17, 64)]
    public void AgreesWithPlainLoops(int dimension, int count)
    {
        var (generated, real) = (Samples.Normal(count * dimension, 1, 0.6), Samples.Normal(count * dimension, 2));
        int[] all = [.. Enumerable.Range(0, count)];
        var limit = all.Select(i => all.Where(j => j != i).Min(j => Samples.SquaredDistance(real, i, real, j, dimension))).Order()
            .ElementAt((int)Math.Ceiling(0.1 * count) - 1) * (1 + 1e-6);
        var pairs = count * (count - 1) / 2.0;
        var values = Samples.Evaluate(new Birthday(dimension, 0.1, 1000), dimension, generated, real);
        Assert.Equal(pairs / Math.Max(1, Duplicates(generated)), values["birthday"].Number, 1e-9);
        Assert.Equal(Math.Max(1, Duplicates(real)) / (double)Math.Max(1, Duplicates(generated)), values["birthday-ratio"].Number, 1e-9);

        int Duplicates(float[] rows) => all.Sum(i => Enumerable.Range(0, i).Count(j => Samples.SquaredDistance(rows, i, rows, j, dimension) <= limit));
    }

    // Real and generated samples on places that they share exactly: the estimate is their number.
    [Theory]
    [InlineData(10)]
    [InlineData(200)]
    public void CountsEquallyLikelyPlaces(int places)
    {
        var values = Samples.Evaluate(new Birthday(1, 0.1, 2000), 1, Places(places, 1), Places(200, 2));
        Assert.Equal(places, values["birthday"].Number, 0.08 * places);
        Assert.Equal(places / 200.0, values["birthday-ratio"].Number, 0.15 * places / 200);

        static float[] Places(int number, int lane) =>
            [.. Enumerable.Range(0, 2000).Select(i => (float)Samples.Stream.ForLane(lane).Integer(i, number))];
    }

    [Fact]
    public void NoDuplicateGivesTheNumberOfPairs() => Assert.Equal(
        4950, Samples.Evaluate(new Birthday(1, 0.1, 100), 1, [.. Enumerable.Range(0, 100).Select(i => 10f * i)], Samples.Normal(100, 1))["birthday"].Number);

    // True data as the real samples, two modes of eight a quarter of them, and a blob more: it has far more room.
    [Fact]
    public void RingCollapseAndBlob()
    {
        var ring = new RingConfig().Build(new RandomStreams(0));
        var real = Samples.Draw(ring, 2000, 1);
        Assert.InRange(Ratio(Samples.Draw(ring, 2000, 2)), 0.75, 1.35);
        float[] two = [.. Samples.Draw(ring, 10_000, 3).Chunk(2).Where(row => row[0] > 0.5 && row[1] > -0.2).Take(2000).SelectMany(row => row)];
        Assert.Equal(4000, two.Length);
        Assert.InRange(Ratio(two), 0.2, 0.3);
        Assert.InRange(Ratio(new float[4000]), 0, 1e-3);
        Assert.InRange(Ratio(Samples.Normal(4000, 4, 0.7)), 3, double.MaxValue);

        double Ratio(float[] generated) => Samples.Evaluate(new Birthday(2, 0.1, 2000), 2, generated, real)["birthday-ratio"].Number;
    }
}
