using GanCli.Engine.Data;
using GanCli.Engine.Random;

namespace GanCli.Engine.Metrics.Features;

/// <summary>Features of real pictures, as a data source: what metrics of points need to measure pictures.</summary>
internal sealed class FeatureSource(FeatureRows reference, FeatureRows fresh) : DataSource
{
    public override IReadOnlyList<long> Shape { get; } = [reference.Dimension];

    /// <summary>Of the pictures that generated ones are compared with.</summary>
    public override RowSet Table => reference;

    internal override RowSet Fresh => fresh;

    public override void Fill(RandomStream stream, long first, Span<float> rows)
    {
        for (int i = 0; i < rows.Length / reference.Dimension; i++)
        {
            reference.Copy(stream.Integer(first + i, reference.Count), rows.Slice(i * reference.Dimension, reference.Dimension));
        }
    }
}

/// <summary>Features of a set of pictures; computed when one is first asked for.</summary>
/// <param name="count">Pictures.</param>
/// <param name="dimension">Features of one that are shown, the first of each row.</param>
/// <param name="width">Features of one in the array.</param>
/// <param name="features">[count × width].</param>
internal sealed class FeatureRows(int count, int dimension, int width, Func<float[]> features) : RowSet(dimension)
{
    public override int Count => count;

    public override void Copy(int row, Span<float> to) => features().AsSpan(row * width, Dimension).CopyTo(to);
}
