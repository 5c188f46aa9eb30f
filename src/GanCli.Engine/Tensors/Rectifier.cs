using System.Runtime.Intrinsics;

namespace GanCli.Engine.Tensors;

/// <summary>Keeps numbers as they are where a sign is positive and multiplies them by a slope elsewhere: ReLU and leaky ReLU, where the signs are
/// the numbers' own, and the derivatives of both, where they are the outputs'.</summary>
/// <param name="Signs">Shaped like the numbers; default for nothing to do.</param>
/// <param name="Slope">0 for ReLU.</param>
internal readonly record struct Rectifier(MatrixView Signs, float Slope)
{
    public Rectifier Transposed => this with { Signs = Signs.Transposed };

    /// <summary>Applies it to all numbers, side by side in each row.</summary>
    public void Apply(MatrixView numbers) => Apply(numbers, numbers, 0, 0);

    /// <summary>Applies it to a piece of the numbers that begins at (row, column).</summary>
    /// <param name="piece">The numbers, side by side in each row.</param>
    /// <param name="place">Where they are, or will be, among all numbers.</param>
    /// <param name="row">First row.</param>
    /// <param name="column">First column.</param>
    public unsafe void Apply(MatrixView piece, MatrixView place, int row, int column)
    {
        if (Signs.Start == null)
        {
            return;
        }

        MatrixView signs = Signs.Part(row, piece.Rows, column, piece.Columns);
        if (signs.Start == place.Start)
        {
            // The numbers' own.
            signs = piece;
        }

        for (int i = 0; i < piece.Rows; i++)
        {
            float* numbers = piece.At(i, 0);
            float* sign = signs.At(i, 0);
            if (signs.ColumnStride == 1)
            {
                Apply(numbers, sign, piece.Columns, Slope);
                continue;
            }

            for (int j = 0; j < piece.Columns; j++, sign += signs.ColumnStride)
            {
                numbers[j] = *sign > 0 ? numbers[j] : numbers[j] * Slope;
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

        for (; i <= count - Vector128<float>.Count; i += Vector128<float>.Count)
        {
            Vector128<float> values = Vector128.Load(numbers + i);
            Vector128<float> positive = Vector128.GreaterThan(Vector128.Load(signs + i), Vector128<float>.Zero);
            Vector128.ConditionalSelect(positive, values, values * slope).Store(numbers + i);
        }

        // Signs cannot be foretold: a branch would cost more than everything before it.
        for (; i < count; i++)
        {
            Vector128<float> value = Vector128.CreateScalar(numbers[i]);
            Vector128<float> positive = Vector128.GreaterThan(Vector128.CreateScalar(signs[i]), Vector128<float>.Zero);
            numbers[i] = Vector128.ConditionalSelect(positive, value, value * slope).ToScalar();
        }
    }
}
