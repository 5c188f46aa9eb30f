using GanCli.Engine.Metrics;

namespace GanCli.Tests.Metrics;

public sealed class PrdcTests
{
    // k = 1: real radii 1, 1, 2, 4; generated radii 1.5, 1.5, 1, 1. Distances equal to a radius are outside.
    [Fact]
    public void HandMadeSamples()
    {
        var values = Samples.Evaluate(new Prdc(1, 1, 100), 1, [0.5f, 2, 100, 101], [0, 1, 3, 7]);
        Assert.Equal(0.5, values["precision"].Number);
        Assert.Equal(0.75, values["recall"].Number);
        Assert.Equal(0.75, values["density"].Number);
        Assert.Equal(0.75, values["coverage"].Number);
    }

    [Theory]
    [InlineData(1, 5, 150)]
    [InlineData(2, 1, 97)]
    [InlineData(2, 5, 64)]
    [InlineData(3, 7, 33)]
    [InlineData(17, 5, 150)]
    public void AgreesWithPlainLoops(int dimension, int k, int count)
    {
        var (generated, real) = (Samples.Normal(count * dimension, 1, 0.8, 0.3), Samples.Normal(count * dimension, 2));
        double[] realRadii = Radii(real);
        double[] generatedRadii = Radii(generated);
        int[] all = [.. Enumerable.Range(0, count)];
        var values = Samples.Evaluate(new Prdc(dimension, k, 1000), dimension, generated, real);
        Assert.Equal(all.Count(j => all.Any(i => Distance(i, j) < realRadii[i])) / (double)count, values["precision"].Number, 1e-12);
        Assert.Equal(all.Count(i => all.Any(j => Distance(i, j) < generatedRadii[j])) / (double)count, values["recall"].Number, 1e-12);
        Assert.Equal(all.Sum(j => all.Count(i => Distance(i, j) < realRadii[i])) / (double)k / count, values["density"].Number, 1e-12);
        Assert.Equal(all.Count(i => all.Min(j => Distance(i, j)) < realRadii[i]) / (double)count, values["coverage"].Number, 1e-12);

        double Distance(int i, int j) => Samples.SquaredDistance(real, i, generated, j, dimension);

        double[] Radii(float[] rows) =>
        [
            .. Enumerable.Range(0, count).Select(i => Enumerable.Range(0, count).Where(j => j != i)
                .Select(j => Samples.SquaredDistance(rows, i, rows, j, dimension)).Order().ElementAt(k - 1)),
        ];
    }

    [Fact]
    public void CopyOfTheRealSamples()
    {
        var real = Samples.Normal(200, 1);
        var values = Samples.Evaluate(new Prdc(2, 5, 1000), 2, real, real);
        Assert.Equal(1, values["precision"].Number);
        Assert.Equal(1, values["recall"].Number);
        Assert.Equal(1, values["coverage"].Number);

        // Each real ball holds its own centre and the four neighbours nearer than the fifth.
        Assert.Equal(1, values["density"].Number, 1e-12);
    }

    [Fact]
    public void OnePointForAllIsPreciseAndRecallsNothing()
    {
        var real = Samples.Normal(200, 1);
        var values = Samples.Evaluate(new Prdc(2, 5, 1000), 2, new float[200], real);
        Assert.Equal(1, values["precision"].Number);
        Assert.Equal(0, values["recall"].Number);
        Assert.InRange(values["coverage"].Number, 0.01, 0.15);
    }

    [Fact]
    public void UsesTheFirstSamplesOnly()
    {
        var (generated, real) = (Samples.Normal(400, 1), Samples.Normal(400, 2));
        var cut = Samples.Evaluate(new Prdc(2, 5, 50), 2, generated, real);
        Assert.Equal(Samples.Evaluate(new Prdc(2, 5, 1000), 2, generated[..100], real[..100]), cut);
        Assert.NotEqual(Samples.Evaluate(new Prdc(2, 5, 1000), 2, generated, real), cut);
    }

    [Fact]
    public void FewerSamplesThanNeighboursTakeTheFarthest() =>
        Assert.Equal(
            Samples.Evaluate(new Prdc(1, 2, 100), 1, [0.1f, 1.1f, 2.5f], [0, 1, 2]),
            Samples.Evaluate(new Prdc(1, 5, 100), 1, [0.1f, 1.1f, 2.5f], [0, 1, 2]));
}
