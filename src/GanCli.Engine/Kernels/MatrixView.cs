namespace GanCli.Engine.Kernels;

/// <summary>Numbers in native memory, seen as a matrix. Good as long as the memory is.</summary>
/// <param name="start">Element (0, 0).</param>
/// <param name="rows">Rows.</param>
/// <param name="columns">Columns.</param>
/// <param name="rowStride">Numbers from one row to the next; 0 repeats a row.</param>
/// <param name="columnStride">Numbers from one column to the next.</param>
internal readonly unsafe struct MatrixView(float* start, int rows, int columns, nint rowStride, nint columnStride)
{
    /// <summary>Element (0, 0).</summary>
    public float* Start { get; } = start;

    public int Rows { get; } = rows;

    public int Columns { get; } = columns;

    public nint RowStride { get; } = rowStride;

    public nint ColumnStride { get; } = columnStride;

    /// <summary>The first row again and again.</summary>
    public MatrixView Repeated => new(Start, Rows, Columns, 0, ColumnStride);

    public MatrixView Transposed => new(Start, Columns, Rows, ColumnStride, RowStride);

    /// <summary>Numbers that nothing moves, row by row: libtorch's own memory.</summary>
    public static MatrixView Of(Span<float> numbers, int columns)
    {
        fixed (float* start = numbers)
        {
            return new MatrixView(start, numbers.Length / columns, columns, columns, 1);
        }
    }

    /// <summary>A piece of it, sharing its memory.</summary>
    public MatrixView Part(int row, int rows, int column, int columns) => new(At(row, column), rows, columns, RowStride, ColumnStride);

    public float* At(int row, int column) => Start + (row * RowStride) + (column * ColumnStride);

    /// <summary>Copies its numbers to a matrix of the same shape.</summary>
    public void CopyTo(MatrixView to)
    {
        for (int row = 0; row < Rows; row++)
        {
            float* source = At(row, 0);
            float* target = to.At(row, 0);
            if (ColumnStride == 1 && to.ColumnStride == 1)
            {
                new ReadOnlySpan<float>(source, Columns).CopyTo(new Span<float>(target, to.Columns));
                continue;
            }

            for (int column = 0; column < Columns; column++)
            {
                target[column * to.ColumnStride] = source[column * ColumnStride];
            }
        }
    }
}
