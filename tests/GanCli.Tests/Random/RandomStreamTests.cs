using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using GanCli.Engine.Random;

namespace GanCli.Tests.Random;

public sealed class RandomStreamTests
{
    private static readonly RandomStream Stream = new(0x0123456789ABCDEF, StreamId.Latent, 77);

    /// <summary>The register widths of this processor, in bits.</summary>
    public static TheoryData<int> Widths
        => [.. new[] { 32, 256, 512 }.Where(bits => bits == 32 || (bits == 256 ? PhiloxWords256.IsSupported : PhiloxWords512.IsSupported))];

    // Random123's tests/kat_vectors, philox4x32 with 10 rounds: counter, key, result.
    [Theory]
    [InlineData("00000000 00000000 00000000 00000000 00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8")]
    [InlineData("ffffffff ffffffff ffffffff ffffffff ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd")]
    [InlineData("243f6a88 85a308d3 13198a2e 03707344 a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1")]
    public void PublishedKnownAnswers(string input, string expected)
    {
        var words = input.Split(' ').Select(word => uint.Parse(word, NumberStyles.HexNumber)).ToArray();
        var philox = new Philox(words[4], words[5], words[1], words[2], words[3]);
        var block = philox.Block(words[0]);
        Assert.Equal(expected, string.Join(' ', Enumerable.Range(0, 4).Select(i => $"{(uint)(block >> (32 * i)):x8}")));
    }

    [Fact]
    public void CounterLayoutIsTheDocumentedOne()
    {
        const long Index = (0xABCD_1234_5678L << 2) | 2;
        var stream = new RandomStream(0x1111111122222222, StreamId.Sampling, 0x9999_88887777, 0x4321);
        var expected = (uint)(new Philox(0x22222222, 0x11111111, 0x4321ABCD, 0x88887777, 0x00069999).Block(0x12345678) >> 64);
        var word = new uint[1];
        stream.Bits(Index, word);
        Assert.Equal(expected, word[0]);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void EveryWidthGivesTheSameBits(int width)
    {
        int[] counts = [0, 1, 2, 3, 4, 5, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100, 127, 128, 129, 2099];
        foreach (var first in new[] { 0L, 1, 2, 3, 4, 5, 31, 1_000_003, (1L << 34) - 37, (1L << 50) - 2099 })
        {
            Same((start, destination, bits) => Stream.Normal(start, destination, bits));
            Same((start, destination, bits) => Stream.Uniform(start, destination, bits));

            void Same(Action<long, float[], int> draw)
            {
                // The reference: one number at a time, from single words.
                var reference = Enumerable.Range(0, counts[^1]).Select(i => Drawn(first + i, 1, 32)[0]).ToArray();
                Assert.All(counts, count => Assert.Equal(reference[..count], Drawn(first, count, width)));

                int[] Drawn(long start, int count, int bits)
                {
                    var numbers = new float[count];
                    draw(start, numbers, bits);
                    return [.. numbers.Select(BitConverter.SingleToInt32Bits)];
                }
            }
        }
    }

    [Fact]
    public void NumberDoesNotDependOnWhereADrawBegins()
    {
        var whole = Normals(Stream, 5000);
        var bits = new uint[5000];
        Stream.Bits(0, bits);
        for (var (first, count) = (0, 1); first + count <= whole.Length; first += count, count = (count * 7 % 61) + 1)
        {
            var part = new float[count];
            Stream.Normal(first, part);
            Assert.Equal(whole[first..(first + count)], part);
            var partBits = new uint[count];
            Stream.Bits(first, partBits);
            Assert.Equal(bits[first..(first + count)], partBits);
        }
    }

    [Fact]
    public void ThreadsDrawTheSameNumbers()
    {
        var expected = Normals(Stream, 40_000);
        var actual = new float[expected.Length];
        Parallel.For(0, 40, part => Stream.Normal(part * 1000, actual.AsSpan(part * 1000, 1000)));
        Assert.Equal(expected, actual);
    }

    // Frozen: a change here changes every run that was ever recorded.
    [Fact]
    public void NumbersNeverChange()
    {
        var stream = new RandomStreams(7).Data.At(3).ForLane(2);
        var (bits, uniform) = (new uint[4], new float[4]);
        stream.Bits(0, bits);
        stream.Uniform(0, uniform);
        Assert.Equal("2bb3d157 99203254 ae37ddeb 50032297", string.Join(' ', bits.Select(word => $"{word:x8}")));
        Assert.Equal([2864081, 10035250, 11417565, 5243682], uniform.Select(number => (int)(number * (1 << 24))));
        Assert.Equal(0.47253666947984496, stream.UniformDouble(5));
        Assert.Equal("bfc458cb bf8b3116 beac06d8 3f4f7a6d",
            string.Join(' ', Normals(stream, 4).Select(number => $"{BitConverter.SingleToInt32Bits(number):x8}")));
        var hash = SHA256.HashData(MemoryMarshal.AsBytes(Normals(stream, 1_000_000).AsSpan()));
        Assert.Equal("70c06c7b2ff15abe4cf1251eedb78da2", Convert.ToHexStringLower(hash)[..32]);
        Assert.Equal("RandomStream { Seed = 7, Stream = Data, Step = 3, Lane = 2 }", stream.ToString());
    }

    [Fact]
    public void UniformIsTheTop24Bits()
    {
        var (bits, uniform) = (new uint[1000], new float[1000]);
        Stream.Bits(11, bits);
        Stream.Uniform(11, uniform);
        Assert.Equal(bits.Select(word => (word >> 8) / 16777216f), uniform);
    }

    [Fact]
    public void DoublesAndIntegersUseTwoWords()
    {
        var bits = new uint[2];
        Stream.Bits(2 * 123, bits);
        var word = ((ulong)bits[0] << 32) | bits[1];
        Assert.Equal((word >> 11) / 9007199254740992.0, Stream.UniformDouble(123));
        Assert.Equal((int)((UInt128)word * 1000 >> 64), Stream.Integer(123, 1000));
        Assert.Equal(0, Stream.Integer(123, 1));
    }

    [Fact]
    public void RangesAreChecked()
    {
        var one = new float[1];
        Assert.Throws<ArgumentOutOfRangeException>(() => Stream.Normal(-1, one));
        Assert.Throws<ArgumentOutOfRangeException>(() => Stream.Normal(RandomStream.MaxCount, one));
        Assert.Throws<ArgumentOutOfRangeException>(() => Stream.At(-1).Normal(0, one));
        Assert.Throws<ArgumentOutOfRangeException>(() => Stream.At(RandomStream.MaxStep + 1).Normal(0, one));
        Assert.Throws<ArgumentOutOfRangeException>(() => Stream.ForLane(65536).Normal(0, one));
        Assert.Throws<ArgumentOutOfRangeException>(() => Stream.ForLane(-1).Normal(0, one));
        Assert.Throws<ArgumentOutOfRangeException>(() => Stream.UniformDouble(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Stream.Integer(0, 0));
        Stream.At(RandomStream.MaxStep).ForLane(65535).Normal(RandomStream.MaxCount - 1, one);
    }

    private static float[] Normals(RandomStream stream, int count)
    {
        var result = new float[count];
        stream.Normal(0, result);
        return result;
    }
}
