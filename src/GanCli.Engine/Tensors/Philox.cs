using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GanCli.Engine.Tensors;

/// <summary>Philox 4×32-10 (Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"): ten rounds that turn a
/// 128-bit counter and a 64-bit key into four 32-bit words.</summary>
/// <param name="Key0">Low half of the key.</param>
/// <param name="Key1">High half of the key.</param>
/// <param name="Word1">Word 1 of the counter, to which the block number's upper bits are added.</param>
/// <param name="Word2">Word 2 of the counter.</param>
/// <param name="Word3">Word 3 of the counter.</param>
internal readonly record struct Philox(uint Key0, uint Key1, uint Word1, uint Word2, uint Word3)
{
    public const int Rounds = 10;

    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9;
    private const uint Weyl1 = 0xBB67AE85;

    /// <summary>The widest registers worth using here: 512, 256 or 32 bits.</summary>
    public static int PreferredWidth { get; } =
        PhiloxWords512.IsSupported && Vector512.IsHardwareAccelerated ? 512 : PhiloxWords256.IsSupported ? 256 : 32;

    /// <summary>Makes the four words of one block.</summary>
    public UInt128 Block(ulong block)
    {
        var (c0, c1, c2, c3) = ((uint)block, Word1 + (uint)(block >> 32), Word2, Word3);
        var (k0, k1) = (Key0, Key1);
        for (var round = 0; round < Rounds; round++)
        {
            var p0 = (ulong)Multiplier0 * c0;
            var p1 = (ulong)Multiplier1 * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            (k0, k1) = (k0 + Weyl0, k1 + Weyl1);
        }

        return new UInt128(((ulong)c3 << 32) | c2, ((ulong)c1 << 32) | c0);
    }

    /// <summary>Writes numbers <paramref name="first"/> … of the kind.</summary>
    /// <param name="first">Index of the first number; word i mod 4 of block i / 4 belongs to number i.</param>
    /// <param name="destination">Where the bits of the numbers go.</param>
    /// <param name="width">Bits of a register: 512, 256 or 32. The numbers do not depend on it.</param>
    public void Fill<TKind>(long first, Span<uint> destination, int width)
        where TKind : IPhiloxKind
    {
        var block = (ulong)first >> 2;
        var skipped = (int)(first & 3);
        if (skipped > 0)
        {
            var count = Math.Min(4 - skipped, destination.Length);
            FillBlock<TKind>(block++, skipped, destination[..count]);
            destination = destination[count..];
        }

        var written = width switch
        {
            512 => FillRegisters<TKind, PhiloxWords512, Vector512<uint>>(block, destination),
            256 => FillRegisters<TKind, PhiloxWords256, Vector256<uint>>(block, destination),
            _ => 0,
        };
        block += (ulong)written / 4;
        for (destination = destination[written..]; !destination.IsEmpty; block++)
        {
            var count = Math.Min(4, destination.Length);
            FillBlock<TKind>(block, 0, destination[..count]);
            destination = destination[count..];
        }
    }

    private void FillBlock<TKind>(ulong block, int skipped, Span<uint> destination)
        where TKind : IPhiloxKind
    {
        var words = Block(block);
        Span<uint> numbers = stackalloc uint[4];
        (numbers[0], numbers[1]) = TKind.Convert<PhiloxWord, uint>((uint)words, (uint)(words >> 32));
        (numbers[2], numbers[3]) = TKind.Convert<PhiloxWord, uint>((uint)(words >> 64), (uint)(words >> 96));
        numbers.Slice(skipped, destination.Length).CopyTo(destination);
    }

    // Optimized at once: left to the tiers, the first thousands of draws would run as unoptimized generic calls.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int FillRegisters<TKind, TWords, TRegister>(ulong block, Span<uint> destination)
        where TKind : IPhiloxKind
        where TWords : IPhiloxRegister<TRegister>
        where TRegister : struct
    {
        var keys0 = default(RoundKeys<TRegister>);
        var keys1 = default(RoundKeys<TRegister>);
        for (var round = 0; round < Rounds; round++)
        {
            keys0[round] = TWords.Create64(Key0 + (Weyl0 * (uint)round));
            keys1[round] = TWords.Create64(Key1 + (Weyl1 * (uint)round));
        }

        var words = TWords.Blocks * 4;
        var counter = TWords.Add64(TWords.Create64(block + ((ulong)Word1 << 32)), TWords.BlockOffsets);
        var increment = TWords.Create64((ulong)TWords.Blocks);
        var (word2, word3) = (TWords.Create64(Word2), TWords.Create64(Word3));
        ref var start = ref MemoryMarshal.GetReference(destination);
        var written = 0;

        // Two registers' worth side by side: the rounds of one are a chain of multiplications that leaves the processor waiting.
        for (; destination.Length - written >= 2 * words; written += 2 * words)
        {
            var (c0, c1, c2, c3) = (counter, TWords.ShiftRight32Of64(counter), word2, word3);
            counter = TWords.Add64(counter, increment);
            var (d0, d1, d2, d3) = (counter, TWords.ShiftRight32Of64(counter), word2, word3);
            counter = TWords.Add64(counter, increment);
            for (var round = 0; round < Rounds; round++)
            {
                Round<TWords, TRegister>(ref c0, ref c1, ref c2, ref c3, keys0[round], keys1[round]);
                Round<TWords, TRegister>(ref d0, ref d1, ref d2, ref d3, keys0[round], keys1[round]);
            }

            Store<TKind, TWords, TRegister>(c0, c1, c2, c3, ref Unsafe.Add(ref start, written));
            Store<TKind, TWords, TRegister>(d0, d1, d2, d3, ref Unsafe.Add(ref start, written + words));
        }

        return written;
    }

    // One word is in the low half of each 64-bit lane; the high halves hold rubbish that no product reads.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round<TWords, TRegister>(
        ref TRegister c0, ref TRegister c1, ref TRegister c2, ref TRegister c3, TRegister key0, TRegister key1)
        where TWords : IPhiloxRegister<TRegister>
        where TRegister : struct
    {
        var p0 = TWords.MultiplyLow(c0, TWords.Create64(Multiplier0));
        var p1 = TWords.MultiplyLow(c2, TWords.Create64(Multiplier1));
        c0 = TWords.Xor(TWords.ShiftRight32Of64(p1), c1, key0);
        c1 = p1;
        c2 = TWords.Xor(TWords.ShiftRight32Of64(p0), c3, key1);
        c3 = p0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TKind, TWords, TRegister>(TRegister c0, TRegister c1, TRegister c2, TRegister c3, ref uint destination)
        where TKind : IPhiloxKind
        where TWords : IPhiloxRegister<TRegister>
        where TRegister : struct
    {
        var low = TWords.Create64(uint.MaxValue);
        var (even, odd) = TKind.Convert<TWords, TRegister>(
            TWords.Select(low, c0, TWords.ShiftLeft32Of64(c2)), TWords.Select(low, c1, TWords.ShiftLeft32Of64(c3)));
        TWords.Store(even, odd, ref destination);
    }

    [InlineArray(Rounds)]
    private struct RoundKeys<TRegister>
        where TRegister : struct
    {
        private TRegister _first;
    }
}

/// <summary>How pairs of words become pairs of numbers.</summary>
internal interface IPhiloxKind
{
    static abstract (TRegister First, TRegister Second) Convert<TWords, TRegister>(TRegister first, TRegister second)
        where TWords : IPhiloxWords<TRegister>
        where TRegister : struct;
}

internal readonly struct PhiloxBits : IPhiloxKind
{
    public static (TRegister First, TRegister Second) Convert<TWords, TRegister>(TRegister first, TRegister second)
        where TWords : IPhiloxWords<TRegister>
        where TRegister : struct
        => (first, second);
}

internal readonly struct PhiloxUniform : IPhiloxKind
{
    public static (TRegister First, TRegister Second) Convert<TWords, TRegister>(TRegister first, TRegister second)
        where TWords : IPhiloxWords<TRegister>
        where TRegister : struct
        => (VectorMath.Unit<TWords, TRegister>(first), VectorMath.Unit<TWords, TRegister>(second));
}

internal readonly struct PhiloxNormal : IPhiloxKind
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TRegister First, TRegister Second) Convert<TWords, TRegister>(TRegister first, TRegister second)
        where TWords : IPhiloxWords<TRegister>
        where TRegister : struct
        => VectorMath.BoxMuller<TWords, TRegister>(first, second);
}
