using GanCli.Engine.Metrics;
using MathNet.Numerics.Distributions;

namespace GanCli.Tests.Metrics;

public sealed class ChiSquareTests
{
    // Printed tables of the distribution.
    [Theory]
    [InlineData(0.95, 1, 3.841458820694124)]
    [InlineData(0.95, 3, 7.814727903251179)]
    [InlineData(0.99, 10, 23.209251158954356)]
    [InlineData(0.05, 4, 0.710723021397324)]
    public void KnownQuantiles(double probability, double degrees, double expected) =>
        Assert.Equal(expected, ChiSquare.Quantile(probability, degrees), expected * 1e-12);

    [Fact]
    public void TwoDimensionsHaveAClosedForm()
    {
        Assert.Equal(9, ChiSquare.Quantile(ModeGeometry.Ceiling, 2), 1e-12);
        foreach (var x in new[] { 1e-9, 0.1, 1, 3.9, 4.1, 9, 60 })
        {
            Assert.Equal(1 - Math.Exp(-x / 2), ChiSquare.Cumulative(x, 2), 1e-13);
        }

        Assert.Equal(0, ChiSquare.Cumulative(-1, 2));
    }

    [Fact]
    public void AgreesWithMathNet()
    {
        foreach (var degrees in new[] { 1, 2, 3, 5, 19, 20, 21, 100, 700, 1200 })
        {
            foreach (var probability in new[] { 1e-6, 0.01, 0.5, 0.9, ModeGeometry.Ceiling, 0.999999 })
            {
                var expected = ChiSquared.InvCDF(degrees, probability);
                Assert.Equal(expected, ChiSquare.Quantile(probability, degrees), expected * 1e-8);
                Assert.Equal(ChiSquared.CDF(degrees, expected), ChiSquare.Cumulative(expected, degrees), 1e-10);
            }
        }
    }

    [Fact]
    public void TruncatedVarianceHasClosedForms()
    {
        var inside = 1 - Math.Exp(-4.5);
        Assert.Equal((1 - (5.5 * Math.Exp(-4.5))) / inside, ChiSquare.TruncatedVariance(9, 2), 1e-13);

        // One dimension: 1 − 2 r φ(r) / (2 Φ(r) − 1).
        const double R = 1.7;
        var expected = 1 - (2 * R * Normal.PDF(0, 1, R) / ((2 * Normal.CDF(0, 1, R)) - 1));
        Assert.Equal(expected, ChiSquare.TruncatedVariance(R * R, 1), 1e-12);

        // Far fewer than a float's worth of probability inside: evenly filled.
        Assert.Equal(1e-3 / 1202, ChiSquare.TruncatedVariance(1e-3, 1200), 1e-15);
    }
}
