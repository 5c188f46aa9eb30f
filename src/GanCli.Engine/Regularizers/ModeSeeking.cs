using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Priors;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Regularizers;

/// <summary>1 / (d(G(z₁), G(z₂)) / d(z₁, z₂) + 10⁻⁵), d being the mean absolute difference over all pairs of the batch, as in the authors' code:
/// latents that differ must not give the same sample. The first half of the batch is paired with the second, so no further samples are
/// needed. (The bare negative ratio would have no lower bound.)</summary>
[AlsoCalled("msgan")]
[Component(
    "mode-seeking",
    "Pushes the samples of different latents apart",
    Source = "Mao et al. 2019, eq. 5 and the authors' code",
    When = "G ignores its latents: few modes, or conditions that drown the noise",
    Cost = "Nothing in time; too much of it drives samples off the data, and the term is steep near a total collapse")]
public sealed record ModeSeekingConfig : RegularizerConfig
{
    private const double Floor = 1e-5;

    // Two latents of a discrete prior may be equal.
    private const double SmallestDistance = 1e-12;

    [Option("Factor on the term", Min = 0, MinExclusive = true)]
    public double Weight { get; init; } = 1;

    public override string? Conflict(ExperimentConfig experiment) =>
        experiment.Training.Batch < 2 ? "compares pairs of samples; set training.batch to 2 or more"
        : experiment.Prior.DrawsChoices
            ? $"measures how far latents lie apart, where this prior draws a choice among its components; set prior.kind "
                + $"to {WaysOut.Kinds<PriorConfig>(static prior => !prior.DrawsChoices)}"
        : null;

    public override Regularizer Build() => new ModeSeeking(Weight);

    private sealed class ModeSeeking(double weight) : Regularizer, IAddsToGeneratorLoss
    {
        public Tensor GeneratorTerm(GeneratorView view) =>
            (Distance(view.Batch.Fake.Values) / Distance(view.Batch.Latent.Values).AtLeast(SmallestDistance)).Plus(Floor).reciprocal().Times(weight);

        private static Tensor Distance(Tensor batch)
        {
            long pairs = batch.shape[0] / 2;
            return (batch.narrow(0, 0, pairs) - batch.narrow(0, pairs, pairs)).abs().mean();
        }
    }
}
