using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Layers;
using static System.FormattableString;
using static TorchSharp.torch;

namespace GanCli.Engine.Regularizers;

/// <summary>Puts a <see cref="Networks.Layers.MinibatchStddev"/> layer into D.</summary>
[AlsoCalled("mbstd", "mb-stddev", "minibatch-std")]
[Component(
    "minibatch-stddev",
    "D sees how much the samples of a batch differ",
    Source = "Karras et al. 2018, section 3",
    When = "G puts out the same sample again and again, and minibatch-discrimination is too much",
    Cost = "Next to nothing; real and generated samples need a pass of D each")]
public sealed record MinibatchStddevConfig : RegularizerConfig
{
    [Option("Samples that are compared with one another", Min = 2, Max = 65536)]
    public int GroupSize { get; init; } = 4;

    [Option("Layer of D that it comes before; default: the output layer")]
    public string? Before { get; init; }

    public override bool MixesSamples => true;

    public override string? Conflict(ExperimentConfig experiment)
    {
        long seen = Packs.Outputs(experiment);
        return seen % GroupSize == 0
            ? null
            : Invariant(
                $"D sees {seen} samples at once, which are no whole groups of {GroupSize}; set training.batch to a multiple, or group-size to a divisor");
    }

    public override Regularizer Build() => new Remedy(this);

    private sealed class Remedy(MinibatchStddevConfig config) : Regularizer, IRewritesDiscriminator
    {
        private readonly LayerInsertion<MinibatchStddev> _insertion =
            new(config.Before, "minibatch-stddev", name => new MinibatchStddev(name, config.GroupSize));

        private Tensor? _deviation;

        public Network Discriminator(Network discriminator) => _insertion.Into(discriminator);

        public override string? Conflict(AdversarialGame game) => _insertion.Conflict(game);

        public override void Initialize(Attachment to) => _deviation = to.Discriminator.Store.Frozen[_insertion.Layer!.DeviationName];

        /// <summary>Of the generated samples in D's last update.</summary>
        public override IReadOnlyList<(string Name, Tensor Value)> Statistics(StepTime time) => [("deviation", _deviation!.squeeze())];
    }
}
