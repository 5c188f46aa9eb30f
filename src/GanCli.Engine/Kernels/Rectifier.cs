using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GanCli.Engine.Kernels;

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
            Select(Vector512.Load(numbers + i), Vector512.Load(signs + i), slopes).Store(numbers + i);
        }

        for (; i <= count - Vector128<float>.Count; i += Vector128<float>.Count)
        {
            Select(Vector128.Load(numbers + i), Vector128.Load(signs + i), slopes.GetLower().GetLower()).Store(numbers + i);
        }

        // Signs cannot be foretold: a branch would cost more than everything before it.
        for (; i < count; i++)
        {
            numbers[i] = Select(Vector128.CreateScalar(numbers[i]), Vector128.CreateScalar(signs[i]), slopes.GetLower().GetLower()).ToScalar();
        }
    }

    /// <summary>Numbers where signs are positive, numbers · slopes elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Select(Vector512<float> numbers, Vector512<float> signs, Vector512<float> slopes) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(signs, Vector512<float>.Zero), numbers, numbers * slopes);

    /// <summary>Numbers where signs are positive, numbers · slopes elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Select(Vector256<float> numbers, Vector256<float> signs, Vector256<float> slopes) =>
        Vector256.ConditionalSelect(Vector256.GreaterThan(signs, Vector256<float>.Zero), numbers, numbers * slopes);

    /// <summary>Numbers where signs are positive, numbers · slopes elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Select(Vector128<float> numbers, Vector128<float> signs, Vector128<float> slopes) =>
        Vector128.ConditionalSelect(Vector128.GreaterThan(signs, Vector128<float>.Zero), numbers, numbers * slopes);
}
