using GanCli.Engine.Config;
using GanCli.Engine.Random;

namespace GanCli.Engine.Data;

/// <summary>A spiral of one and a half turns: (t cos t + noise, t sin t + noise) / scale with t uniform in [3π/2, 9π/2).</summary>
[AlsoCalled("roll", "spiral")]
[Component("swiss-roll", "A spiral of one and a half turns (2-D)", Source = "WGAN-GP, Gulrajani et al. 2017, gan_toy.py")]
public sealed record SwissRollConfig : SyntheticDataConfig
{
    [Option("Standard deviation of the noise, before scaling", Min = 0, Max = Farthest)]
    public double Noise { get; init; } = 0.25;

    [Option("Number by which both coordinates are divided", Min = 1e-9, Max = Farthest)]
    public double Scale { get; init; } = 7.5;

    protected override int Dimension => 2;

    protected override DataSource Create() => new SwissRollSource(Noise, Scale);
}

internal sealed class SwissRollSource(double noise, double scale) : DataSource
{
    public override IReadOnlyList<long> Shape => [2];

    public override void Fill(RandomStream stream, long first, Span<float> rows)
    {
        stream.Normal(2 * first, rows);
        Span<uint> words = stackalloc uint[256];
        while (!rows.IsEmpty)
        {
            var chunk = words[..Math.Min(words.Length, rows.Length / 2)];
            stream.Beside().Bits(first, chunk);
            foreach (var word in chunk)
            {
                // In turns of 2⁻³², t = ¾ + 1½ u: an exact integer, whose sine and cosine are the same on every processor.
                var (cosine, sine) = VectorMath.CosineAndSine<PhiloxWord, uint>((3u << 30) + word + (word >> 1));
                var t = 1.5 * Math.PI * (1 + (2 * (word + 0.5) / (1L << 32)));
                rows[0] = (float)(((t * BitConverter.UInt32BitsToSingle(cosine)) + (noise * rows[0])) / scale);
                rows[1] = (float)(((t * BitConverter.UInt32BitsToSingle(sine)) + (noise * rows[1])) / scale);
                rows = rows[2..];
            }

            first += chunk.Length;
        }
    }
}
