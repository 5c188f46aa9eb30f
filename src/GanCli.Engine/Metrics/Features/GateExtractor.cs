using GanCli.Engine.Data;

namespace GanCli.Engine.Metrics.Features;

/// <summary>A classifier's features, and behind them the picture itself, coarse: what a classifier was never shown it may take for anything, and coarse
/// pixels tell that it looks like nothing. The mean of each cell of a grid of at most 8 × 8, channel by channel.</summary>
/// <param name="classifier">Gives the features.</param>
/// <param name="shape">[channels, height, width].</param>
internal sealed class GateExtractor(Extractor classifier, IReadOnlyList<long> shape) : Extractor
{
    private const int MostCells = 8;
    private readonly int _channels = (int)shape[0];
    private readonly (int Height, int Width) _sides = ((int)shape[1], (int)shape[2]);
    private readonly (int Height, int Width) _cells = (((int)shape[1] + MostCells - 1) / MostCells, ((int)shape[2] + MostCells - 1) / MostCells);

    /// <summary>Gives the features.</summary>
    public Extractor Classifier => classifier;

    /// <summary>Coarse pixels of one channel.</summary>
    public int Coarse => Cells(_sides.Height, _cells.Height) * Cells(_sides.Width, _cells.Width);

    public override string Name => classifier.Name;

    public override int Count => classifier.Count + (_channels * Coarse);

    // What is kept is told from the classifier's own by its width: another grid of as many cells needs a version here.
    public override string Hash => classifier.Hash;

    public override string? Standing => classifier.Standing;

    public override string? Doubt => classifier.Doubt;

    public override string? Ignorance => classifier.Ignorance;

    public override double Nanoseconds => classifier.Nanoseconds + (_channels * _sides.Height * _sides.Width);

    public override void Prepare(IProgress<Preparation>? progress = null) => classifier.Prepare(progress);

    public override void Extract(ReadOnlySpan<byte> pictures, Span<float> features)
    {
        int size = _channels * _sides.Height * _sides.Width;
        int count = pictures.Length / size;
        float[] own = new float[count * classifier.Count];
        classifier.Extract(pictures, own);
        for (int i = 0; i < count; i++)
        {
            Span<float> row = features.Slice(i * Count, Count);
            own.AsSpan(i * classifier.Count, classifier.Count).CopyTo(row);
            Pool(pictures.Slice(i * size, size), row[classifier.Count..]);
        }
    }

    private static int Cells(int side, int cell) => (side + cell - 1) / cell;

    private void Pool(ReadOnlySpan<byte> picture, Span<float> means)
    {
        (int rows, int columns) = (Cells(_sides.Height, _cells.Height), Cells(_sides.Width, _cells.Width));
        for (int channel = 0; channel < _channels; channel++)
        {
            for (int y = 0; y < rows; y++)
            {
                for (int x = 0; x < columns; x++)
                {
                    means[(((channel * rows) + y) * columns) + x] = Mean(
                        picture.Slice(channel * _sides.Height * _sides.Width, _sides.Height * _sides.Width), y * _cells.Height, x * _cells.Width);
                }
            }
        }
    }

    // Of the cell that begins there; at the lower and right edges it may be cut.
    private float Mean(ReadOnlySpan<byte> channel, int top, int left)
    {
        (int bottom, int right) = (Math.Min(_sides.Height, top + _cells.Height), Math.Min(_sides.Width, left + _cells.Width));
        int sum = 0;
        for (int y = top; y < bottom; y++)
        {
            for (int x = left; x < right; x++)
            {
                sum += channel[(y * _sides.Width) + x];
            }
        }

        return (float)((sum / (127.5 * (bottom - top) * (right - left))) - 1);
    }
}
