using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GanCli.Engine.Kernels;

/// <summary>Neighbouring numbers that are worked on together, one type per register width: <see cref="MatrixTile"/> is written once against
/// it. Every operation is rounded once as IEEE 754 prescribes, so all of them agree bit for bit.</summary>
internal unsafe interface ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    static abstract int Count { get; }

    static abstract TSelf Load(float* from);

    static abstract void Store(TSelf lanes, float* to);

    /// <summary>factor · numbers + sum, rounded once. The factor comes as a place: a processor reads and repeats it in one go, where a value takes
    /// a shuffle besides, in the pipes that multiply.</summary>
    static abstract TSelf MultiplyAdd(float* factor, TSelf numbers, TSelf sum);

    /// <summary>numbers where signs are positive, numbers · slope elsewhere.</summary>
    static abstract TSelf Rectify(TSelf numbers, TSelf signs, float slope);
}

/// <summary>64 numbers in four registers of 512 bits.</summary>
internal readonly unsafe struct Lanes64Of512(Vector512<float> v0, Vector512<float> v1, Vector512<float> v2, Vector512<float> v3) : ILanes<Lanes64Of512>
{
    private readonly Vector512<float> _v0 = v0;
    private readonly Vector512<float> _v1 = v1;
    private readonly Vector512<float> _v2 = v2;
    private readonly Vector512<float> _v3 = v3;

    public static int Count => 64;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes64Of512 Load(float* from) =>
        new(Vector512.Load(from), Vector512.Load(from + 16), Vector512.Load(from + 32), Vector512.Load(from + 48));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes64Of512 lanes, float* to)
    {
        lanes._v0.Store(to);
        lanes._v1.Store(to + 16);
        lanes._v2.Store(to + 32);
        lanes._v3.Store(to + 48);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes64Of512 MultiplyAdd(float* factor, Lanes64Of512 numbers, Lanes64Of512 sum)
    {
        Vector512<float> factors = Vector512.Create(*factor);
        return new(
            Vector512.FusedMultiplyAdd(factors, numbers._v0, sum._v0),
            Vector512.FusedMultiplyAdd(factors, numbers._v1, sum._v1),
            Vector512.FusedMultiplyAdd(factors, numbers._v2, sum._v2),
            Vector512.FusedMultiplyAdd(factors, numbers._v3, sum._v3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes64Of512 Rectify(Lanes64Of512 numbers, Lanes64Of512 signs, float slope) =>
        new(
            Rectifier.Select(numbers._v0, signs._v0, Vector512.Create(slope)),
            Rectifier.Select(numbers._v1, signs._v1, Vector512.Create(slope)),
            Rectifier.Select(numbers._v2, signs._v2, Vector512.Create(slope)),
            Rectifier.Select(numbers._v3, signs._v3, Vector512.Create(slope)));
}

/// <summary>16 numbers in one register of 512 bits.</summary>
internal readonly unsafe struct Lanes16Of512(Vector512<float> numbers) : ILanes<Lanes16Of512>
{
    private readonly Vector512<float> _numbers = numbers;

    public static int Count => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16Of512 Load(float* from) => new(Vector512.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes16Of512 lanes, float* to) => lanes._numbers.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16Of512 MultiplyAdd(float* factor, Lanes16Of512 numbers, Lanes16Of512 sum) =>
        new(Vector512.FusedMultiplyAdd(Vector512.Create(*factor), numbers._numbers, sum._numbers));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16Of512 Rectify(Lanes16Of512 numbers, Lanes16Of512 signs, float slope) =>
        new(Rectifier.Select(numbers._numbers, signs._numbers, Vector512.Create(slope)));
}

/// <summary>16 numbers in two registers of 256 bits.</summary>
internal readonly unsafe struct Lanes16Of256(Vector256<float> v0, Vector256<float> v1) : ILanes<Lanes16Of256>
{
    private readonly Vector256<float> _v0 = v0;
    private readonly Vector256<float> _v1 = v1;

    public static int Count => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16Of256 Load(float* from) => new(Vector256.Load(from), Vector256.Load(from + 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes16Of256 lanes, float* to)
    {
        lanes._v0.Store(to);
        lanes._v1.Store(to + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16Of256 MultiplyAdd(float* factor, Lanes16Of256 numbers, Lanes16Of256 sum)
    {
        Vector256<float> factors = Vector256.Create(*factor);
        return new(Vector256.FusedMultiplyAdd(factors, numbers._v0, sum._v0), Vector256.FusedMultiplyAdd(factors, numbers._v1, sum._v1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16Of256 Rectify(Lanes16Of256 numbers, Lanes16Of256 signs, float slope) =>
        new(
            Rectifier.Select(numbers._v0, signs._v0, Vector256.Create(slope)),
            Rectifier.Select(numbers._v1, signs._v1, Vector256.Create(slope)));
}

/// <summary>16 numbers in four registers of 128 bits.</summary>
internal readonly unsafe struct Lanes16Of128(Vector128<float> v0, Vector128<float> v1, Vector128<float> v2, Vector128<float> v3) : ILanes<Lanes16Of128>
{
    private readonly Vector128<float> _v0 = v0;
    private readonly Vector128<float> _v1 = v1;
    private readonly Vector128<float> _v2 = v2;
    private readonly Vector128<float> _v3 = v3;

    public static int Count => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16Of128 Load(float* from) =>
        new(Vector128.Load(from), Vector128.Load(from + 4), Vector128.Load(from + 8), Vector128.Load(from + 12));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes16Of128 lanes, float* to)
    {
        lanes._v0.Store(to);
        lanes._v1.Store(to + 4);
        lanes._v2.Store(to + 8);
        lanes._v3.Store(to + 12);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16Of128 MultiplyAdd(float* factor, Lanes16Of128 numbers, Lanes16Of128 sum)
    {
        Vector128<float> factors = Vector128.Create(*factor);
        return new(
            Vector128.FusedMultiplyAdd(factors, numbers._v0, sum._v0),
            Vector128.FusedMultiplyAdd(factors, numbers._v1, sum._v1),
            Vector128.FusedMultiplyAdd(factors, numbers._v2, sum._v2),
            Vector128.FusedMultiplyAdd(factors, numbers._v3, sum._v3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16Of128 Rectify(Lanes16Of128 numbers, Lanes16Of128 signs, float slope) =>
        new(
            Rectifier.Select(numbers._v0, signs._v0, Vector128.Create(slope)),
            Rectifier.Select(numbers._v1, signs._v1, Vector128.Create(slope)),
            Rectifier.Select(numbers._v2, signs._v2, Vector128.Create(slope)),
            Rectifier.Select(numbers._v3, signs._v3, Vector128.Create(slope)));
}
