namespace GanCli.Engine.Kernels;

/// <summary>Matrix products one of whose sides is a few numbers long, as in the first and last layers of networks for points: tiles would compute
/// six rows or sixteen columns where there is one.</summary>
internal static unsafe class ThinProducts
{
    /// <summary>The longest side that counts as a few.</summary>
    public const int Few = 4;

    /// <summary>Chains of a sum in <see cref="ThinColumnsProduct"/>, and numbers in a register.</summary>
    public const int Lanes = 16;

    /// <summary>Longest row of b that is kept at hand.</summary>
    public const int MostKept = 1024;

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
                ThinDepthProduct.Compute(a, b, c, start, rectifier);
                break;
            case ThinShape.Columns:
                ThinColumnsProduct.Compute(a, b, c, start, rectifier);
                break;
            default:
                ThinRowsProduct.Compute(a, b, c, start);
                break;
        }
    }

    /// <summary>Rows from whose beginning so many numbers, or the row itself if it is longer, lie inside the matrix.</summary>
    public static int RowsWithin(MatrixView matrix, int numbers)
    {
        int beyond = Math.Max(0, numbers - matrix.Columns);
        return Math.Max(0, matrix.Rows - ((beyond + (int)matrix.RowStride - 1) / (int)matrix.RowStride));
    }

    /// <summary>Copies rows to where each begins a register; zeros behind them.</summary>
    public static void Keep(MatrixView from, float* to, int pitch)
    {
        from.CopyTo(new MatrixView(to, from.Rows, from.Columns, pitch, 1));
        for (int row = 0; row < from.Rows; row++)
        {
            new Span<float>(to + (row * pitch) + from.Columns, pitch - from.Columns).Clear();
        }
    }
}
