using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static GanCli.Engine.Kernels.ThinProducts;

namespace GanCli.Engine.Kernels;

/// <summary>Products with a few rows, whose rows of b lie in one piece.</summary>
internal static unsafe class ThinRowsProduct
{
    /// <summary>Registers of a row of <see cref="AddRows"/>: with two rows their chains keep the processor busy.</summary>
    private const int Registers = 4;

    /// <summary>Every element is one chain, in the order of the reduction.</summary>
    public static void Compute(MatrixView a, MatrixView b, MatrixView c, MatrixView start)
    {
        for (int row = 0; row < c.Rows; row += 2)
        {
            TwoRows(a, b, c, start, row);
        }
    }

    /// <summary>Two rows of the result, or the last one twice, 64 columns at a time; chains in the order of the reduction.</summary>
    [SkipLocalsInit]
    private static void TwoRows(MatrixView a, MatrixView b, MatrixView c, MatrixView start, int row)
    {
        float* room = stackalloc float[2 * Registers * Lanes];
        float* beyond = stackalloc float[Lanes];
        int second = Math.Min(row + 1, c.Rows - 1);
        int inside = RowsWithin(b, Lanes);
        for (int column = 0; column < c.Columns; column += Registers * Lanes)
        {
            // The last register may begin among columns that are done; only those that are not are kept.
            int begin = Math.Max(0, Math.Min(column, c.Columns - Lanes));
            int columns = Math.Min(Registers * Lanes, c.Columns - begin);
            var sums = new MatrixView(room, 2, columns, Registers * Lanes, 1);
            new Span<float>(room, 2 * Registers * Lanes).Clear();
            if (start.Start != null)
            {
                start.Part(row, 1, begin, columns).CopyTo(sums);
                start.Part(second, 1, begin, columns).CopyTo(sums.Part(1, 1, 0, columns));
            }

            AddRows(inside, a.At(row, 0), a.At(second, 0), a.ColumnStride, b.At(0, begin), b.RowStride, columns, room);
            for (int p = inside; p < b.Rows; p++)
            {
                b.Part(p, 1, 0, columns).CopyTo(new MatrixView(beyond, 1, columns, Lanes, 1));
                AddRows(1, a.At(row, p), a.At(second, p), 0, beyond, 0, columns, room);
            }

            int done = column - begin;
            sums.Part(0, 1, done, columns - done).CopyTo(c.Part(row, 1, column, columns - done));
            sums.Part(1, 1, done, columns - done).CopyTo(c.Part(second, 1, column, columns - done));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRows(int depth, float* first, float* second, nint aDepth, float* numbers, nint bRow, int columns, float* sums)
    {
        // Registers beyond the last column repeat the last ones: they come out the same.
        int last = Math.Max(0, columns - Lanes);
        nint o1 = Math.Min(Lanes, last);
        nint o2 = Math.Min(2 * Lanes, last);
        nint o3 = Math.Min(3 * Lanes, last);
        float* others = sums + (Registers * Lanes);
        Vector512<float> s0 = Vector512.Load(sums);
        Vector512<float> s1 = Vector512.Load(sums + o1);
        Vector512<float> s2 = Vector512.Load(sums + o2);
        Vector512<float> s3 = Vector512.Load(sums + o3);
        Vector512<float> t0 = Vector512.Load(others);
        Vector512<float> t1 = Vector512.Load(others + o1);
        Vector512<float> t2 = Vector512.Load(others + o2);
        Vector512<float> t3 = Vector512.Load(others + o3);
        for (; depth > 0; depth--)
        {
            Vector512<float> f = Vector512.Create(*first);
            Vector512<float> g = Vector512.Create(*second);
            s0 = Vector512.FusedMultiplyAdd(f, Vector512.Load(numbers), s0);
            s1 = Vector512.FusedMultiplyAdd(f, Vector512.Load(numbers + o1), s1);
            s2 = Vector512.FusedMultiplyAdd(f, Vector512.Load(numbers + o2), s2);
            s3 = Vector512.FusedMultiplyAdd(f, Vector512.Load(numbers + o3), s3);
            t0 = Vector512.FusedMultiplyAdd(g, Vector512.Load(numbers), t0);
            t1 = Vector512.FusedMultiplyAdd(g, Vector512.Load(numbers + o1), t1);
            t2 = Vector512.FusedMultiplyAdd(g, Vector512.Load(numbers + o2), t2);
            t3 = Vector512.FusedMultiplyAdd(g, Vector512.Load(numbers + o3), t3);
            first += aDepth;
            second += aDepth;
            numbers += bRow;
        }

        s0.Store(sums);
        s1.Store(sums + o1);
        s2.Store(sums + o2);
        s3.Store(sums + o3);
        t0.Store(others);
        t1.Store(others + o1);
        t2.Store(others + o2);
        t3.Store(others + o3);
    }
}
