using GanCli.Engine.Config;
using GanCli.Engine.Game;

namespace GanCli.Engine.Regularizers;

/// <summary>What all penalties on D's gradient at single samples have in common, whatever they are called.</summary>
public abstract record PenaltyConfig : RegularizerConfig
{
    public override bool BoundsSteepness => true;

    public override bool PenalizesInputGradients => true;

    public override string? Conflict(ExperimentConfig experiment) => experiment.Discriminator.DiscriminatorHasBatchNorm
        ? "batch norm ties every output of D to the whole batch, so that D has no gradient at a single sample to penalize; set discriminator.norm to layer "
            + "or none"
        : null;

    public override string? Warning(ExperimentConfig experiment) =>
        experiment.Regularizers.FirstOrDefault(static other => other.MixesSamples) is { } mixing
            ? $"{Catalog.Describe(mixing.GetType()).Kind} lets D's output on a sample depend on the whole batch, so this penalty sees gradients that mix "
                + $"samples"
            : null;
}
