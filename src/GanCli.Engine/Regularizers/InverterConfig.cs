using GanCli.Engine.Config;
using GanCli.Engine.Networks;
using GanCli.Engine.Optimizers;
using GanCli.Engine.Priors;

namespace GanCli.Engine.Regularizers;

/// <summary>A remedy with a third player, which maps samples back to latents.</summary>
public abstract record InverterConfig : RegularizerConfig
{
    [Option("The third player's network, from samples to latents")]
    public ArchitectureConfig Network { get; init; } = new MlpConfig();

    [Option("The third player's optimizer")]
    public OptimizerConfig Optimizer { get; init; } = new AdamConfig();

    public override string? Conflict(ExperimentConfig experiment) =>
        Network is AutoencoderConfig ? "an autoencoder's output is one number, an error, and no latent; set network.kind to mlp"
        : experiment.Prior is LearnedMixturePriorConfig ? "gives latents of numbers, where this prior draws a choice among its components; set prior.kind to gaussian"
        : experiment.Regularizers.Count(other => other.GetType() == GetType()) > 1 ? "is listed twice, and one third player of a kind is enough; remove one of them"
        : null;
}
