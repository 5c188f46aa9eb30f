using GanCli.Engine.Data;
using GanCli.Engine.Metrics;
using GanCli.Engine.Random;
using MathNet.Numerics.Statistics;

namespace GanCli.Tests.Metrics;

public sealed class FrechetTests
{
    [Fact]
    public void InOneDimensionItIsTheDifferenceOfMeansAndDeviations()
    {
        var (generated, real) = (Samples.Normal(300, 1, 0.5, 2), Samples.Normal(300, 2));
        double[] wide = [.. generated];
        double[] narrow = [.. real];
        var expected = Math.Pow(wide.Average() - narrow.Average(), 2) + Math.Pow(wide.StandardDeviation() - narrow.StandardDeviation(), 2);
        Assert.Equal(expected, Value(1, generated, real), 1e-9);
    }

    // Moved by t and stretched by s about the mean: ‖t‖² + (s − 1)² Tr C.
    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(64)]
    public void MovedAndStretched(int dimension)
    {
        var real = Samples.Normal(200 * dimension, 1, 3);
        var means = Enumerable.Range(0, dimension).Select(j => Column(real, dimension, j).Average()).ToArray();
        var trace = Enumerable.Range(0, dimension).Sum(j => Column(real, dimension, j).Variance());
        float[] generated = [.. real.Select((number, i) => (float)(means[i % dimension] + (1.5 * (number - means[i % dimension])) + 0.25))];
        Assert.Equal((0.0625 * dimension) + (0.25 * trace), Value(dimension, generated, real), 1e-6 * trace);
        Assert.Equal(0, Value(dimension, real, Samples.Shuffle(real, dimension, 1)), 1e-9 * trace);
    }

    [Fact]
    public void TotalCollapseLeavesTheTraceOfTheDataAndTheMeanDistance()
    {
        var real = Samples.Normal(2 * 500, 1);
        var trace = Column(real, 2, 0).Variance() + Column(real, 2, 1).Variance();
        var away = Math.Pow(3 - Column(real, 2, 0).Average(), 2) + Math.Pow(3 - Column(real, 2, 1).Average(), 2);
        Assert.Equal(away + trace, Value(2, [.. Enumerable.Repeat(3f, 1000)], real), 1e-9);
    }

    [Fact]
    public void DataThatDetermineNoCovarianceDoNotFit()
    {
        var config = new FrechetConfig();
        Assert.Null(config.Unfit(new Noise(256)));
        Assert.Equal("covariances are compared up to 256 dimensions, and the data have 257", config.Unfit(new Noise(257)));
        Assert.Equal("3 rows determine no covariance of 3 dimensions", config.Unfit(new FiniteSource(new float[9], [3])));
        Assert.Null(config.Unfit(new FiniteSource(new float[12], [3])));
        Assert.Null(config.Unfit(new RingConfig().Build(new RandomStreams(0))));
    }

    [Fact]
    public void FewerSamplesThanDimensionsAreFlagged()
    {
        var (generated, real) = (Samples.Normal(40, 1), Samples.Normal(40, 2));
        Assert.NotNull(Samples.Evaluate(new Frechet(10), 10, generated, real)["frechet"].Flag);
        Assert.Null(Samples.Evaluate(new Frechet(4), 4, generated, real)["frechet"].Flag);
    }

    private static double[] Column(float[] rows, int dimension, int column) => [.. rows.Where((_, i) => i % dimension == column)];

    private static double Value(int dimension, float[] generated, float[] real) =>
        Samples.Evaluate(new Frechet(dimension), dimension, generated, real)["frechet"].Number;
}
