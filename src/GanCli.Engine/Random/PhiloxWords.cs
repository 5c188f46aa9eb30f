using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GanCli.Engine.Random;

/// <summary>
/// Arithmetic on registers of 32-bit words, one type per register width. Everything random is written once against this interface, so
/// every width performs the same operations in the same order.
/// </summary>
/// <remarks>
/// Every operation is exact or rounded once as IEEE 754 prescribes, so all widths and processors agree bit for bit. That is why
/// <see cref="FusedMultiplyAdd"/> is never an estimate and nothing here calls a library's logarithm or sine.
/// </remarks>
internal interface IPhiloxWords<TRegister>
    where TRegister : struct
{
    static abstract TRegister Create(uint value);

    static abstract TRegister Create(float value);

    static abstract TRegister Add(TRegister left, TRegister right);

    static abstract TRegister Subtract(TRegister left, TRegister right);

    static abstract TRegister And(TRegister left, TRegister right);

    static abstract TRegister Xor(TRegister left, TRegister right);

    /// <summary>Takes bits of <paramref name="one"/> where <paramref name="mask"/> is set, else of <paramref name="zero"/>.</summary>
    static abstract TRegister Select(TRegister mask, TRegister one, TRegister zero);

    static abstract TRegister ShiftLeft(TRegister value, int bits);

    static abstract TRegister ShiftRight(TRegister value, int bits);

    static abstract TRegister ShiftRightSigned(TRegister value, int bits);

    /// <summary>All bits of a word where it is zero.</summary>
    static abstract TRegister IsZero(TRegister value);

    /// <summary>Signed integers to single precision, rounded to nearest even.</summary>
    static abstract TRegister ToFloat(TRegister value);

    static abstract TRegister AddFloat(TRegister left, TRegister right);

    static abstract TRegister MultiplyFloat(TRegister left, TRegister right);

    /// <summary>left · right + addend in single precision, rounded once.</summary>
    static abstract TRegister FusedMultiplyAdd(TRegister left, TRegister right, TRegister addend);

    static abstract TRegister SquareRoot(TRegister value);
}

/// <summary>What whole registers can do besides: 64-bit lanes, of which a Philox round uses the low halves as factors.</summary>
internal interface IPhiloxRegister<TRegister> : IPhiloxWords<TRegister>
    where TRegister : struct
{
    /// <summary>Philox blocks in a register of 64-bit lanes.</summary>
    static abstract int Blocks { get; }

    /// <summary>Block numbers of the 64-bit lanes, arranged such that <see cref="Store"/> writes blocks in order.</summary>
    static abstract TRegister BlockOffsets { get; }

    static abstract TRegister Create64(ulong value);

    static abstract TRegister Add64(TRegister left, TRegister right);

    static abstract TRegister ShiftLeft32Of64(TRegister value);

    static abstract TRegister ShiftRight32Of64(TRegister value);

    /// <summary>64-bit products of the low halves of the 64-bit lanes.</summary>
    static abstract TRegister MultiplyLow(TRegister left, TRegister right);

    static abstract TRegister Xor(TRegister first, TRegister second, TRegister third);

    /// <summary>Writes words 0 and 2 (<paramref name="even"/>) and words 1 and 3 (<paramref name="odd"/>) of all blocks.</summary>
    static abstract void Store(TRegister even, TRegister odd, ref uint destination);
}

/// <summary>One word: the path of processors without wide registers, and of the ends of a range.</summary>
internal readonly struct PhiloxWord : IPhiloxWords<uint>
{
    public static uint Create(uint value) => value;

    public static uint Create(float value) => BitConverter.SingleToUInt32Bits(value);

    public static uint Add(uint left, uint right) => left + right;

    public static uint Subtract(uint left, uint right) => left - right;

    public static uint And(uint left, uint right) => left & right;

    public static uint Xor(uint left, uint right) => left ^ right;

    public static uint Select(uint mask, uint one, uint zero) => (mask & one) | (~mask & zero);

    public static uint ShiftLeft(uint value, int bits) => value << bits;

    public static uint ShiftRight(uint value, int bits) => value >> bits;

    public static uint ShiftRightSigned(uint value, int bits) => (uint)((int)value >> bits);

    public static uint IsZero(uint value) => value == 0 ? uint.MaxValue : 0;

    public static uint ToFloat(uint value) => Create((float)(int)value);

    public static uint AddFloat(uint left, uint right) => Create(Float(left) + Float(right));

    public static uint MultiplyFloat(uint left, uint right) => Create(Float(left) * Float(right));

    public static uint FusedMultiplyAdd(uint left, uint right, uint addend)
        => Create(MathF.FusedMultiplyAdd(Float(left), Float(right), Float(addend)));

    public static uint SquareRoot(uint value) => Create(MathF.Sqrt(Float(value)));

    private static float Float(uint value) => BitConverter.UInt32BitsToSingle(value);
}

/// <summary>Eight words: AVX2 with FMA.</summary>
internal readonly struct PhiloxWords256 : IPhiloxRegister<Vector256<uint>>
{
    public static bool IsSupported => Avx2.IsSupported && Fma.IsSupported;

    public static int Blocks => 4;

    public static Vector256<uint> BlockOffsets => Vector256.Create(0ul, 2, 1, 3).AsUInt32();

    public static Vector256<uint> Create(uint value) => Vector256.Create(value);

    public static Vector256<uint> Create(float value) => Vector256.Create(value).AsUInt32();

    public static Vector256<uint> Create64(ulong value) => Vector256.Create(value).AsUInt32();

    public static Vector256<uint> Add(Vector256<uint> left, Vector256<uint> right) => left + right;

    public static Vector256<uint> Subtract(Vector256<uint> left, Vector256<uint> right) => left - right;

    public static Vector256<uint> And(Vector256<uint> left, Vector256<uint> right) => left & right;

    public static Vector256<uint> Xor(Vector256<uint> left, Vector256<uint> right) => left ^ right;

    public static Vector256<uint> Xor(Vector256<uint> first, Vector256<uint> second, Vector256<uint> third) => first ^ second ^ third;

    public static Vector256<uint> Select(Vector256<uint> mask, Vector256<uint> one, Vector256<uint> zero)
        => Vector256.ConditionalSelect(mask, one, zero);

    public static Vector256<uint> ShiftLeft(Vector256<uint> value, int bits) => value << bits;

    public static Vector256<uint> ShiftRight(Vector256<uint> value, int bits) => value >>> bits;

    public static Vector256<uint> ShiftRightSigned(Vector256<uint> value, int bits) => (value.AsInt32() >> bits).AsUInt32();

    public static Vector256<uint> IsZero(Vector256<uint> value) => Vector256.Equals(value, Vector256<uint>.Zero);

    public static Vector256<uint> ToFloat(Vector256<uint> value) => Vector256.ConvertToSingle(value.AsInt32()).AsUInt32();

    public static Vector256<uint> AddFloat(Vector256<uint> left, Vector256<uint> right)
        => (left.AsSingle() + right.AsSingle()).AsUInt32();

    public static Vector256<uint> MultiplyFloat(Vector256<uint> left, Vector256<uint> right)
        => (left.AsSingle() * right.AsSingle()).AsUInt32();

    public static Vector256<uint> FusedMultiplyAdd(Vector256<uint> left, Vector256<uint> right, Vector256<uint> addend)
        => Vector256.FusedMultiplyAdd(left.AsSingle(), right.AsSingle(), addend.AsSingle()).AsUInt32();

    public static Vector256<uint> SquareRoot(Vector256<uint> value) => Vector256.Sqrt(value.AsSingle()).AsUInt32();

    public static Vector256<uint> Add64(Vector256<uint> left, Vector256<uint> right) => (left.AsUInt64() + right.AsUInt64()).AsUInt32();

    public static Vector256<uint> ShiftLeft32Of64(Vector256<uint> value) => (value.AsUInt64() << 32).AsUInt32();

    public static Vector256<uint> ShiftRight32Of64(Vector256<uint> value) => (value.AsUInt64() >>> 32).AsUInt32();

    public static Vector256<uint> MultiplyLow(Vector256<uint> left, Vector256<uint> right) => Avx2.Multiply(left, right).AsUInt32();

    public static void Store(Vector256<uint> even, Vector256<uint> odd, ref uint destination)
    {
        Avx2.UnpackLow(even, odd).StoreUnsafe(ref destination);
        Avx2.UnpackHigh(even, odd).StoreUnsafe(ref destination, 8);
    }
}

/// <summary>Sixteen words: AVX-512.</summary>
internal readonly struct PhiloxWords512 : IPhiloxRegister<Vector512<uint>>
{
    public static bool IsSupported => Avx512F.IsSupported;

    public static int Blocks => 8;

    public static Vector512<uint> BlockOffsets => Vector512.Create(0ul, 4, 1, 5, 2, 6, 3, 7).AsUInt32();

    public static Vector512<uint> Create(uint value) => Vector512.Create(value);

    public static Vector512<uint> Create(float value) => Vector512.Create(value).AsUInt32();

    public static Vector512<uint> Create64(ulong value) => Vector512.Create(value).AsUInt32();

    public static Vector512<uint> Add(Vector512<uint> left, Vector512<uint> right) => left + right;

    public static Vector512<uint> Subtract(Vector512<uint> left, Vector512<uint> right) => left - right;

    public static Vector512<uint> And(Vector512<uint> left, Vector512<uint> right) => left & right;

    public static Vector512<uint> Xor(Vector512<uint> left, Vector512<uint> right) => left ^ right;

    public static Vector512<uint> Xor(Vector512<uint> first, Vector512<uint> second, Vector512<uint> third)
        => Avx512F.TernaryLogic(first, second, third, 0x96);

    public static Vector512<uint> Select(Vector512<uint> mask, Vector512<uint> one, Vector512<uint> zero)
        => Vector512.ConditionalSelect(mask, one, zero);

    public static Vector512<uint> ShiftLeft(Vector512<uint> value, int bits) => value << bits;

    public static Vector512<uint> ShiftRight(Vector512<uint> value, int bits) => value >>> bits;

    public static Vector512<uint> ShiftRightSigned(Vector512<uint> value, int bits) => (value.AsInt32() >> bits).AsUInt32();

    public static Vector512<uint> IsZero(Vector512<uint> value) => Vector512.Equals(value, Vector512<uint>.Zero);

    public static Vector512<uint> ToFloat(Vector512<uint> value) => Vector512.ConvertToSingle(value.AsInt32()).AsUInt32();

    public static Vector512<uint> AddFloat(Vector512<uint> left, Vector512<uint> right)
        => (left.AsSingle() + right.AsSingle()).AsUInt32();

    public static Vector512<uint> MultiplyFloat(Vector512<uint> left, Vector512<uint> right)
        => (left.AsSingle() * right.AsSingle()).AsUInt32();

    public static Vector512<uint> FusedMultiplyAdd(Vector512<uint> left, Vector512<uint> right, Vector512<uint> addend)
        => Vector512.FusedMultiplyAdd(left.AsSingle(), right.AsSingle(), addend.AsSingle()).AsUInt32();

    public static Vector512<uint> SquareRoot(Vector512<uint> value) => Vector512.Sqrt(value.AsSingle()).AsUInt32();

    public static Vector512<uint> Add64(Vector512<uint> left, Vector512<uint> right) => (left.AsUInt64() + right.AsUInt64()).AsUInt32();

    public static Vector512<uint> ShiftLeft32Of64(Vector512<uint> value) => (value.AsUInt64() << 32).AsUInt32();

    public static Vector512<uint> ShiftRight32Of64(Vector512<uint> value) => (value.AsUInt64() >>> 32).AsUInt32();

    public static Vector512<uint> MultiplyLow(Vector512<uint> left, Vector512<uint> right) => Avx512F.Multiply(left, right).AsUInt32();

    public static void Store(Vector512<uint> even, Vector512<uint> odd, ref uint destination)
    {
        Avx512F.UnpackLow(even, odd).StoreUnsafe(ref destination);
        Avx512F.UnpackHigh(even, odd).StoreUnsafe(ref destination, 16);
    }
}
