using GanCli.Engine.Metrics;

namespace GanCli.Tests.Metrics;

public sealed class MmdTests
{
    // Bandwidth 1: both within-set means are e^(−½), the mean across is (2 + 2e^(−½))/4.
    [Fact]
    public void HandMadeSamples() =>
        Assert.Equal(Math.Exp(-0.5) - 1, Value(1, [0, 1], [0, 1]), 1e-6);

    [Theory]
    [InlineData(1, 150, 1.0)]
    [InlineData(2, 97, 3.0)]
    [InlineData(3, 64, 1e-3)]
    [InlineData(17, 33, 100.0)]
    public void AgreesWithPlainLoops(int dimension, int count, double scale)
    {
        var (generated, real) = (Samples.Normal(count * dimension, 1, 0.8 * scale, 0.3 * scale), Samples.Normal(count * dimension, 2, scale));
        double[] between = [.. Pairs(real)];
        Array.Sort(between);
        var squaredBandwidth = between[between.Length / 2];
        var across = Enumerable.Range(0, count).SelectMany(i => Enumerable.Range(0, count).Select(j => Distance(real, i, generated, j)));
        var expected = Pairs(real).Average(Kernel) + Pairs(generated).Average(Kernel) - (2 * across.Average(Kernel));
        Assert.Equal(expected, Value(dimension, generated, real), 1e-6);

        double Kernel(double distance) => Math.Exp(-distance / (2 * squaredBandwidth));
        double Distance(float[] a, int i, float[] b, int j) => Samples.SquaredDistance(a, i, b, j, dimension);
        IEnumerable<double> Pairs(float[] rows) =>
            Enumerable.Range(0, count).SelectMany(i => Enumerable.Range(0, i).Select(j => Distance(rows, i, rows, j)));
    }

    [Fact]
    public void IsUnbiased()
    {
        // Zero on average between samples of one distribution, at a size where the biased estimate would show 0.03.
        double[] values = [.. Enumerable.Range(0, 400).Select(r => Value(2, Samples.Normal(100, 1000 + r), Samples.Normal(100, 3000 + r)))];
        var error = MathNet.Numerics.Statistics.Statistics.StandardDeviation(values) / Math.Sqrt(values.Length);
        Assert.Equal(0, values.Average(), 4 * error);
        Assert.InRange(error, 1e-5, 2e-3);
    }

    [Fact]
    public void FarApartSetsScoreTheSumOfTheirOwnMeans()
    {
        var real = Samples.Normal(100, 1);
        var far = Samples.Normal(100, 2, 1e-3, 1e6);

        // k = 1 within the narrow set, 0 across.
        var within = Value(2, far, real) - 1;
        Assert.Equal((Value(2, real, real) / 2) + SelfMean(real), within, 1e-5);
    }

    [Fact]
    public void CoincidingRealSamplesStillGiveABandwidth()
    {
        // Most pairs coincide: the median of the others, here all 4 apart, is taken.
        Assert.Equal(16, Mmd.SquaredBandwidth(new PointSet(1, [0, 0, 0, 0, 4], 5)));
        Assert.Equal(1, Mmd.SquaredBandwidth(new PointSet(1, [7, 7, 7], 3)));
    }

    // Mean kernel over all ordered pairs, the point itself included.
    private static double SelfMean(float[] rows)
    {
        var points = new PointSet(2, rows, rows.Length / 2);
        var squared = Mmd.SquaredBandwidth(points);
        return Enumerable.Range(0, points.Count)
            .Average(i => Enumerable.Range(0, points.Count).Average(j => Math.Exp(-Samples.SquaredDistance(rows, i, rows, j, 2) / 2 / squared)));
    }

    private static double Value(int dimension, float[] generated, float[] real) =>
        Samples.Evaluate(new Mmd(dimension, 1000), dimension, generated, real)["mmd"].Number;
}
