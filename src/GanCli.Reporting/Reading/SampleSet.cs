using GanCli.Reporting.Drawing;

namespace GanCli.Reporting.Reading;

/// <summary>Samples as rows of numbers, [count × dimension].</summary>
public sealed record SampleSet(int Dimension, float[] Values)
{
    public int Count => Dimension == 0 ? 0 : Values.Length / Dimension;

    /// <summary>All numbers of one column.</summary>
    public double[] Column(int column)
    {
        double[] numbers = new double[Count];
        for (int row = 0; row < numbers.Length; row++)
        {
            numbers[row] = Values[(row * Dimension) + column];
        }

        return numbers;
    }

    /// <summary>One sample.</summary>
    public ReadOnlySpan<float> Row(int row) => Values.AsSpan(row * Dimension, Dimension);

    /// <summary>The first rows, at most <paramref name="count"/>.</summary>
    public SampleSet First(int count) => count >= Count ? this : new SampleSet(Dimension, Values[..(count * Dimension)]);

    /// <summary>The first two columns as points.</summary>
    public PointSet Points() => new(Column(0), Column(1));
}
