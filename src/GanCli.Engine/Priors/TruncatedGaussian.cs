using GanCli.Engine.Config;
using GanCli.Engine.Random;
using static System.FormattableString;

namespace GanCli.Engine.Priors;

/// <summary>Standard normal latents without their tails: numbers beyond the threshold are drawn again.</summary>
[AlsoCalled("truncated", "truncated-normal")]
[Component("truncated-gaussian", "Standard normal numbers, drawn again beyond a threshold", Source = "BigGAN, Brock et al. 2019")]
public sealed record TruncatedGaussianPriorConfig : PriorConfig
{
    [Option("Largest absolute value", Min = 0.05, Max = 10)]
    public double Threshold { get; init; } = 2;

    public override Prior Build(RandomStreams streams) => new TruncatedGaussianPrior(Dimension, (float)Threshold);
}

internal sealed class TruncatedGaussianPrior(int dimension, float threshold) : Prior
{
    // The stream is cut into 2¹⁴ stretches: attempt a at number k is normal number a · 2³⁶ + k. So a number depends on its own place only.
    private const long Stretch = 1L << 36;

    public override int Dimension => dimension;

    public override LatentRecipe Recipe => new(
        Invariant($"{dimension} independent standard normal numbers, each drawn again while it is beyond ±{threshold}"),
        Invariant($"nn.init.trunc_normal_(torch.empty(count, {dimension}), a=-{threshold}, b={threshold})"));

    public override void Fill(RandomStream stream, long first, Span<float> rows)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, (Stretch - rows.Length) / dimension);
        Span<float> attempts = stackalloc float[256];
        for (var start = first * dimension; !rows.IsEmpty; start += attempts.Length)
        {
            var chunk = rows[..Math.Min(attempts.Length, rows.Length)];
            stream.Normal(start, chunk);
            for (var offset = Stretch; Exceeds(chunk); offset += Stretch)
            {
                stream.Normal(offset + start, attempts[..chunk.Length]);
                for (var i = 0; i < chunk.Length; i++)
                {
                    chunk[i] = MathF.Abs(chunk[i]) <= threshold ? chunk[i] : attempts[i];
                }
            }

            rows = rows[chunk.Length..];
        }
    }

    private bool Exceeds(ReadOnlySpan<float> numbers)
    {
        foreach (var number in numbers)
        {
            if (MathF.Abs(number) > threshold)
            {
                return true;
            }
        }

        return false;
    }
}
