using GanCli.Engine.Config;
using GanCli.Engine.Random;
using static System.FormattableString;

namespace GanCli.Engine.Priors;

/// <summary>Latents of two values.</summary>
[AlsoCalled("binary")]
[Component("bernoulli", "Independent numbers of two values: 1 with probability p, else 0 or −1")]
public sealed record BernoulliPriorConfig : PriorConfig
{
    [Option("Probability of 1", Min = 0, Max = 1)]
    public double P { get; init; } = 0.5;

    [Option("The other value is −1 instead of 0")]
    public bool Signed { get; init; }

    public override Prior Build(RandomStreams streams) => new BernoulliPrior(Dimension, P, Signed ? -1 : 0);
}

internal sealed class BernoulliPrior(int dimension, double p, float other) : Prior
{
    public override int Dimension => dimension;

    public override LatentRecipe Recipe => new(
        Invariant($"{dimension} independent numbers, each 1 with probability {p} and else {other}"),
        other == 0
            ? Invariant($"torch.bernoulli(torch.full((count, {dimension}), float({p})))")
            : Invariant($"2 * torch.bernoulli(torch.full((count, {dimension}), float({p}))) - 1"));

    public override void Fill(RandomStream stream, long first, Span<float> rows)
    {
        stream.Uniform(first * dimension, rows);
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = rows[i] < p ? 1 : other;
        }
    }
}
