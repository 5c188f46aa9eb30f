using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Regularizers;

public enum SimilarityTotal
{
    Mean,
    Sum,
}

/// <summary>Puts a <see cref="Networks.Layers.MinibatchDiscrimination"/> layer into D.</summary>
[AlsoCalled("mbd", "minibatch-disc", "minibatch")]
[Component(
    "minibatch-discrimination",
    "D sees how similar a sample is to the rest of its batch, so that a collapsed batch gives itself away",
    Source = "Salimans et al. 2016, section 3.2",
    When = "G puts out the same sample again and again",
    Cost = "Time grows with the square of the batch N, memory as N·features·kernel-dimensions, under penalties and unrolling N times that; real and "
        + "generated samples need a pass of D each")]
public sealed record MinibatchDiscriminationConfig : RegularizerConfig
{
    [Option("Similarities that D is told, B", Min = 1, Max = 4096)]
    public int Features { get; init; } = 16;

    [Option("Numbers that each of them is told from, C", Min = 1, Max = 1024)]
    public int KernelDimensions { get; init; } = 8;

    [Option("Whether D is told the mean similarity to the others or, as published, the sum, which grows with the batch and drowns the other features")]
    public SimilarityTotal Total { get; init; } = SimilarityTotal.Mean;

    [Option("Layer of D that it comes before; default: the output layer")]
    public string? Before { get; init; }

    public override bool MixesSamples => true;

    public override string? Conflict(ExperimentConfig experiment) =>
        Packs.TooFew(experiment) is { } way ? $"compares the samples of a batch{way}" : null;

    public override Regularizer Build() => new Remedy(this);

    private sealed class Remedy(MinibatchDiscriminationConfig config) : Regularizer, IRewritesDiscriminator
    {
        /// <summary>Samples of each kind that first weights are fitted to: their distances all lie in memory.</summary>
        private const int Fitted = 64;

        private readonly LayerInsertion<MinibatchDiscrimination> _insertion =
            new(config.Before, "minibatch-discrimination",
                name => new MinibatchDiscrimination(name, 1, config.Features, config.KernelDimensions, config.Total == SimilarityTotal.Mean));

        private Tensor? _similarity;

        public Network Discriminator(Network discriminator) => _insertion.Into(discriminator);

        public override string? Conflict(AdversarialGame game) => _insertion.Conflict(game);

        /// <summary>Scales T, feature by feature, so that two samples of the first batch, real and generated ones together, have a mean
        /// similarity of one half: with entries of order one all similarities would be 0, and so would their gradients.</summary>
        public override void Initialize(Attachment to)
        {
            MinibatchDiscrimination layer = _insertion.Layer!;
            Weights weights = to.Discriminator.Store.Frozen;
            PlayedBatch batch = to.FirstBatch();
            Tensor real = Rows(to.Game.DiscriminatorInput(batch.Real!, latent: null, to.Time));
            Tensor fake = Rows(to.Game.DiscriminatorInput(batch.Fake, batch.Latent, to.Time));
            Tensor some = cat([Some(real), Some(fake)]).view(-1, config.Features, config.KernelDimensions);
            Tensor scale = Scale((some.unsqueeze(1) - some.unsqueeze(0)).abs().sum(3));
            weights[layer.TensorName].mul_(scale.unsqueeze(1));
            _similarity = weights[layer.SimilarityName];

            Tensor Rows(Samples seen)
            {
                var features = new Dictionary<string, Tensor>(StringComparer.Ordinal);
                to.Game.Discriminator.Forward(weights, seen, new Pass { Training = true, Noise = to.Time.Noise, Features = features });
                Tensor input = features[layer.Name];
                return input.narrow(1, 0, input.shape[1] - config.Features).flatten(1).mm(weights[layer.TensorName].flatten(1));
            }

            static Tensor Some(Tensor rows) => rows.narrow(0, 0, Math.Min(rows.shape[0], Fitted));
        }

        public override IReadOnlyList<(string Name, Tensor Value)> Statistics(StepTime time) => [("similarity", _similarity!.squeeze())];

        /// <summary>The factors [B] at which distances [N, N, B] have a mean similarity of one half, by bisection between 1e-4 and 1e4.</summary>
        private static Tensor Scale(Tensor distances)
        {
            long n = distances.shape[0];
            Tensor low = empty(distances.shape[2], distances.dtype, distances.device).FilledWith(1e-4);
            Tensor high = empty(distances.shape[2], distances.dtype, distances.device).FilledWith(1e4);
            for (int i = 0; i < 50; i++)
            {
                Tensor middle = (low * high).sqrt();
                Tensor alike = (-distances * middle).exp().sum([0, 1]).Minus(n).Over(n * (n - 1)).IsAbove(0.5);
                (low, high) = (where(alike, middle, low), where(alike, high, middle));
            }

            return low;
        }
    }
}
