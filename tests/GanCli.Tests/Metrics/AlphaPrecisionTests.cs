using GanCli.Engine.Data;
using GanCli.Engine.Metrics;
using GanCli.Engine.Random;

namespace GanCli.Tests.Metrics;

public sealed class AlphaPrecisionTests
{
    [Fact]
    public void Copies()
    {
        var real = Samples.Normal(400, 1);
        var (alpha, beta) = Values(2, Samples.Shuffle(real, 2, 1), real);
        Assert.InRange(alpha, 0.99, 1);
        Assert.InRange(beta, 0.99, 1);
    }

    [Fact]
    public void TrueData()
    {
        var (alpha, beta) = Values(2, Samples.Normal(4000, 1), Samples.Normal(4000, 2));
        Assert.InRange(alpha, 0.95, 1);

        // The nearest of as many others is a real or a generated one with even chances.
        Assert.InRange(beta, 0.45, 0.55);
    }

    // At the mean they lie within every ball; far away within none; neither is beside real samples.
    [Theory]
    [InlineData(0f)]
    [InlineData(1000f)]
    public void TotalCollapse(float place)
    {
        var real = Samples.Normal(400, 1);
        float mean = real.Where((_, i) => i % 2 == 0).Average();
        float other = real.Where((_, i) => i % 2 == 1).Average();
        var (alpha, beta) = Values(2, [.. Enumerable.Range(0, 400).Select(i => place + (i % 2 == 0 ? mean : other))], real);
        Assert.InRange(alpha, 0, 0.01);
        Assert.InRange(beta, 0, 0.03);
    }

    // What the metric was chosen for: one far sample in a hundred, on either side, hardly moves it.
    [Theory]
    [InlineData(true, 3.0)]
    [InlineData(true, 30.0)]
    [InlineData(false, 3.0)]
    [InlineData(false, 30.0)]
    public void OutliersHardlyCount(bool amongReal, double scale)
    {
        var ring = new RingConfig().Build(new RandomStreams(0));
        var (generated, real) = (Samples.Draw(ring, 2000, 1), Samples.Draw(ring, 2000, 2));
        var (alpha, beta) = Values(2, generated, real);
        Samples.Normal(40, 3, scale).CopyTo(amongReal ? real : generated, 0);
        var (alphaBeside, betaBeside) = Values(2, generated, real);
        Assert.Equal(alpha, alphaBeside, amongReal && scale > 10 ? 0.25 : 0.05);
        Assert.Equal(beta, betaBeside, 0.02);
    }

    private static (double Alpha, double Beta) Values(int dimension, float[] generated, float[] real)
    {
        var values = Samples.Evaluate(new AlphaPrecision(dimension, 2000), dimension, generated, real);
        return (values["alpha-precision"].Number, values["beta-recall"].Number);
    }
}
