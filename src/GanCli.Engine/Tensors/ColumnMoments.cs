using System.Numerics;
using GanCli.Engine.Kernels;
using static GanCli.Engine.Kernels.Registers;

namespace GanCli.Engine.Tensors;

/// <summary>The columns of a matrix brought to mean 0 and variance 1, and the derivative of that, over plain memory. Every column is added up row
/// after row: the same bits for every width of the registers.</summary>
internal static class ColumnMoments
{
    /// <summary>Mean and biased variance of each column.</summary>
    /// <param name="numbers">[M, N], row after row.</param>
    /// <param name="mean">[N], overwritten.</param>
    /// <param name="variance">[N], overwritten.</param>
    public static void Moments(ReadOnlySpan<float> numbers, Span<float> mean, Span<float> variance)
    {
        int columns = mean.Length;
        float rows = numbers.Length / columns;
        Sums.OfColumns(numbers, mean);
        Divide(mean, rows);
        variance.Clear();
        for (int at = 0; at < numbers.Length; at += columns)
        {
            ReadOnlySpan<float> row = numbers.Slice(at, columns);
            for (int i = 0; i < columns; i += Vector<float>.Count)
            {
                Vector<float> deviation = Load(row, i) - Load(mean, i);
                Store(Load(variance, i) + (deviation * deviation), variance, i);
            }
        }

        Divide(variance, rows);
    }

    /// <summary>(x − mean) · factor + shift in each column.</summary>
    /// <param name="numbers">x, [M, N].</param>
    /// <param name="mean">[N].</param>
    /// <param name="factor">[N].</param>
    /// <param name="shift">[N].</param>
    /// <param name="result">[M, N], overwritten.</param>
    public static void Apply(ReadOnlySpan<float> numbers, ReadOnlySpan<float> mean, ReadOnlySpan<float> factor, ReadOnlySpan<float> shift, Span<float> result)
    {
        int columns = mean.Length;
        for (int at = 0; at < numbers.Length; at += columns)
        {
            ReadOnlySpan<float> row = numbers.Slice(at, columns);
            Span<float> to = result.Slice(at, columns);
            for (int i = 0; i < columns; i += Vector<float>.Count)
            {
                Store(((Load(row, i) - Load(mean, i)) * Load(factor, i)) + Load(shift, i), to, i);
            }
        }
    }

    /// <summary>The derivatives of γ (x − mean) / σ + β, in which mean and σ are those of x (Ioffe and Szegedy 2015, section 3).</summary>
    /// <param name="numbers">x, [M, N].</param>
    /// <param name="mean">[N].</param>
    /// <param name="inverse">1 / σ, [N].</param>
    /// <param name="scale">γ, [N].</param>
    /// <param name="gradient">By the result, [M, N].</param>
    /// <param name="byScale">By γ, [N], overwritten.</param>
    /// <param name="byShift">By β, [N], overwritten.</param>
    /// <param name="byNumbers">By x, [M, N], overwritten.</param>
    public static void Backward(
        ReadOnlySpan<float> numbers,
        ReadOnlySpan<float> mean,
        ReadOnlySpan<float> inverse,
        ReadOnlySpan<float> scale,
        ReadOnlySpan<float> gradient,
        Span<float> byScale,
        Span<float> byShift,
        Span<float> byNumbers)
    {
        int columns = mean.Length;
        Sums.OfColumns(gradient, byShift);
        byScale.Clear();
        for (int at = 0; at < numbers.Length; at += columns)
        {
            ReadOnlySpan<float> row = numbers.Slice(at, columns);
            ReadOnlySpan<float> slopes = gradient.Slice(at, columns);
            for (int i = 0; i < columns; i += Vector<float>.Count)
            {
                Store(Load(byScale, i) + (Load(slopes, i) * ((Load(row, i) - Load(mean, i)) * Load(inverse, i))), byScale, i);
            }
        }

        // What moves mean and σ does not come through: the gradient loses its mean and its part along x.
        var share = new Vector<float>((float)columns / numbers.Length);
        for (int at = 0; at < numbers.Length; at += columns)
        {
            ReadOnlySpan<float> row = numbers.Slice(at, columns);
            ReadOnlySpan<float> slopes = gradient.Slice(at, columns);
            Span<float> to = byNumbers.Slice(at, columns);
            for (int i = 0; i < columns; i += Vector<float>.Count)
            {
                Vector<float> inverses = Load(inverse, i);
                Vector<float> standard = (Load(row, i) - Load(mean, i)) * inverses;
                Vector<float> left = Load(slopes, i) - ((Load(byShift, i) + (standard * Load(byScale, i))) * share);
                Store(left * inverses * Load(scale, i), to, i);
            }
        }
    }

    private static void Divide(Span<float> numbers, float by)
    {
        for (int i = 0; i < numbers.Length; i += Vector<float>.Count)
        {
            Store(Load(numbers, i) / new Vector<float>(by), numbers, i);
        }
    }
}
