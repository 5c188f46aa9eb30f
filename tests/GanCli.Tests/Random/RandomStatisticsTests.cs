using GanCli.Engine.Random;

namespace GanCli.Tests.Random;

/// <summary>Seeds are fixed, so these never flicker; bounds are 5 standard errors.</summary>
public sealed class RandomStatisticsTests
{
    private const int Count = 1 << 20;

    private static readonly RandomStream Stream = new(20_260, StreamId.Latent, 5);

    [Fact]
    public void NormalMoments()
    {
        var (numbers, sums) = (new float[Count], new double[5]);
        for (var part = 0; part < 8; part++)
        {
            Stream.Normal((long)part * Count, numbers);
            foreach (var x in numbers)
            {
                var power = 1.0;
                for (var k = 1; k <= 4; k++)
                {
                    sums[k] += power *= x;
                }
            }
        }

        // Variances of x, x², x³, x⁴ are 1, 2, 15, 96.
        var n = 8.0 * Count;
        Assert.Equal(0, sums[1] / n, 5 * Math.Sqrt(1 / n));
        Assert.Equal(1, sums[2] / n, 5 * Math.Sqrt(2 / n));
        Assert.Equal(0, sums[3] / n, 5 * Math.Sqrt(15 / n));
        Assert.Equal(3, sums[4] / n, 5 * Math.Sqrt(96 / n));
    }

    [Fact]
    public void NormalTails()
    {
        const int Parts = 64;
        var (numbers, beyond) = (new float[Count], new long[6]);
        for (var part = 0; part < Parts; part++)
        {
            Stream.At(9).Normal((long)part * Count, numbers);
            foreach (var x in numbers)
            {
                for (var k = 3; k <= 5 && Math.Abs(x) > k; k++)
                {
                    beyond[k]++;
                }
            }
        }

        for (var k = 3; k <= 5; k++)
        {
            var expected = 2 * NormalDistribution.Cumulative(-k) * Parts * Count;
            Assert.Equal(expected, beyond[k], 5 * Math.Sqrt(expected));
        }
    }

    [Fact]
    public void ExtremeWordsReachBeyondSixSigmaAndCloseToZero()
    {
        var (far, _) = VectorMath.BoxMuller<PhiloxWord, uint>(0, 0);
        var (near, _) = VectorMath.BoxMuller<PhiloxWord, uint>(uint.MaxValue, 0);
        Assert.Equal(Math.Sqrt(2 * 33 * Math.Log(2)), BitConverter.UInt32BitsToSingle(far), 1e-6);
        Assert.Equal(Math.Pow(2, -16), BitConverter.UInt32BitsToSingle(near), 1e-11);
    }

    [Fact]
    public void NormalFollowsItsDistribution()
    {
        var numbers = Normals(Stream);

        // P(√n D > 2) = 0.0007.
        Assert.InRange(NormalDistribution.KolmogorovSmirnov(numbers, NormalDistribution.Cumulative), 0.2, 2);
    }

    [Fact]
    public void UniformFollowsItsDistribution()
    {
        var numbers = new float[Count];
        Stream.Uniform(0, numbers);
        Assert.All(numbers, u => Assert.True(u is >= 0 and < 1));
        Assert.InRange(NormalDistribution.KolmogorovSmirnov(numbers, u => u), 0.2, 2);
    }

    [Fact]
    public void WordsHaveFairBits()
    {
        var words = new uint[Count];
        Stream.Bits(0, words);
        for (var bit = 0; bit < 32; bit++)
        {
            Assert.Equal(Count / 2.0, words.Count(word => (word >> bit & 1) == 1), 5 * Math.Sqrt(Count) / 2);
        }
    }

    [Fact]
    public void NeighboursAreUncorrelated()
    {
        var numbers = Normals(Stream);
        foreach (var lag in new[] { 1, 2, 3, 4, 5, 7, 8, 16, 31, 32, 64, 128, 1000, 65536 })
        {
            Assert.InRange(NormalDistribution.Correlation(numbers.AsSpan(lag), numbers.AsSpan(0, Count - lag)), -4.5, 4.5);
        }

        // Box and Muller's pairs share a radius; squares must be uncorrelated all the same.
        var squares = numbers.Select(x => (float)(((x * x) - 1) / Math.Sqrt(2))).ToArray();
        Assert.InRange(NormalDistribution.Correlation(squares.AsSpan(1), squares.AsSpan(0, Count - 1)), -4.5, 4.5);
    }

    [Fact]
    public void StreamsStepsLanesAndSeedsAreIndependent()
    {
        RandomStream[] streams =
        [
            Stream, Stream.Beside(), Stream.ForLane(1), Stream.ForLane(2), Stream.At(6), Stream.At(5 + (1L << 32)), Stream with { Seed = 20_261 },
            Stream with { Seed = Stream.Seed | (1UL << 40) },
            .. Enum.GetValues<StreamId>().Where(id => id != Stream.Stream).Select(id => Stream with { Stream = id }),
        ];
        var draws = streams.Select(stream => Normals(stream, Count / 8)).ToArray();
        for (var i = 0; i < draws.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var correlation = NormalDistribution.Correlation(draws[i], draws[j]);
                Assert.True(Math.Abs(correlation) < 4.5, $"{streams[i]} and {streams[j]}: {correlation}");
            }
        }
    }

    [Fact]
    public void IntegersAreUniform()
    {
        const int Bound = 7;
        var counts = new int[Bound];
        for (var i = 0; i < 70_000; i++)
        {
            counts[Stream.Integer(i, Bound)]++;
        }

        // χ² with 6 degrees of freedom exceeds 30 with probability 4e-5.
        Assert.InRange(counts.Sum(count => (count - 10_000.0) * (count - 10_000.0) / 10_000), 0.1, 30);
    }

    private static float[] Normals(RandomStream stream, int count = Count)
    {
        var numbers = new float[count];
        stream.Normal(0, numbers);
        return numbers;
    }
}
