using GanCli.Engine.Random;

namespace GanCli.Tests.Random;

public sealed class VectorMathTests
{
    // Every 2³² / 4 million-th word, all words near both ends, and all words near the eighths, where the formulas change over.
    public static IEnumerable<uint> Words =>
        Enumerable.Range(0, 9).SelectMany(eighth => Enumerable.Range(-3000, 6000).Select(near => (uint)((eighth * (1L << 29)) + near)))
            .Concat(Enumerable.Range(-3000, 6000).Select(near => (uint)((long)(Math.Sqrt(0.5) * (1L << 32)) + near)))
            .Concat(Enumerable.Range(0, 4_000_000).Select(i => (uint)i * 1073u));

    [Fact]
    public void LogarithmIsAccurate()
        => AssertUlps(4, word => VectorMath.Log<PhiloxWord, uint>(word), word => Math.Log((word + 0.5) / 4294967296.0));

    [Fact]
    public void CosineIsAccurate()
        => AssertUlps(2.5, word => VectorMath.CosineAndSine<PhiloxWord, uint>(word).Cosine, word => Math.Cos(Angle(word)), 1e-15);

    [Fact]
    public void SineIsAccurate()
        => AssertUlps(2.5, word => VectorMath.CosineAndSine<PhiloxWord, uint>(word).Sine, word => Math.Sin(Angle(word)), 1e-15);

    [Fact]
    public void NormalPairIsBoxAndMullers()
    {
        foreach (var word in Words.Where((_, i) => i % 100 == 0))
        {
            var angleWord = (word * 2654435761u) + 12345;
            var radius = Math.Sqrt(-2 * Math.Log((word + 0.5) / 4294967296.0));
            var (first, second) = VectorMath.BoxMuller<PhiloxWord, uint>(word, angleWord);
            Assert.Equal(radius * Math.Cos(Angle(angleWord)), BitConverter.UInt32BitsToSingle(first), 3e-7 * radius);
            Assert.Equal(radius * Math.Sin(Angle(angleWord)), BitConverter.UInt32BitsToSingle(second), 3e-7 * radius);
        }
    }

    private static double Angle(uint word) => 2 * Math.PI * ((word + 0.5) / 4294967296.0);

    private static void AssertUlps(double limit, Func<uint, uint> function, Func<uint, double> reference, double slack = 0)
    {
        var (worst, at) = (0.0, 0u);
        foreach (var word in Words)
        {
            var expected = reference(word);
            var error = Math.Max(Math.Abs(BitConverter.UInt32BitsToSingle(function(word)) - expected) - slack, 0);
            var ulps = error / (MathF.BitIncrement(MathF.Abs((float)expected)) - MathF.Abs((float)expected));
            (worst, at) = ulps > worst ? (ulps, word) : (worst, at);
        }

        Assert.True(worst <= limit, $"{worst} units in the last place at word {at:x8}");
        Assert.True(worst > 0.4, "the comparison did not compare");
    }
}
