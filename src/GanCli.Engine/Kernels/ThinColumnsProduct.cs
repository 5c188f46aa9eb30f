using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static GanCli.Engine.Kernels.ThinProducts;

namespace GanCli.Engine.Kernels;

/// <summary>Products with a few columns, whose rows of a lie in one piece.</summary>
internal static unsafe class ThinColumnsProduct
{
    /// <summary>Each element of the result by itself: number p of the reduction goes into chain p mod 16, from zero on; chains 8 apart are added,
    /// then those 4 apart, then neighbours, then the two sums that are left, and all of it to the start.</summary>
    [SkipLocalsInit]
    public static void Compute(MatrixView a, MatrixView b, MatrixView c, MatrixView start, Rectifier rectifier)
    {
        float* kept = stackalloc float[Few * (MostKept + Lanes)];
        int pitch = a.Columns + Lanes;
        Keep(b.Transposed, kept, pitch);
        float zero = 0;
        MatrixView begin = start.Start == null ? new MatrixView(&zero, c.Rows, c.Columns, 0, 0) : start;
        int rows = RowsWithin(a, (a.Columns + Lanes - 1) / Lanes * Lanes);
        DotRows(rows, a, kept, pitch, c, begin);
        if (rows < a.Rows)
        {
            float* room = stackalloc float[Lanes * (MostKept + Lanes)];
            var last = new MatrixView(room, a.Rows - rows, a.Columns, pitch, 1);
            a.Part(rows, last.Rows, 0, a.Columns).CopyTo(last);
            DotRows(last.Rows, last, kept, pitch, c.Part(rows, last.Rows, 0, c.Columns), begin.Part(rows, last.Rows, 0, c.Columns));
        }

        MatrixView signs = rectifier.Signs;
        for (int row = 0; signs.Start != null && row < c.Rows; row++)
        {
            for (int column = 0; column < c.Columns; column++)
            {
                float* number = c.At(row, column);
                *number = *signs.At(row, column) > 0 ? *number : *number * rectifier.Slope;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void DotRows(int rows, MatrixView a, float* b, nint pitch, MatrixView c, MatrixView start)
    {
        int whole = a.Columns / Lanes * Lanes;
        bool hasRest = whole < a.Columns;

        // What lies behind a row is another row's.
        Vector512<float> isRest = Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(a.Columns - whole)).AsSingle();
        for (int column = 0; column < c.Columns; column++, b += pitch)
        {
            float* numbers = a.Start;
            float* to = c.At(0, column);
            float* begin = start.At(0, column);
            for (int row = 0; row < rows; row++)
            {
                var sums = Vector512<float>.Zero;
                for (nint p = 0; p < whole; p += Lanes)
                {
                    sums = Vector512.FusedMultiplyAdd(Vector512.Load(numbers + p), Vector512.Load(b + p), sums);
                }

                if (hasRest)
                {
                    sums = Vector512.FusedMultiplyAdd(Vector512.Load(numbers + whole) & isRest, Vector512.Load(b + whole), sums);
                }

                Vector256<float> eight = sums.GetLower() + sums.GetUpper();
                Vector128<float> four = eight.GetLower() + eight.GetUpper();
                *to = *begin + ((four[0] + four[1]) + (four[2] + four[3]));
                numbers += a.RowStride;
                to += c.RowStride;
                begin += start.RowStride;
            }
        }
    }
}
