using System.Numerics;
using GanCli.Engine.Kernels;

namespace GanCli.Tests.Kernels;

/// <summary>Against double precision, over single-precision numbers of every size.</summary>
public sealed class SquashingTests
{
    // A few thousand numbers of every exponent and both signs, and many around those where the formulas change over.
    private static readonly float[] s_numbers =
    [
        .. from exponent in Enumerable.Range(-126, 254)
           from part in Enumerable.Range(0, 2000)
           from sign in (int[])[-1, 1]
           select sign * MathF.ScaleB(1 + (part / 2000f), exponent),
        .. from place in (float[])[0.625f, 9.02f, 87, 0.34657359f]
           from near in Enumerable.Range(-3000, 6001)
           from sign in (int[])[-1, 1]
           select sign * BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(place) + near),
        0, float.Epsilon, float.PositiveInfinity, float.NegativeInfinity,
    ];

    [Fact]
    public void TanhIsAccurate() => AssertUlps(2, Squashing.Tanh, Math.Tanh);

    [Fact]
    public void SigmoidIsAccurate() => AssertUlps(3, Squashing.Sigmoid, static x => 1 / (1 + Math.Exp(-Math.Clamp(x, -87, 87))));

    [Fact]
    public void WhatIsNotANumberStays()
    {
        Assert.True(float.IsNaN(Tanh.Value(new Vector<float>(float.NaN))[0]));
        Assert.True(float.IsNaN(Sigmoid.Value(new Vector<float>(float.NaN))[0]));
    }

    /// <summary>Slope and bend against differences of the values, on any number of numbers.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(37)]
    public void Derivatives(int count)
    {
        Check(Squashing.Tanh, Math.Tanh);
        Check(Squashing.Sigmoid, static x => 1 / (1 + Math.Exp(-x)));

        void Check(Squashing squashing, Func<double, double> f)
        {
            var random = new System.Random(count);
            float[] Draw() => [.. Enumerable.Range(0, count).Select(_ => (4 * random.NextSingle()) - 2)];
            (float[] x, float[] t, float[] g, float[] move) = (Draw(), Draw(), Draw(), Draw());
            (float[] y, float[] slopes, float[] moved) = (new float[count], new float[count], new float[count]);
            squashing.Apply(x, y);
            squashing.MultiplySlope(y, g, slopes);
            squashing.MoveSlope(y, t, g, move, moved);
            for (int i = 0; i < count; i++)
            {
                double Slope(double at) => (f(at + 1e-5) - f(at - 1e-5)) / 2e-5;
                double along = 1e-4;
                Assert.Equal(g[i] * Slope(x[i]), slopes[i], 1e-6);
                Assert.Equal(
                    (((g[i] + (along * move[i])) * Slope(x[i] + (along * t[i]))) - ((g[i] - (along * move[i])) * Slope(x[i] - (along * t[i])))) / (2 * along),
                    moved[i],
                    3e-6);
            }
        }
    }

    private static void AssertUlps(double limit, Squashing squashing, Func<double, double> reference)
    {
        var results = new float[s_numbers.Length];
        squashing.Apply(s_numbers, results);
        var (worst, at) = (0.0, 0f);
        for (int i = 0; i < results.Length; i++)
        {
            float expected = (float)reference(s_numbers[i]);
            double ulp = MathF.BitIncrement(MathF.Abs(expected)) - MathF.Abs(expected);
            double error = Math.Abs(results[i] - reference(s_numbers[i])) / ulp;
            (worst, at) = error > worst || double.IsNaN(error) ? (error, s_numbers[i]) : (worst, at);
        }

        Assert.True(worst <= limit, $"{worst} units in the last place at {at}");
        Assert.True(worst > 0.4, "the comparison did not compare");
    }
}
