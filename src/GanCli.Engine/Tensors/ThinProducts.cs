using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GanCli.Engine.Tensors;

/// <summary>What makes a product too thin for tiles of six rows.</summary>
internal enum ThinShape
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The reduction is a few numbers long.</summary>
    Depth,

    /// <summary>The result has a few columns, and the rows of a lie in one piece.</summary>
    Columns,

    /// <summary>The result has a few rows, and the rows of b lie in one piece.</summary>
    Rows,
}

/// <summary>Matrix products one of whose sides is a few numbers long, as in the first and last layers of networks for points: tiles would compute
/// six rows or sixteen columns where there is one.</summary>
internal static unsafe class ThinProducts
{
    /// <summary>The longest side that counts as a few.</summary>
    public const int Few = 4;

    /// <summary>Chains of a sum in <see cref="Dots"/>, and numbers in a register.</summary>
    public const int Lanes = 16;

    /// <summary>Registers of a row of <see cref="AddRows"/>: with two rows their chains keep the
    /// processor busy.</summary>
    private const int Registers = 4;

    /// <summary>Longest row of b that is kept at hand.</summary>
    private const int MostKept = 1024;

    /// <summary>How a product is to be computed here, or not at all. Depends on shapes and strides only.</summary>
    public static ThinShape ShapeOf(MatrixView a, MatrixView b, MatrixView c, MatrixView start, Rectifier rectifier)
    {
        if (c.Columns <= Few && c.Rows > c.Columns && a.Columns is > Few and <= MostKept && a.ColumnStride == 1 && a.RowStride >= a.Columns)
        {
            return ThinShape.Columns;
        }

        // Fewer columns than lanes: what is written beyond a row is written again with the next one.
        bool isWide = c.Columns >= Lanes;
        if (a.Columns is > 0 and <= Few && c.Columns is > Few and <= MostKept && c.Rows > Few && c.ColumnStride == 1 && (isWide || c.RowStride == c.Columns)
            && (start.Start == null || (start.RowStride == 0 && start.ColumnStride == 1))
            && (rectifier.Signs.Start == null || (rectifier.Signs.ColumnStride == 1 && rectifier.Signs.RowStride >= c.Columns)))
        {
            return ThinShape.Depth;
        }

        return c.Rows <= Few && c.Columns > Few && b.Rows > Few && b.ColumnStride == 1 && b.RowStride >= b.Columns && rectifier.Signs.Start == null
            ? ThinShape.Rows
            : ThinShape.None;
    }

    /// <summary>Computes a product of that shape; see <see cref="MatrixProduct"/>.</summary>
    public static void Compute(ThinShape shape, MatrixView a, MatrixView b, MatrixView c, MatrixView start, Rectifier rectifier)
    {
        switch (shape)
        {
            case ThinShape.Depth:
                Outer(a, b, c, start, rectifier);
                break;
            case ThinShape.Columns:
                Dots(a, b, c, start, rectifier);
                break;
            default:
                for (int row = 0; row < c.Rows; row += 2)
                {
                    TwoRows(a, b, c, start, row);
                }

                break;
        }
    }

    /// <summary>A few numbers of a row of a with as many rows of b, which stay in the nearest cache; chains in the order of the reduction.</summary>
    [SkipLocalsInit]
    private static void Outer(MatrixView a, MatrixView b, MatrixView c, MatrixView start, Rectifier rectifier)
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
            Copy(signs.Part(rows, sums.Rows, 0, c.Columns), copy);
            signs = copy;
        }

        OuterRows<Lanes16Of512>(sums.Rows, b.Rows, a.Part(rows, sums.Rows, 0, a.Columns), kept, pitch, first, sums, signs, slope);
        Copy(sums, last);
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

    /// <summary>Each element of the result by itself: number p of the reduction goes into chain p mod 16, from zero on; chains 8 apart are added,
    /// then those 4 apart, then neighbours, then the two sums that are left, and all of it to the start.</summary>
    [SkipLocalsInit]
    private static void Dots(MatrixView a, MatrixView b, MatrixView c, MatrixView start, Rectifier rectifier)
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
            Copy(a.Part(rows, last.Rows, 0, a.Columns), last);
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
                Copy(start.Part(row, 1, begin, columns), sums);
                Copy(start.Part(second, 1, begin, columns), sums.Part(1, 1, 0, columns));
            }

            AddRows(inside, a.At(row, 0), a.At(second, 0), a.ColumnStride, b.At(0, begin), b.RowStride, columns, room);
            for (int p = inside; p < b.Rows; p++)
            {
                Copy(b.Part(p, 1, 0, columns), new MatrixView(beyond, 1, columns, Lanes, 1));
                AddRows(1, a.At(row, p), a.At(second, p), 0, beyond, 0, columns, room);
            }

            int done = column - begin;
            Copy(sums.Part(0, 1, done, columns - done), c.Part(row, 1, column, columns - done));
            Copy(sums.Part(1, 1, done, columns - done), c.Part(second, 1, column, columns - done));
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

    /// <summary>Rows from whose beginning so many numbers, or the row itself if it is longer, lie inside the matrix.</summary>
    private static int RowsWithin(MatrixView matrix, int numbers)
    {
        int beyond = Math.Max(0, numbers - matrix.Columns);
        return Math.Max(0, matrix.Rows - ((beyond + (int)matrix.RowStride - 1) / (int)matrix.RowStride));
    }

    private static void Copy(MatrixView from, MatrixView to)
    {
        for (int row = 0; row < from.Rows; row++)
        {
            float* source = from.At(row, 0);
            float* target = to.At(row, 0);
            for (int column = 0; column < from.Columns; column++)
            {
                target[column * to.ColumnStride] = source[column * from.ColumnStride];
            }
        }
    }

    /// <summary>Copies rows to where each begins a register; zeros behind them.</summary>
    private static void Keep(MatrixView from, float* to, int pitch)
    {
        Copy(from, new MatrixView(to, from.Rows, from.Columns, pitch, 1));
        for (int row = 0; row < from.Rows; row++)
        {
            new Span<float>(to + (row * pitch) + from.Columns, pitch - from.Columns).Clear();
        }
    }
}
