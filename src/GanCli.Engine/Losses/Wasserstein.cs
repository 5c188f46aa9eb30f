using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Runs;

namespace GanCli.Engine.Losses;

/// <summary>Critic: f − r; G: −f. Means something only for a critic kept Lipschitz by clipping, a penalty or spectral normalization.</summary>
[AlsoCalled("wgan", "w", "w1", "emd", "earth-mover", "critic")]
[AlsoCalled("wgan-gp", Note = "with regularizers: [wgan-gp] and training.d-steps: 5")]
[Component("wasserstein", "Difference of the critic's means; needs a Lipschitz critic", Source = "Arjovsky et al. 2017, algorithm 1")]
public sealed record WassersteinLossConfig : LossConfig
{
    public override string? Warning(ExperimentConfig experiment) =>
        experiment.Regularizers.Any(static r => r.BoundsSteepness)
            ? null
            : $"means something only for a critic that cannot be steep, and nothing keeps this one so; add one of these to "
                + $"regularizers: {WaysOut.Kinds<RegularizerConfig>(static remedy => remedy.BoundsSteepness)}";

    public override bool IsCritic => true;

    public override AdversarialLoss Build() => new Loss();

    private sealed class Loss() : SeparateLoss(new LinearTerm(-1), new LinearTerm(1), new LinearTerm(-1))
    {
        public override DiscriminatorOutput Output => DiscriminatorOutput.CriticValues;
    }
}
