using GanCli.Engine.Tensors;

namespace GanCli.Tests.Tensors;

/// <summary>Against the formulas in double precision, and the derivatives against central differences.</summary>
public sealed class ColumnMomentsTests
{
    [Theory]
    [InlineData(2, 1)]
    [InlineData(5, 3)]
    [InlineData(7, 16)]
    [InlineData(40, 33)]
    [InlineData(3, 100)]
    public void ColumnsAndTheirDerivatives(int rows, int columns)
    {
        var random = new System.Random(rows);
        float[] Draw(int count, float shift) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() + shift)];
        (float[] x, float[] pull) = (Draw(rows * columns, 3), Draw(rows * columns, -0.5f));
        (float[] scale, float[] shift) = (Draw(columns, 0.5f), Draw(columns, -0.5f));
        (float[] mean, float[] variance, float[] result) = (new float[columns], new float[columns], new float[x.Length]);

        ColumnMoments.Moments(x, mean, variance);
        float[] inverse = [.. variance.Select(static v => 1 / MathF.Sqrt(v))];
        ColumnMoments.Apply(x, mean, [.. inverse.Zip(scale, static (i, s) => i * s)], shift, result);
        (float[] byScale, float[] byShift, float[] byNumbers) = (new float[columns], new float[columns], new float[x.Length]);
        ColumnMoments.Backward(x, mean, inverse, scale, pull, byScale, byShift, byNumbers);

        for (int j = 0; j < columns; j++)
        {
            double[] Column(float[] matrix) => [.. Enumerable.Range(0, rows).Select(i => (double)matrix[(i * columns) + j])];
            (double[] numbers, double[] pulled) = (Column(x), Column(pull));
            double average = numbers.Average();
            Assert.Equal(average, mean[j], 1e-5);
            Assert.Equal(numbers.Average(n => (n - average) * (n - average)), variance[j], 1e-6);
            double[] Transformed(double[] at, double s, double t)
            {
                double centre = at.Average();
                double deviation = Math.Sqrt(at.Average(n => (n - centre) * (n - centre)));
                return [.. at.Select(n => (s * (n - centre) / deviation) + t)];
            }

            double Pulled(double[] at, double s, double t) => Transformed(at, s, t).Zip(pulled, static (a, b) => a * b).Sum();
            Assert.All(Transformed(numbers, scale[j], shift[j]).Zip(Column(result)), static pair => Assert.Equal(pair.First, pair.Second, 1e-4));
            Assert.Equal((Pulled(numbers, scale[j] + 1, shift[j]) - Pulled(numbers, scale[j], shift[j])), byScale[j], 1e-4);
            Assert.Equal(pulled.Sum(), byShift[j], 1e-5);
            for (int i = 0; i < rows; i++)
            {
                double Moved(double step) => Pulled([.. numbers.Select((n, k) => k == i ? n + step : n)], scale[j], shift[j]);
                double expected = (Moved(1e-6) - Moved(-1e-6)) / 2e-6;
                Assert.Equal(expected, byNumbers[(i * columns) + j], 2e-4 * Math.Max(1, Math.Abs(expected)));
            }
        }
    }
}
