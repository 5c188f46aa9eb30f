namespace GanCli.Engine.Tensors;

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
    /// <summary>The same stream at another step.</summary>
    public RandomStream At(long step) => this with { Step = step };

    /// <summary>An independent stream beside this one, for a second purpose in the same step (0 … 65535).</summary>
    public RandomStream ForLane(int lane) => this with { Lane = lane };

    /// <summary>Writes 32-bit words <paramref name="first"/> … of the stream.</summary>
    public void Bits(long first, Span<uint> destination) => throw new NotImplementedException();

    /// <summary>Writes numbers uniform in [0, 1), multiples of 2⁻²⁴: word i gives number i.</summary>
    public void Uniform(long first, Span<float> destination) => throw new NotImplementedException();

    /// <summary>Writes standard normal numbers (Box–Muller on words 2j and 2j + 1).</summary>
    public void Normal(long first, Span<float> destination) => throw new NotImplementedException();

    /// <summary>Number <paramref name="index"/> as a double uniform in [0, 1), from words 2i and 2i + 1 (53 bits).</summary>
    public double UniformDouble(long index) => throw new NotImplementedException();

    /// <summary>Number <paramref name="index"/> as an integer uniform in [0, bound).</summary>
    public int Integer(long index, int bound) => throw new NotImplementedException();
}
