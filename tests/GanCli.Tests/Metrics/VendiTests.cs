using GanCli.Engine.Metrics;

namespace GanCli.Tests.Metrics;

public sealed class VendiTests
{
    // Places far apart for the kernel: K is made of blocks of ones.
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(20)]
    public void EqualPlacesAreCounted(int places)
    {
        var real = Samples.Normal(100, 1);
        float[] generated = [.. Enumerable.Range(0, 100).Select(i => 1000f * (i % places))];
        Assert.Equal(places, Values(1, generated, real)["vendi"].Number, 1e-9);
    }

    // Shares ½, ¼, ¼: the exponential of their entropy, 2^1.5.
    [Fact]
    public void UnequalPlacesCountByTheirEntropy()
    {
        float[] generated = [.. Enumerable.Range(0, 100).Select(i => i < 50 ? 0f : i < 75 ? 1000 : 2000)];
        Assert.Equal(Math.Pow(2, 1.5), Values(1, generated, Samples.Normal(100, 1))["vendi"].Number, 1e-9);
    }

    // Two places whose kernel is k: eigenvalues (1 ± k)/2.
    [Fact]
    public void PlacesThatSeeEachOther()
    {
        // Real distances are 2 for most pairs: bandwidth 2, k = exp(−½ (1/2)²) at distance 1.
        float[] real = [0, 2, 0, 2];
        var k = Math.Exp(-0.125);
        var entropy = new[] { (1 + k) / 2, (1 - k) / 2 }.Sum(share => -share * Math.Log(share));
        Assert.Equal(Math.Exp(entropy), Values(1, [0, 1, 0, 1], real)["vendi"].Number, 1e-12);
    }

    [Fact]
    public void RealSamplesAgainstThemselvesHaveRatioOne()
    {
        var real = Samples.Normal(200, 1);
        Assert.Equal(1, Values(2, Samples.Shuffle(real, 2, 1), real)["vendi-ratio"].Number, 1e-12);
        Assert.InRange(Values(2, Samples.Normal(200, 2), real)["vendi-ratio"].Number, 0.8, 1.25);
        Assert.InRange(Values(2, Samples.Normal(200, 2, 0.1), real)["vendi-ratio"].Number, 0, 0.5);
    }

    private static IReadOnlyDictionary<string, MetricValue> Values(int dimension, float[] generated, float[] real) =>
        Samples.Evaluate(new Vendi(dimension, 400), dimension, generated, real);
}
