using GanCli.Engine.Data;
using GanCli.Engine.Metrics;

namespace GanCli.Tests.Metrics;

public sealed class ModeGeometryTests
{
    [Theory]
    [InlineData(2.9999f, true)]
    [InlineData(3f, false)]
    [InlineData(3.0001f, false)]
    public void ThreeStandardDeviationsStrictlyInTwoDimensions(float x, bool within)
    {
        Assert.Equal(within, Within(Samples.Mixture([[0, 0]], [[1, 1]]), [x, 0]));
        Assert.Equal(within, Within(Samples.Mixture([[0, 0]], [[1, 1]]), [0, -x]));
    }

    // √ of the 98.89% quantile of χ² with d degrees of freedom: 2.5400, 3.3382, 26.5 + a little.
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(17)]
    public void QuantileRadiusInOtherDimensions(int dimension)
    {
        var radius = (float)Math.Sqrt(MathNet.Numerics.Distributions.ChiSquared.InvCDF(dimension, 1 - Math.Exp(-4.5)));
        var mixture = Samples.Mixture([new double[dimension]], [[.. Enumerable.Repeat(1.0, dimension)]]);
        var sample = new float[dimension];
        sample[^1] = radius * 0.9999f;
        Assert.True(Within(mixture, sample));
        sample[^1] = radius * 1.0001f;
        Assert.False(Within(mixture, sample));
    }

    [Theory]
    [InlineData(2.9f, 0f, true)]
    [InlineData(0f, 0.29f, true)]
    [InlineData(0f, 0.31f, false)]
    [InlineData(2.5f, 0.25f, false)]
    public void RadiusFollowsTheShapeOfAMode(float x, float y, bool within) =>
        Assert.Equal(within, Within(Samples.Mixture([[0, 0]], [[1, 0.1]]), [x, y]));

    [Theory]
    [InlineData(0.1f, 0f, 0)]
    [InlineData(5f, 0f, 0)]
    [InlineData(9.9f, 0f, 1)]
    public void NearestIsMeasuredInTheModesOwnSpread(float x, float y, int mode)
    {
        // At 5 the wide mode is nearer in its own standard deviations, and the sample is within it.
        var geometry = new ModeGeometry(Samples.Mixture([[0, 0], [10, 0]], [[2, 2], [0.1, 0.1]]), ModeRadius.ChiSquare);
        var modes = new int[1];
        var within = new bool[1];
        geometry.Assign([x, y], modes, within);
        Assert.Equal(mode, modes[0]);
        Assert.True(within[0]);
    }

    [Fact]
    public void EquallyNearModesGoToTheFirst()
    {
        var geometry = new ModeGeometry(Samples.Mixture([[5, 0], [-1, 0], [1, 0]], [[1, 1], [1, 1], [1, 1]]), ModeRadius.ChiSquare);
        var modes = new int[1];
        geometry.Assign([0, 0], modes, new bool[1]);
        Assert.Equal(1, modes[0]);
    }

    [Fact]
    public void DimensionWithoutNoiseCountsInTheUnitOfTheOthers()
    {
        var mixture = Samples.Mixture([[1, 2, 3]], [[0.5, 0.5, 0]]);
        Assert.True(Within(mixture, [1, 2, 3]));
        Assert.True(Within(mixture, [1, 2, 4.49f]));
        Assert.False(Within(mixture, [1, 2, 4.51f]));

        // Two degrees of freedom, not three: three standard deviations.
        Assert.True(Within(mixture, [2.49f, 2, 3]));
        Assert.False(Within(mixture, [2.51f, 2, 3]));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(-13.7)]
    [InlineData(0)]
    [InlineData(12345.678)]
    public void ModeWithoutNoiseTakesItsCentreAsTrueDataRoundIt(double centre)
    {
        var mixture = Samples.Mixture([[centre, centre]], [[0, 0]]);
        Assert.True(Within(mixture, [(float)centre, (float)centre]));
        Assert.False(Within(mixture, [(float)(centre + (1e-3 * (1 + Math.Abs(centre)))), (float)centre]));
    }

    [Fact]
    public void PublishedRadiusIsADistance()
    {
        var mixture = Samples.Mixture([[0, 0, 0]], [[2, 2, 0]]) with { PublishedRadius = 10 };
        Assert.True(Within(mixture, [0, 9.99f, 0], ModeRadius.Published));
        Assert.True(Within(mixture, [0, 0, 9.99f], ModeRadius.Published));
        Assert.False(Within(mixture, [0, 0, 10.01f], ModeRadius.Published));
        Assert.False(Within(mixture, [0, 9.99f, 0]));
    }

    [Fact]
    public void PublishedRadiusWithoutOneIsThreeStandardDeviations()
    {
        var mixture = Samples.Mixture([[0, 0, 0]], [[1, 1, 1]]);
        Assert.False(Within(mixture, [3.1f, 0, 0], ModeRadius.Published));
        Assert.True(Within(mixture, [3.1f, 0, 0]));
    }

    private static bool Within(MixtureDescription mixture, float[] sample, ModeRadius radius = ModeRadius.ChiSquare)
    {
        var within = new bool[1];
        new ModeGeometry(mixture, radius).Assign(sample, new int[1], within);
        return within[0];
    }
}
