using GanCli.Engine.Data;
using GanCli.Engine.Random;

namespace GanCli.Tests.Training.Doubles;

/// <summary>Noisy pictures [3, 8, 8] around a brightness that is the picture's class: label / 10.</summary>
internal sealed class Pictures(bool labelled) : DataSource
{
    private const int Kinds = 4;

    public override IReadOnlyList<long> Shape => [3, 8, 8];

    public override IReadOnlyList<string>? Classes => labelled ? ["a", "b", "c", "d"] : null;

    public override void Fill(RandomStream stream, long first, Span<float> rows)
    {
        stream.Normal(first * Dimension, rows);
        var labels = new long[rows.Length / Dimension];
        Draw(stream, first, labels);
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = (labels[i / Dimension] / 10f) + (1e-3f * rows[i]);
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
