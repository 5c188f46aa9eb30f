using GanCli.Engine.Metrics;

namespace GanCli.Tests.Metrics;

public sealed class EvaluationSamplesTests
{
    [Theory]
    [InlineData(float.NaN, "the generated samples are not finite: sample 1 holds NaN")]
    [InlineData(float.PositiveInfinity, "the generated samples are not finite: sample 1 holds Infinity")]
    [InlineData(float.NegativeInfinity, "the generated samples are not finite: sample 1 holds -Infinity")]
    public void NonFiniteSamplesAreRefused(float number, string message) =>
        Assert.Equal(message, Assert.Throws<NotFiniteNumberException>(() => Make([0, 1, 2, number], [0, 1, 2, 3])).Message);

    [Fact]
    public void NonFiniteRealSamplesAreRefused() =>
        Assert.Equal(
            "the real samples are not finite: sample 0 holds NaN",
            Assert.Throws<NotFiniteNumberException>(() => Make([0, 1, 2, 3], [float.NaN, 1, 2, 3])).Message);

    [Theory]
    [InlineData(5, 6, "5 generated numbers are not two or more samples of 2")]
    [InlineData(2, 6, "2 generated numbers are not two or more samples of 2")]
    [InlineData(6, 0, "0 real numbers are not two or more samples of 2")]
    public void PartsOfSamplesAndSingleOnesAreRefused(int generated, int real, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => Make(new float[generated], new float[real])).Message);

    [Fact]
    public void AsManyPairsAsTheSmallerSetHolds()
    {
        var samples = Make(new float[10], new float[6]);
        Assert.Equal((5, 3), (samples.Count, samples.Pairs));
    }

    [Fact]
    public void HugeNumbersAreMeasuredAsTheLimit()
    {
        float[] given = [1, float.MaxValue, -1e30f, 1e15f];
        var samples = Make(given, [0, 1, 2, 3]);
        Assert.Equal([1, 1e15f, -1e15f, 1e15f], samples.Generated);
        Assert.Equal(float.MaxValue, given[1]);
        Assert.Equal(2, samples.Count);
    }

    private static EvaluationSamples Make(float[] generated, float[] real) => new(2, generated, real, Samples.Stream);
}
