using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Layers;
using static TorchSharp.torch;

namespace GanCli.Engine.Regularizers;

/// <summary>Wraps every layer of D that multiplies by weights in a <see cref="Networks.Layers.SpectralNormalization"/>; on request G's, too.</summary>
[AlsoCalled("sn", "spectral-norm", "spectral")]
[Component(
    "spectral-normalization",
    "Divides each layer's weights by their largest singular value, so that D cannot be steep",
    Source = "Miyato et al. 2018, algorithm 1; for G, Zhang et al. 2019",
    When = "D wins too early or its gradients explode; usual with the hinge loss",
    Cost = "Two matrix-vector products for each layer and update; nothing else")]
public sealed record SpectralNormalizationConfig : RegularizerConfig
{
    [Option("Also normalize the generator's layers")]
    public bool Generator { get; init; }

    [AlsoCalled("n-power-iterations", "power-iterations")]
    [Option("Power iterations in each update", Min = 1, Max = 100)]
    public int Iterations { get; init; } = 1;

    public override string? Conflict(ExperimentConfig experiment) =>
        experiment.Regularizers.OfType<SpectralNormalizationConfig>().FirstOrDefault() is { } first && !ReferenceEquals(first, this)
            ? "a layer cannot be normalized twice; set regularizers to a list with one spectral-normalization"
        : null;

    public override bool BoundsSteepness => true;

    public override Regularizer Build() => new Remedy(this);

    private sealed class Remedy(SpectralNormalizationConfig config) : Regularizer, IRewritesGenerator, IRewritesDiscriminator
    {
        /// <summary>Power iterations before the first step.</summary>
        private const int FirstIterations = 15;

        private (string Path, SpectralNormalization Layer)[] _generatorLayers = [];
        private (string Path, SpectralNormalization Layer)[] _discriminatorLayers = [];
        private Player? _discriminator;

        public Network Generator(Network generator) => config.Generator ? Normalize(generator, out _generatorLayers) : generator;

        public Network Discriminator(Network discriminator) => Normalize(discriminator, out _discriminatorLayers);

        public override string? Conflict(AdversarialGame game) => _discriminatorLayers.Length > 0
            ? null
            : $"this discriminator has no layer that multiplies by weights; set discriminator.kind "
                + $"to {ArchitectureConfig.WithLayers}";

        // What is fitted to data must see the layers divided.
        public override FirstValues FirstValues => FirstValues.FromWeights;

        public override void Initialize(Attachment to)
        {
            _discriminator = to.Discriminator;
            Array.ForEach(_discriminatorLayers, at => at.Layer.Initialize(to.Discriminator.Store.Frozen.Within(at.Path), FirstIterations));
            Array.ForEach(_generatorLayers, at => at.Layer.Initialize(to.Generator.Store.Frozen.Within(at.Path), FirstIterations));
        }

        /// <summary>The largest singular value among D's layers, before the division.</summary>
        public override IReadOnlyList<(string Name, Tensor Value)> Statistics(StepTime time)
        {
            using var noGrad = no_grad();
            return [("sigma", stack([.. _discriminatorLayers.Select(at => at.Layer.Sigma(_discriminator!.Store.Frozen.Within(at.Path)))]).max())];
        }

        private Network Normalize(Network network, out (string Path, SpectralNormalization Layer)[] normalized)
        {
            var layers = new List<(string Path, SpectralNormalization Layer)>();
            Network rewritten = network.Map(Wrap);
            normalized = [.. layers];
            return rewritten;

            Layer Wrap(string path, Layer layer)
            {
                if (layer.Matrix is null)
                {
                    return layer;
                }

                layers.Add((path, new SpectralNormalization(layer, config.Iterations)));
                return layers[^1].Layer;
            }
        }
    }
}
