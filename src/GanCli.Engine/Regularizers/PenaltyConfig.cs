using GanCli.Engine.Config;
using GanCli.Engine.Game;

namespace GanCli.Engine.Regularizers;

/// <summary>What all penalties on D's gradient at single samples have in common, whatever they are called.</summary>
public abstract record PenaltyConfig : RegularizerConfig
{
    public override bool BoundsSteepness => true;

    public override bool PenalizesInputGradients => true;

    public override string? Conflict(ExperimentConfig experiment) => experiment.Discriminator.DiscriminatorHasBatchNorm
        ? "batch norm ties every output of D to the whole batch, so that D has no gradient at a single sample to penalize; set discriminator.norm to "
            + $"{experiment.Discriminator.SampleNorm} or none"
        : null;

    /// <summary>Whether outputs that depend on the whole batch leave its aim what it was. A gradient of 0 at the batch that D judges is 0 in its mixed parts
    /// too (StyleGAN2 has R1 beside its minibatch standard deviation); a length of 1, or other points than D judges, are not what was meant.</summary>
    protected virtual bool AllowsMixing => false;

    public override string? Warning(ExperimentConfig experiment) =>
        !AllowsMixing && experiment.Regularizers.FirstOrDefault(static other => other.MixesSamples) is { } mixing
            ? $"{Catalog.Describe(mixing.GetType()).Kind} lets D's output on a sample depend on the whole batch, so this penalty sees gradients that mix "
                + $"samples"
            : null;
}
