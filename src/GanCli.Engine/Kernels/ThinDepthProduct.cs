using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static GanCli.Engine.Kernels.ThinProducts;

namespace GanCli.Engine.Kernels;

/// <summary>Products whose reduction is a few numbers long.</summary>
internal static unsafe class ThinDepthProduct
{
    /// <summary>A few numbers of a row of a with as many rows of b, which stay in the nearest cache; chains in the order of the reduction.</summary>
    [SkipLocalsInit]
    public static void Compute(MatrixView a, MatrixView b, MatrixView c, MatrixView start, Rectifier rectifier)
    {
        float* kept = stackalloc float[(Few + 1) * (MostKept + Lanes)];
        int pitch = c.Columns + Lanes;
        float* first = kept + (b.Rows * pitch);
        Keep(b, kept, pitch);
        if (start.Start != null)
        {
            Keep(start.Part(0, 1, 0, c.Columns), first, pitch);
        }
        else
        {
            new Span<float>(first, pitch).Clear();
        }

        bool isOwn = rectifier.Signs.Start == c.Start;
        MatrixView signs = isOwn ? default : rectifier.Signs;
        float slope = rectifier.Signs.Start == null ? 1 : rectifier.Slope;
        int rows = RowsWithin(c, Lanes);
        if (signs.Start != null)
        {
            rows = Math.Min(rows, RowsWithin(signs, Lanes));
        }

        if (Vector512.IsHardwareAccelerated && c.Columns % Lanes64Of512.Count == 0)
        {
            // Wider pieces of a row at a time: memory is faster the more of it is passed by in order.
            OuterRows<Lanes64Of512>(rows, b.Rows, a, kept, pitch, first, c, signs, slope);
        }
        else
        {
            OuterRows<Lanes16Of512>(rows, b.Rows, a, kept, pitch, first, c, signs, slope);
        }

        if (rows == c.Rows)
        {
            return;
        }

        // The last rows are computed where there is room behind them.
        const int Most = Lanes;
        float* room = stackalloc float[2 * Most * Lanes];
        var sums = new MatrixView(room, c.Rows - rows, c.Columns, Lanes, 1);
        MatrixView last = c.Part(rows, sums.Rows, 0, c.Columns);
        if (signs.Start != null)
        {
            MatrixView copy = new(room + (Most * Lanes), sums.Rows, c.Columns, Lanes, 1);
            signs.Part(rows, sums.Rows, 0, c.Columns).CopyTo(copy);
            signs = copy;
        }

        OuterRows<Lanes16Of512>(sums.Rows, b.Rows, a.Part(rows, sums.Rows, 0, a.Columns), kept, pitch, first, sums, signs, slope);
        sums.CopyTo(last);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OuterRows<TLanes>(int rows, int depth, MatrixView a, float* b, nint pitch, float* first, MatrixView c, MatrixView signs, float slope)
        where TLanes : struct, ILanes<TLanes>
    {
        nint aDepth = a.ColumnStride;
        nint signRow = signs.RowStride;
        nint cRow = c.RowStride;
        for (int column = 0; column < c.Columns; column += TLanes.Count)
        {
            // The last lanes may begin among columns that are done: they come out the same.
            int at = Math.Max(0, Math.Min(column, c.Columns - TLanes.Count));
            float* numbers = a.Start;
            float* to = c.Start + at;
            float* sign = signs.Start == null ? null : signs.Start + at;
            TLanes begin = TLanes.Load(first + at);
            TLanes b0 = TLanes.Load(b + at);
            TLanes b1 = depth > 1 ? TLanes.Load(b + pitch + at) : default;
            TLanes b2 = depth > 2 ? TLanes.Load(b + (2 * pitch) + at) : default;
            TLanes b3 = depth > 3 ? TLanes.Load(b + (3 * pitch) + at) : default;
            for (int row = 0; row < rows; row++)
            {
                TLanes sum = TLanes.MultiplyAdd(numbers, b0, begin);
                if (depth > 1)
                {
                    sum = TLanes.MultiplyAdd(numbers + aDepth, b1, sum);
                    if (depth > 2)
                    {
                        sum = TLanes.MultiplyAdd(numbers + (2 * aDepth), b2, sum);
                        if (depth > 3)
                        {
                            sum = TLanes.MultiplyAdd(numbers + (3 * aDepth), b3, sum);
                        }
                    }
                }

                TLanes.Store(TLanes.Rectify(sum, sign == null ? sum : TLanes.Load(sign), slope), to);
                numbers += a.RowStride;
                to += cRow;
                sign = sign == null ? null : sign + signRow;
            }
        }
    }
}
