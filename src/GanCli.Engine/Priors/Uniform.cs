using GanCli.Engine.Config;
using GanCli.Engine.Random;
using static System.FormattableString;

namespace GanCli.Engine.Priors;

/// <summary>Uniform latents.</summary>
[AlsoCalled("unif", "rand", "u")]
[Component("uniform", "Independent numbers uniform in a range")]
public sealed record UniformPriorConfig : PriorConfig
{
    [Option("Lower end", Min = -1e6, Max = 1e6)]
    public double Low { get; init; } = -1;

    [Option("Upper end", Min = -1e6, Max = 1e6)]
    public double High { get; init; } = 1;

    public override void Validate(ConfigCheck check)
    {
        if (Low >= High)
        {
            check.Fail("high", "must be greater than low");
        }
    }

    public override Prior Build(RandomStreams streams) => new UniformPrior(Dimension, (float)Low, (float)High);
}

internal sealed class UniformPrior(int dimension, float low, float high) : Prior
{
    public override int Dimension => dimension;

    public override LatentRecipe Recipe => new(
        Invariant($"{dimension} independent numbers, uniform from {low} to {high}"),
        Invariant($"torch.empty(count, {dimension}).uniform_({low}, {high})"));

    public override void Fill(RandomStream stream, long first, Span<float> rows)
    {
        stream.Uniform(first * dimension, rows);
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = low + ((high - low) * rows[i]);
        }
    }
}
