using GanCli.Engine.Data;
using GanCli.Engine.Random;

namespace GanCli.Tests.Training.Doubles;

/// <summary>Noisy pictures [3, side, side] around a brightness that is the picture's class: label / 10.</summary>
internal sealed class Pictures(bool labelled, int side = 8, float noise = 1e-3f) : DataSource
{
    private const int Kinds = 4;

    public override IReadOnlyList<long> Shape => [3, side, side];

    public override IReadOnlyList<string>? Classes => labelled ? ["a", "b", "c", "d"] : null;

    public override void Fill(RandomStream stream, long first, Span<float> rows)
    {
        stream.Normal(first * Dimension, rows);
        var labels = new long[rows.Length / Dimension];
        Draw(stream, first, labels);
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = (labels[i / Dimension] / 10f) + (noise * rows[i]);
        }
    }

    public override void FillLabels(RandomStream stream, long first, Span<long> labels) => Draw(stream, first, labels);

    private static void Draw(RandomStream stream, long first, Span<long> labels)
    {
        var words = new uint[labels.Length];
        stream.Beside().Bits(first, words);
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = words[i] % Kinds;
        }
    }
}
