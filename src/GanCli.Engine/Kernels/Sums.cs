using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GanCli.Engine.Kernels;

/// <summary>Sums in an order of their own: the same bits for every width of the registers and any number of threads.</summary>
internal static class Sums
{
    /// <summary>Sums over the rows of a matrix, one after another.</summary>
    /// <param name="numbers">[M, N], row after row.</param>
    /// <param name="sums">[N], overwritten.</param>
    public static void OfColumns(ReadOnlySpan<float> numbers, Span<float> sums)
    {
        int columns = sums.Length;
        int column = 0;

        // Four registers side by side: the additions of one are a chain that leaves the processor waiting.
        for (; column <= columns - (4 * Vector<float>.Count); column += 4 * Vector<float>.Count)
        {
            var s0 = Vector<float>.Zero;
            var s1 = Vector<float>.Zero;
            var s2 = Vector<float>.Zero;
            var s3 = Vector<float>.Zero;
            for (int at = column; at < numbers.Length; at += columns)
            {
                ReadOnlySpan<float> row = numbers.Slice(at, 4 * Vector<float>.Count);
                s0 += new Vector<float>(row);
                s1 += new Vector<float>(row[Vector<float>.Count..]);
                s2 += new Vector<float>(row[(2 * Vector<float>.Count)..]);
                s3 += new Vector<float>(row[(3 * Vector<float>.Count)..]);
            }

            s0.CopyTo(sums[column..]);
            s1.CopyTo(sums[(column + Vector<float>.Count)..]);
            s2.CopyTo(sums[(column + (2 * Vector<float>.Count))..]);
            s3.CopyTo(sums[(column + (3 * Vector<float>.Count))..]);
        }

        // The last register may begin among columns that are done: they come out the same.
        while (column < columns && columns >= Vector<float>.Count)
        {
            column = Math.Min(column, columns - Vector<float>.Count);
            var sum = Vector<float>.Zero;
            for (int at = column; at < numbers.Length; at += columns)
            {
                sum += new Vector<float>(numbers.Slice(at, Vector<float>.Count));
            }

            sum.CopyTo(sums[column..]);
            column += Vector<float>.Count;
        }

        for (; column < columns; column++)
        {
            float sum = 0;
            for (int at = column; at < numbers.Length; at += columns)
            {
                sum += numbers[at];
            }

            sums[column] = sum;
        }
    }

    /// <summary>The Euclidean norm. Squares are added up in 64 places, in turn, and those in double precision.</summary>
    public static double Norm(ReadOnlySpan<float> numbers)
    {
        ReadOnlySpan<Vector512<float>> registers = MemoryMarshal.Cast<float, Vector512<float>>(numbers);
        int whole = registers.Length / 4 * 4;
        var s0 = Vector512<float>.Zero;
        var s1 = Vector512<float>.Zero;
        var s2 = Vector512<float>.Zero;
        var s3 = Vector512<float>.Zero;
        for (int i = 0; i < whole; i += 4)
        {
            s0 += registers[i] * registers[i];
            s1 += registers[i + 1] * registers[i + 1];
            s2 += registers[i + 2] * registers[i + 2];
            s3 += registers[i + 3] * registers[i + 3];
        }

        ReadOnlySpan<Vector512<float>> places = [s0, s1, s2, s3];
        double sum = 0;
        foreach (float place in MemoryMarshal.Cast<Vector512<float>, float>(places))
        {
            sum += place;
        }

        foreach (float rest in numbers[(whole * Vector512<float>.Count)..])
        {
            sum += rest * rest;
        }

        return Math.Sqrt(sum);
    }
}
