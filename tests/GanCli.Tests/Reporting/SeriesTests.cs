using GanCli.Reporting;

namespace GanCli.Tests.Reporting;

public sealed class SeriesTests
{
    [Fact]
    public void TheAverageOfAConstantIsTheConstant()
    {
        Series series = Of(Enumerable.Repeat(0.7, 1000));
        Assert.All(series.RunningAverage().Values, value => Assert.Equal(0.7, value, 12));
    }

    [Fact]
    public void TheAverageDoesNotLagBehindATrend()
    {
        double[] averages = Of(Enumerable.Range(0, 3000).Select(i => (double)i)).RunningAverage().Values;
        Assert.Equal(1500, averages[1500], 0.5);
    }

    [Fact]
    public void TheAverageHoldsBackNoise()
    {
        System.Random random = new(3);
        Series noise = Of(Enumerable.Range(0, 3000).Select(_ => random.NextDouble() - 0.5));
        double raw = noise.Values.Max() - noise.Values.Min();
        double smooth = noise.RunningAverage().Values.Max() - noise.RunningAverage().Values.Min();
        Assert.True(smooth < raw / 3, $"{smooth} of {raw}");
    }

    [Fact]
    public void GapsStayGaps()
    {
        double[] averages = Of([1, 1, double.NaN, 1, double.PositiveInfinity]).RunningAverage().Values;
        Assert.Equal([1, 1, double.NaN, 1, double.NaN], averages);
    }

    [Fact]
    public void ThinningKeepsEveryPeakAndEveryGap()
    {
        double[] values = new double[100_000];
        values[31_415] = 5;
        values[31_420] = -7;
        values[77_777] = double.NaN;
        Series thin = Of(values).Thin(500);
        Assert.InRange(thin.Count, 500, 1500);
        Assert.Equal(5, thin.Values[Array.IndexOf(thin.Steps, 31_415)]);
        Assert.Equal(-7, thin.Values[Array.IndexOf(thin.Steps, 31_420)]);
        Assert.True(double.IsNaN(thin.Values[Array.IndexOf(thin.Steps, 77_777)]));
        Assert.Equal(thin.Steps.Order(), thin.Steps);
    }

    [Fact]
    public void AShortSeriesIsLeftAlone()
    {
        Series series = Of([3, 1, 2]);
        Assert.Same(series, series.Thin());
    }

    [Fact]
    public void QuantilesLookAtFiniteValuesOnly()
    {
        Series series = Of([4, double.NaN, 0, 3, double.NegativeInfinity, 1, 2]);
        Assert.Equal(0, series.Quantile(0));
        Assert.Equal(2, series.Quantile(0.5));
        Assert.Equal(4, series.Quantile(1));
        Assert.True(double.IsNaN(Of([double.NaN]).Quantile(0.5)));
    }

    private static Series Of(IEnumerable<double> values)
    {
        double[] all = [.. values];
        return new Series([.. Enumerable.Range(0, all.Length).Select(i => (double)i)], all);
    }
}
