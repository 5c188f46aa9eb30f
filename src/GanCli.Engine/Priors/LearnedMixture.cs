using GanCli.Engine.Config;
using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Random;
using static System.FormattableString;

namespace GanCli.Engine.Priors;

/// <summary>A mixture of Gaussians whose means and deviations are trained with the generator, as its first layer (<see cref="GaussianMixture"/>):
/// what is drawn is which component and the noise in it. The latents' density is
/// p(z) = Σ_k 1/K Π_i N(z_i; μ_ki, σ_ki²), see <see cref="GaussianMixture.LogDensity"/>.</summary>
[AlsoCalled("deligan")]
[Component(
    "learned-mixture",
    "Equally likely Gaussians whose means and deviations are trained with the generator",
    Source = "Gurumurthy et al. 2017 (DeLiGAN), eqs. 3 to 5",
    When = "Data of several modes and a small generator: each mode may get latents of its own",
    Cost = "Two numbers for each component and dimension, and a choice of how many components")]
public sealed record LearnedMixturePriorConfig : PriorConfig
{
    [Option("Number of Gaussians", Min = 1, Max = 4096)]
    public int Components { get; init; } = 50;

    [Option("First means are uniform in [−spread, spread]", Min = 0, Max = 1e6)]
    public double Spread { get; init; } = 1;

    [Option("First standard deviation of each Gaussian", Min = 0, MinExclusive = true, Max = 1e6)]
    public double Std { get; init; } = 0.2;

    public override bool DrawsChoices => true;

    public override string? Conflict(ExperimentConfig experiment) => experiment.Generator.IgnoresLatents
        ? $"learns by what the generator makes of latents, and this one ignores them; set generator.kind to {ArchitectureConfig.Generators}"
        : null;

    public override Prior Build(RandomStreams streams) =>
        new LearnedMixturePrior(Components, Dimension, new GaussianMixture("prior", Components, Dimension, Spread, Std));
}

/// <summary>Draws the unit vector of a component and standard normal noise, [components + dimension].</summary>
internal sealed class LearnedMixturePrior(int components, int dimension, GaussianMixture mixture) : Prior
{
    public override Layer Learned => mixture;

    public override int Dimension => components + dimension;

    public override LatentRecipe Recipe => new(
        Invariant(
            $"{components} numbers of which one is 1 and the others 0, all places equally likely, and behind them {dimension} independent standard normal ")
                + Invariant($"numbers"),
        Invariant($"torch.cat([torch.eye({components})[torch.randint({components}, (count,))], torch.randn(count, {dimension})], dim=1)"));

    public override void Fill(RandomStream stream, long first, Span<float> rows)
    {
        int count = rows.Length / Dimension;
        var noise = new float[count * dimension];
        var words = new uint[count];
        stream.Normal(first * dimension, noise);
        stream.Beside().Bits(first, words);
        rows.Clear();
        for (int i = 0; i < count; i++)
        {
            Span<float> row = rows.Slice(i * Dimension, Dimension);
            row[(int)((words[i] * (ulong)components) >> 32)] = 1;
            noise.AsSpan(i * dimension, dimension).CopyTo(row[components..]);
        }
    }
}
