using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Regularizers;

/// <summary>After each of its updates D's weights are cut to [−limit, limit].</summary>
[AlsoCalled("clip", "clipping", "weight-clip", "wc", "clamp")]
[Component(
    "weight-clipping",
    "Cuts D's weights to a small range after each update, which keeps it Lipschitz",
    Source = "Arjovsky et al. 2017, algorithm 1",
    When = "To reproduce the original WGAN: wasserstein loss, RMSProp, training.d-steps: 5; wgan-gp and spectral-normalization do better",
    Cost = "Nothing in time; a critic that can say little")]
public sealed record WeightClippingConfig : RegularizerConfig
{
    [AlsoCalled("clip-value", "c", "clip", "clip-limit")]
    [Option("Largest size of a weight", Min = 0, MinExclusive = true, Max = 1e6)]
    public double Limit { get; init; } = 0.01;

    [Option("Also cut biases, as published")]
    public bool Biases { get; init; } = true;

    public override bool BoundsSteepness => true;

    public override string? Unforeseen => "clipped weights: its look-ahead is one of the discriminator's optimizer alone";

    public override Regularizer Build() => new Remedy(this);

    private sealed class Remedy(WeightClippingConfig config) : Regularizer, IAfterDiscriminatorUpdate
    {
        private Tensor[] _clipped = [];

        public override void Attach(Attachment to)
        {
            WeightStore store = to.Discriminator.Store;
            _clipped = config.Biases
                ? [store.Flat]
                : [.. store.Frozen.Parameters.Where((_, i) => !store.Layout.Specs[i].Name.EndsWith(".bias", StringComparison.Ordinal))];
        }

        public void AfterDiscriminatorUpdate(DiscriminatorLoss loss, Player discriminator, StepTime time) =>
            Array.ForEach(_clipped, weights => weights.WithinInPlace(-config.Limit, config.Limit));

        /// <summary>The share of weights that lie at the limit.</summary>
        public override IReadOnlyList<(string Name, Tensor Value)> Statistics(StepTime time)
        {
            using var noGrad = no_grad();
            Tensor[] counts = [.. _clipped.Select(weights => weights.abs().IsAtLeast(config.Limit).sum())];
            return [("clipped", stack(counts).sum().to(ScalarType.Float64).Over(_clipped.Sum(static weights => weights.numel())))];
        }
    }
}
