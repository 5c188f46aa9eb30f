using GanCli.Engine.Metrics;

namespace GanCli.Tests.Metrics;

public sealed class SymmetricEigenTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(67)]
    public void VectorsDiagonalize(int size) => Check(Random(size, size), size);

    [Theory]
    [InlineData(1e-200)]
    [InlineData(1e-30)]
    [InlineData(1e30)]
    [InlineData(1e200)]
    public void AnyScale(double scale) => Check([.. Random(9, 9).Select(number => scale * number)], 9);

    [Fact]
    public void DegenerateMatrices()
    {
        const int Size = 12;
        Check(new double[Size * Size], Size);
        Check([.. Enumerable.Range(0, Size * Size).Select(i => i % (Size + 1) == 0 ? 3.0 : 0)], Size);

        // All ones: one eigenvalue of n, the others 0.
        var ones = Enumerable.Repeat(1.0, Size * Size).ToArray();
        Check(ones, Size);
        var values = SymmetricEigen.Values(ones, Size);
        Assert.Equal(Size, values[^1], 1e-13);
        Assert.All(values[..^1], value => Assert.Equal(0, value, 1e-13));

        // Blocks that do not meet, of magnitudes far apart.
        var blocks = new double[Size * Size];
        for (var i = 0; i < Size; i += 2)
        {
            var magnitude = Math.Pow(10, -20 * i);
            (blocks[(i * Size) + i], blocks[((i + 1) * Size) + i + 1]) = (2 * magnitude, 2 * magnitude);
            blocks[(i * Size) + i + 1] = blocks[((i + 1) * Size) + i] = magnitude;
        }

        Check(blocks, Size);
        Assert.Equal(3, SymmetricEigen.Values(blocks, Size)[^1], 1e-14);
    }

    // The second difference of n points between walls: 2 − 2 cos(kπ/(n + 1)).
    [Theory]
    [InlineData(4)]
    [InlineData(50)]
    public void KnownSpectrum(int size)
    {
        var matrix = new double[size * size];
        for (var i = 0; i < size; i++)
        {
            matrix[(i * size) + i] = 2;
            if (i > 0)
            {
                matrix[(i * size) + i - 1] = matrix[((i - 1) * size) + i] = -1;
            }
        }

        Assert.Equal(
            Enumerable.Range(1, size).Select(k => 2 - (2 * Math.Cos(k * Math.PI / (size + 1)))), SymmetricEigen.Values(matrix, size), (a, b) => Math.Abs(a - b)
                < 1e-13);
    }

    private static double[] Random(int size, int lane)
    {
        var numbers = Samples.Normal(size * size, lane);
        return [.. Enumerable.Range(0, size * size).Select(i => (double)numbers[i] + numbers[(i % size * size) + (i / size)])];
    }

    // A v = λ v, vectors orthonormal, values ascending and the same without vectors; all to rounding.
    private static void Check(double[] matrix, int size)
    {
        var (values, vectors) = SymmetricEigen.Decompose(matrix, size);
        var tolerance = 2e-15 * size * Math.Max(matrix.Max(Math.Abs), double.Epsilon);
        Assert.Equal(values.Order(), values);
        Assert.Equal(SymmetricEigen.Values(matrix, size), values, (a, b) => Math.Abs(a - b) <= tolerance);
        Assert.InRange(Math.Abs(values.Sum() - Enumerable.Range(0, size).Sum(i => matrix[(i * size) + i])), 0, tolerance * size);
        for (var k = 0; k < size; k++)
        {
            var v = vectors[(k * size)..((k + 1) * size)];
            for (var i = 0; i < size; i++)
            {
                Assert.InRange(Math.Abs(Enumerable.Range(0, size).Sum(j => matrix[(i * size) + j] * v[j]) - (values[k] * v[i])), 0, tolerance);
                Assert.Equal(i == k ? 1 : 0, Enumerable.Range(0, size).Sum(j => v[j] * vectors[(i * size) + j]), 1e-13);
            }
        }
    }
}
