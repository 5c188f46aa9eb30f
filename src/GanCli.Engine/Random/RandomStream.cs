using System.Runtime.InteropServices;

namespace GanCli.Engine.Random;

/// <summary>
/// Numbers that are a function of (seed, stream, step, lane, index): Philox 4×32-10 (Salmon et al. 2011), a counter-based generator.
/// Number i is the same whatever was drawn before, however many are asked for, on any processor and with any vector width.
/// </summary>
/// <remarks>
/// The key is the seed. The counter's four words are: block index (low), block index (high 16 bits) | lane &lt;&lt; 16, step (low),
/// step (high 16 bits) | stream &lt;&lt; 16. A block is four 32-bit words; number i is word i mod 4 of block i / 4.
/// </remarks>
public readonly record struct RandomStream(ulong Seed, StreamId Stream, long Step = 0, int Lane = 0)
{
    /// <summary>The largest step; steps near it are reserved for what is drawn once.</summary>
    public const long MaxStep = (1L << 48) - 1;

    /// <summary>Numbers in one stream, step and lane.</summary>
    public const long MaxCount = 1L << 50;

    private const int BesideBit = 0x8000;

    /// <summary>The companion of this lane, from which a data source or prior takes its second kind of number (which mode, which row):
    /// lane + 32768. Callers number their own lanes from 0 to 32767.</summary>
    public RandomStream Beside() => this with { Lane = Lane | BesideBit };

    /// <summary>The same stream at another step, 0 … <see cref="MaxStep"/>.</summary>
    public RandomStream At(long step) => this with { Step = step };

    /// <summary>An independent stream beside this one, for a second purpose in the same step (0 … 32767; see <see cref="Beside"/>).</summary>
    public RandomStream ForLane(int lane) => this with { Lane = lane };

    /// <summary>Writes 32-bit words <paramref name="first"/> … of the stream.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number, the step or the lane lies outside the counter's range.</exception>
    public void Bits(long first, Span<uint> destination)
        => Generator(first, destination.Length).Fill<PhiloxBits>(first, destination, Philox.PreferredWidth);

    /// <summary>Writes numbers uniform in [0, 1), multiples of 2⁻²⁴: word i gives number i.</summary>
    /// <exception cref="ArgumentOutOfRangeException">As for <see cref="Bits"/>.</exception>
    public void Uniform(long first, Span<float> destination) => Uniform(first, destination, Philox.PreferredWidth);

    /// <summary>Writes standard normal numbers (Box–Muller on words 2j and 2j + 1); their absolute values reach 6.76.</summary>
    /// <exception cref="ArgumentOutOfRangeException">As for <see cref="Bits"/>.</exception>
    public void Normal(long first, Span<float> destination) => Normal(first, destination, Philox.PreferredWidth);

    /// <summary>Number <paramref name="index"/> as a double uniform in [0, 1), from words 2i and 2i + 1 (53 bits).</summary>
    /// <exception cref="ArgumentOutOfRangeException">As for <see cref="Bits"/>.</exception>
    public double UniformDouble(long index) => (Bits64(index) >> 11) * (1.0 / (1L << 53));

    /// <summary>Number <paramref name="index"/> as an integer uniform in [0, bound), from words 2i and 2i + 1: no result is more than
    /// 2⁻³³ likelier than another.</summary>
    /// <exception cref="ArgumentOutOfRangeException">As for <see cref="Bits"/>, or the bound is not positive.</exception>
    public int Integer(long index, int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        return (int)Math.BigMul(Bits64(index), (ulong)bound, out _);
    }

    internal void Uniform(long first, Span<float> destination, int width)
        => Generator(first, destination.Length).Fill<PhiloxUniform>(first, MemoryMarshal.Cast<float, uint>(destination), width);

    internal void Normal(long first, Span<float> destination, int width)
        => Generator(first, destination.Length).Fill<PhiloxNormal>(first, MemoryMarshal.Cast<float, uint>(destination), width);

    private ulong Bits64(long index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)index, (ulong)MaxCount / 2, nameof(index));
        Span<uint> words = stackalloc uint[2];
        Bits(2 * index, words);
        return ((ulong)words[0] << 32) | words[1];
    }

    private Philox Generator(long first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, MaxCount - count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)Step, (ulong)MaxStep, nameof(Step));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)Lane, (uint)ushort.MaxValue, nameof(Lane));
        return new Philox(
            (uint)Seed, (uint)(Seed >> 32), (uint)Lane << 16, (uint)Step, (uint)(Step >> 32) | ((uint)Stream << 16));
    }
}
