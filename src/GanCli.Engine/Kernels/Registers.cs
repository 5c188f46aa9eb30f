using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GanCli.Engine.Kernels;

/// <summary>Numbers a register at a time, whatever their count: one loop instead of one for whole registers and one for the rest.</summary>
internal static class Registers
{
    /// <summary>A register of numbers; what lies beyond the end is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Load(ReadOnlySpan<float> numbers, int at)
    {
        ref float first = ref Unsafe.Add(ref MemoryMarshal.GetReference(numbers), at);
        return numbers.Length - at >= Vector<float>.Count ? Vector.LoadUnsafe(ref first) : LoadPart(numbers[at..]);
    }

    /// <summary>Writes a register of numbers, but nothing beyond the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector<float> register, Span<float> numbers, int at)
    {
        if (numbers.Length - at >= Vector<float>.Count)
        {
            register.StoreUnsafe(ref Unsafe.Add(ref MemoryMarshal.GetReference(numbers), at));
        }
        else
        {
            StorePart(register, numbers[at..]);
        }
    }

    private static Vector<float> LoadPart(ReadOnlySpan<float> numbers)
    {
        Span<float> padded = stackalloc float[Vector<float>.Count];
        numbers.CopyTo(padded);
        return new Vector<float>(padded);
    }

    private static void StorePart(Vector<float> register, Span<float> numbers)
    {
        Span<float> padded = stackalloc float[Vector<float>.Count];
        register.CopyTo(padded);
        padded[..numbers.Length].CopyTo(numbers);
    }
}
