using GanCli.Engine.Kernels;

namespace GanCli.Tests.Kernels;

public sealed class SumsTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(700, 1)]
    [InlineData(33, 2)]
    [InlineData(40, 15)]
    [InlineData(5, 31)]
    [InlineData(5, 32)]
    [InlineData(64, 71)]
    [InlineData(3, 128)]
    public void ColumnsAreAddedUpRowAfterRow(int rows, int columns)
    {
        var random = new System.Random(rows);
        float[] numbers = [.. Enumerable.Range(0, rows * columns).Select(_ => random.NextSingle() - 0.4f)];
        var sums = new float[columns];
        sums.AsSpan().Fill(7);

        Sums.OfColumns(numbers, sums);

        for (int j = 0; j < columns; j++)
        {
            float expected = 0;
            for (int i = 0; i < rows; i++)
            {
                expected += numbers[(i * columns) + j];
            }

            Assert.Equal(expected, sums[j]);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(50_000)]
    public void TheNormIsThatOfADoubleLoop(int count)
    {
        var random = new System.Random(count);
        float[] numbers = [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.4f)];

        double expected = Math.Sqrt(numbers.Sum(static x => (double)x * x));
        Assert.Equal(expected, Sums.Norm(numbers), 1e-6 * expected);
    }

    [Fact]
    public void ANumberThatIsNoneShows()
    {
        var numbers = new float[200];
        numbers[77] = float.NaN;
        Assert.Equal(double.NaN, Sums.Norm(numbers));
    }
}
