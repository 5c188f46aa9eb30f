using GanCli.Engine.Config;
using GanCli.Engine.Game;
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
        Network.GivesErrors ? $"an autoencoder's output is one number, an error, and no latent; set network.kind to {ArchitectureConfig.Generators}"
        : experiment.Prior.DrawsChoices
            ? $"gives latents of numbers, where this prior draws a choice among its components; set prior.kind "
                + $"to {WaysOut.Kinds<PriorConfig>(static prior => !prior.DrawsChoices)}"
        : experiment.Regularizers.Count(other => other.GetType() == GetType()) > 1
            ? "is listed twice, and one third player of a kind is enough; remove one of them"
        : null;
}
