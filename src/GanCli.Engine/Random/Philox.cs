using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GanCli.Engine.Random;

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

    /// <summary>Words that stay in the nearest cache between the two loops.</summary>
    private const int NearWords = 4096;

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

    // Words first and numbers from them afterwards, in loops of their own: each has many independent chains of operations at work, where one
    // chain through both would leave the processor waiting.
    private int FillRegisters<TKind, TWords, TRegister>(ulong block, Span<uint> destination)
        where TKind : IPhiloxKind
        where TWords : IPhiloxRegister<TRegister>
        where TRegister : struct
    {
        int whole = destination.Length / (TWords.Blocks * 4) * TWords.Blocks * 4;
        for (int begin = 0; begin < whole; begin += NearWords)
        {
            Span<uint> near = destination[begin..Math.Min(begin + NearWords, whole)];
            Words<TWords, TRegister>(block + ((ulong)begin / 4), near);
            Convert<TKind, TWords, TRegister>(near);
        }

        return whole;
    }

    /// <summary>The words of whole registers of blocks: for each register words 0 and 2 of all its blocks, then words 1 and 3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Words<TWords, TRegister>(ulong block, Span<uint> destination)
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

        var counter = TWords.Add64(TWords.Create64(block + ((ulong)Word1 << 32)), TWords.BlockOffsets);
        var increment = TWords.Create64((ulong)TWords.Blocks);
        var (word2, word3) = (TWords.Create64(Word2), TWords.Create64(Word3));
        var words = TWords.Blocks * 4;
        ref var to = ref MemoryMarshal.GetReference(destination);
        var left = destination.Length;
        for (; left >= 4 * words; left -= 4 * words)
        {
            var (a0, a1, a2, a3) = (counter, TWords.ShiftRight32Of64(counter), word2, word3);
            counter = TWords.Add64(counter, increment);
            var (b0, b1, b2, b3) = (counter, TWords.ShiftRight32Of64(counter), word2, word3);
            counter = TWords.Add64(counter, increment);
            var (c0, c1, c2, c3) = (counter, TWords.ShiftRight32Of64(counter), word2, word3);
            counter = TWords.Add64(counter, increment);
            var (d0, d1, d2, d3) = (counter, TWords.ShiftRight32Of64(counter), word2, word3);
            counter = TWords.Add64(counter, increment);
            for (var round = 0; round < Rounds; round++)
            {
                var (key0, key1) = (keys0[round], keys1[round]);
                Round<TWords, TRegister>(ref a0, ref a1, ref a2, ref a3, key0, key1);
                Round<TWords, TRegister>(ref b0, ref b1, ref b2, ref b3, key0, key1);
                Round<TWords, TRegister>(ref c0, ref c1, ref c2, ref c3, key0, key1);
                Round<TWords, TRegister>(ref d0, ref d1, ref d2, ref d3, key0, key1);
            }

            Keep<TWords, TRegister>(a0, a1, a2, a3, ref to);
            Keep<TWords, TRegister>(b0, b1, b2, b3, ref Unsafe.Add(ref to, words));
            Keep<TWords, TRegister>(c0, c1, c2, c3, ref Unsafe.Add(ref to, 2 * words));
            Keep<TWords, TRegister>(d0, d1, d2, d3, ref Unsafe.Add(ref to, 3 * words));
            to = ref Unsafe.Add(ref to, 4 * words);
        }

        for (; left > 0; left -= words)
        {
            var (a0, a1, a2, a3) = (counter, TWords.ShiftRight32Of64(counter), word2, word3);
            counter = TWords.Add64(counter, increment);
            for (var round = 0; round < Rounds; round++)
            {
                Round<TWords, TRegister>(ref a0, ref a1, ref a2, ref a3, keys0[round], keys1[round]);
            }

            Keep<TWords, TRegister>(a0, a1, a2, a3, ref to);
            to = ref Unsafe.Add(ref to, words);
        }
    }

    /// <summary>Numbers from what <see cref="Words"/> left, in its place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Convert<TKind, TWords, TRegister>(Span<uint> words)
        where TKind : IPhiloxKind
        where TWords : IPhiloxRegister<TRegister>
        where TRegister : struct
    {
        Span<TRegister> registers = MemoryMarshal.Cast<uint, TRegister>(words);
        for (var i = 0; i < registers.Length - 1; i += 2)
        {
            var (even, odd) = TKind.Convert<TWords, TRegister>(registers[i], registers[i + 1]);
            TWords.Store(even, odd, ref Unsafe.As<TRegister, uint>(ref registers[i]));
        }
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
    private static void Keep<TWords, TRegister>(TRegister c0, TRegister c1, TRegister c2, TRegister c3, ref uint destination)
        where TWords : IPhiloxRegister<TRegister>
        where TRegister : struct
    {
        var low = TWords.Create64(uint.MaxValue);
        ref var registers = ref Unsafe.As<uint, TRegister>(ref destination);
        registers = TWords.Select(low, c0, TWords.ShiftLeft32Of64(c2));
        Unsafe.Add(ref registers, 1) = TWords.Select(low, c1, TWords.ShiftLeft32Of64(c3));
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
