using System.Runtime.Intrinsics;

namespace GanCli.Engine.Tensors;

/// <summary>Keeps numbers as they are where a sign is positive and multiplies them by a slope elsewhere: ReLU and leaky ReLU, where the signs are
/// the numbers' own, and the derivatives of both, where they are the outputs'.</summary>
/// <param name="Signs">Shaped like the numbers; default for nothing to do.</param>
/// <param name="Slope">0 for ReLU.</param>
internal readonly record struct Rectifier(MatrixView Signs, float Slope)
{
    public Rectifier Transposed => this with { Signs = Signs.Transposed };

    /// <summary>Applies it to a piece of the numbers that begins at (row, column).</summary>
    public unsafe void Apply(MatrixView piece, int row, int column)
    {
        if (Signs.Start == null)
        {
            return;
        }

        MatrixView signs = Signs.Part(row, piece.Rows, column, piece.Columns);
        bool inLine = piece.ColumnStride == 1 && signs.ColumnStride == 1;
        for (int i = 0; i < piece.Rows; i++)
        {
            if (inLine)
            {
                Apply(piece.At(i, 0), signs.At(i, 0), piece.Columns, Slope);
                continue;
            }

            for (int j = 0; j < piece.Columns; j++)
            {
                *piece.At(i, j) = *signs.At(i, j) > 0 ? *piece.At(i, j) : *piece.At(i, j) * Slope;
            }
        }
    }

    /// <summary>Applies it in place.</summary>
    public static unsafe void Apply(float* numbers, float* signs, nint count, float slope)
    {
        Vector512<float> slopes = Vector512.Create(slope);
        nint i = 0;
        for (; i <= count - Vector512<float>.Count; i += Vector512<float>.Count)
        {
            Vector512<float> values = Vector512.Load(numbers + i);
            Vector512<float> positive = Vector512.GreaterThan(Vector512.Load(signs + i), Vector512<float>.Zero);
            Vector512.ConditionalSelect(positive, values, values * slopes).Store(numbers + i);
        }

        for (; i < count; i++)
        {
            numbers[i] = signs[i] > 0 ? numbers[i] : numbers[i] * slope;
        }
    }
}
