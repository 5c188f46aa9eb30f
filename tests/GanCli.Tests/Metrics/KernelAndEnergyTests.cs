using GanCli.Engine.Metrics;
using MathNet.Numerics.Statistics;

namespace GanCli.Tests.Metrics;

/// <summary>Unbiased differences between sets: <c>kid</c> and <c>energy-distance</c>.</summary>
public sealed class KernelAndEnergyTests
{
    // Within the sets one pair each, at distance 1 and with kernel 1; across distances 0, 1, 1, 0 and kernels 1, 1, 1, 8.
    [Fact]
    public void HandMadeSamples()
    {
        Assert.Equal(1 + 1 - (2 * 11 / 4.0), Kid(1, [0, 1], [0, 1]), 1e-12);
        Assert.Equal((2 * 0.5) - 1 - 1, Energy(1, [0, 1], [0, 1]), 1e-12);
    }

    [Theory]
    [InlineData(1, 150, 1.0)]
    [InlineData(2, 97, 3.0)]
    [InlineData(3, 64, 1e-3)]
    [InlineData(17, 33, 10.0)]
    public void AgreeWithPlainLoops(int dimension, int count, double scale)
    {
        var (generated, real) = (Samples.Normal(count * dimension, 1, 0.8 * scale, 0.3 * scale), Samples.Normal(count * dimension, 2, scale));
        var kid =
            Plain((a, i, b, j) =>
                Math.Pow((Enumerable.Range(0, dimension).Sum(k => (double)a[(i * dimension) + k] * b[(j * dimension) + k]) / dimension) + 1, 3));
        Assert.Equal(kid, Kid(dimension, generated, real), 1e-11 * Math.Max(1, Math.Pow(scale, 6)));
        var energy = -Plain((a, i, b, j) => Math.Sqrt(Samples.SquaredDistance(a, i, b, j, dimension)));
        Assert.Equal(energy, Energy(dimension, generated, real), 1e-6 * scale);

        double Plain(Func<float[], int, float[], int, double> kernel)
        {
            int[] all = [.. Enumerable.Range(0, count)];
            return Within(real) + Within(generated) - (2 * all.Average(i => all.Average(j => kernel(real, i, generated, j))));
            double Within(float[] rows) => all.SelectMany(i => all.Where(j => j != i).Select(j => kernel(rows, i, rows, j))).Average();
        }
    }

    // In one dimension the energy distance of distributions is 2 ∫ (F − G)²: of point masses at 0 and t it is 2t.
    [Fact]
    public void EnergyOfPointMasses() => Assert.Equal(2 * 3, Energy(1, [3, 3, 3, 3], [0, 0, 0, 0]), 1e-12);

    // N(0, 1) against N(μ, 1): E|x − y| is the mean of a folded normal of variance 2.
    [Fact]
    public void EnergyOfNormals()
    {
        const double Mean = 1.5;
        var across = (Math.Sqrt(2) * Math.Sqrt(2 / Math.PI) * Math.Exp(-Mean * Mean / 4))
            + (Mean * (1 - (2 * MathNet.Numerics.Distributions.Normal.CDF(0, 1, -Mean / Math.Sqrt(2)))));
        Assert.Equal((2 * across) - (4 / Math.Sqrt(Math.PI)), Energy(1, Samples.Normal(5000, 1, 1, Mean), Samples.Normal(5000, 2)), 0.06);
    }

    [Fact]
    public void AreUnbiased()
    {
        // Zero on average between samples of one distribution; V-statistics of so few would show .04 and more.
        foreach (var value in new Func<int, float[], float[], double>[] { Kid, Energy })
        {
            double[] values = [.. Enumerable.Range(0, 400).Select(r => value(2, Samples.Normal(60, 1000 + r), Samples.Normal(60, 3000 + r)))];
            var error = values.StandardDeviation() / Math.Sqrt(values.Length);
            Assert.Equal(0, values.Average(), 4 * error);
            Assert.InRange(error, 1e-5, 0.03);
        }
    }

    // ±1 in each coordinate, and a normal of the same first three moments: the fourth, which the kernel does not see, is 1 and 3.
    [Fact]
    public void KidSeesThreeMomentsAndEnergyAll()
    {
        var real = Samples.Normal(4000, 1);
        float[] signs = [.. Samples.Normal(4000, 2).Select(number => (float)Math.Sign(number))];
        Assert.InRange(Kid(1, signs, real), -0.02, 0.02);
        Assert.InRange(Energy(1, signs, real), 0.05, 1);
        Assert.InRange(Kid(1, [.. signs.Select(sign => sign + 0.5f)], real), 0.2, 10);
    }

    private static double Kid(int dimension, float[] generated, float[] real) =>
        Samples.Evaluate(new Kid(dimension, 5000), dimension, generated, real)["kid"].Number;

    private static double Energy(int dimension, float[] generated, float[] real) =>
        Samples.Evaluate(new EnergyDistance(dimension, 5000), dimension, generated, real)["energy-distance"].Number;
}
