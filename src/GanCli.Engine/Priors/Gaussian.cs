using GanCli.Engine.Config;
using GanCli.Engine.Random;
using static System.FormattableString;

namespace GanCli.Engine.Priors;

/// <summary>Standard normal latents.</summary>
[AlsoCalled("normal", "gauss", "randn", "n")]
[Component("gaussian", "Independent standard normal numbers")]
public sealed record GaussianPriorConfig : PriorConfig
{
    public override Prior Build(RandomStreams streams) => new GaussianPrior(Dimension);
}

internal sealed class GaussianPrior(int dimension) : Prior
{
    public override int Dimension => dimension;

    public override LatentRecipe Recipe => new(
        Invariant($"{dimension} independent standard normal numbers"),
        Invariant($"torch.randn(count, {dimension})"));

    public override bool IsRound => true;

    public override void Fill(RandomStream stream, long first, Span<float> rows) => stream.Normal(first * dimension, rows);
}
