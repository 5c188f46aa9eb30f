using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Regularizers;

public enum TermUse
{
    /// <summary>In place of G's adversarial loss.</summary>
    Replace,

    /// <summary>Beside it.</summary>
    Add,
}

/// <summary>‖E f(x) − E f(G(z))‖² on the outputs f of one layer of D: the batch means are compared, never single samples. D's own loss stays
/// as it is.</summary>
[AlsoCalled("fm")]
[Component(
    "feature-matching",
    "G matches the mean of D's features on generated samples to that on real ones",
    Source = "Salimans et al. 2016, section 3.1",
    When = "G and D chase each other in circles: the statistics of a batch are a steadier aim than single verdicts of D",
    Cost = "One more pass of D over real samples in each update of G; matched means alone do not promise the right distribution")]
public sealed record FeatureMatchingConfig : RegularizerConfig
{
    [Option("Layer of the discriminator whose outputs are compared; null takes the last hidden one")]
    public string? Layer { get; init; }

    [Option("Factor on the squared distance", Min = 0, MinExclusive = true)]
    public double Weight { get; init; } = 1;

    [Option("replace: the distance takes the place of G's loss, as published; add: it comes on top")]
    public TermUse Use { get; init; } = TermUse.Replace;

    public override bool ReplacesGeneratorLoss => Use == TermUse.Replace;

    public override string? Conflict(ExperimentConfig experiment) =>
        ReplacesGeneratorLoss && experiment.Regularizers.Any(other => !ReferenceEquals(other, this) && other.ReplacesGeneratorLoss)
            ? "takes the place of G's loss, and another remedy does so too; set use to add, or remove one of them"
            : null;

    public override Regularizer Build() => new FeatureMatching(this);

    private sealed class FeatureMatching(FeatureMatchingConfig config) : Regularizer, IAddsToGeneratorLoss, IReplacesGeneratorLoss
    {
        public override bool GeneratorNeedsReal => true;

        public override bool ReadsFeatures => true;

        public override string? Conflict(AdversarialGame game) => FeatureLayer.Conflict(game, config.Layer);

        public Tensor? GeneratorLoss(GeneratorView view) =>
            config.ReplacesGeneratorLoss ? zeros([], view.FakeScores.Values.dtype, view.FakeScores.Values.device) : null;

        public Tensor GeneratorTerm(GeneratorView view)
        {
            (Tensor real, Tensor fake) = FeatureLayer.Of(view, config.Layer);
            return (real.mean([0]) - fake.mean([0])).Squared().sum().Times(config.Weight);
        }
    }
}
