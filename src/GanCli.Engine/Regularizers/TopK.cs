using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Schedules;
using GanCli.Engine.Tensors;
using static System.FormattableString;
using static TorchSharp.torch;

namespace GanCli.Engine.Regularizers;

/// <summary>G learns from the k generated samples of a batch that D finds most real; the others have no say. k shrinks as D learns to judge:
/// k = share · B', rounded, at least <see cref="Smallest"/>.</summary>
[AlsoCalled("topk-gan", "topk-training")]
[Component(
    "top-k",
    "G's loss counts only the generated samples that D finds most real",
    Source = "Sinha et al. 2020, algorithm 1",
    When = "Samples between the modes spoil the quality: bad ones stop pulling G off the data",
    Cost = "Nothing in time; too small a share throws away variety")]
public sealed record TopKConfig : RegularizerConfig
{
    [Option("Share of the generated samples that is kept; a number or a schedule", Min = 0, MinExclusive = true, Max = 1)]
    public ScheduleConfig Share { get; init; } = new LinearSchedule { From = 1, To = 0.5 };

    [Option("Fewest samples that are kept", Min = 1, Max = 1 << 20)]
    public int Smallest { get; init; } = 1;

    public override string? Conflict(ExperimentConfig experiment)
    {
        long pack = Packs.Together(experiment);
        long outputs = Packs.Outputs(experiment);
        return experiment.Regularizers.OfType<TopKConfig>().First() is var first && !ReferenceEquals(first, this)
                ? "is listed twice, and the last one alone would choose; set regularizers to a list with one top-k"
            : experiment.Regularizers.Any(static other => other.ReplacesGeneratorLoss)
                ? "weighs the samples of a loss that another remedy replaces; remove one of the two"
            : Smallest > outputs && pack > 1
                ? Invariant(
                    $"keeps at least {Smallest} outputs, but packs of {pack} make only {outputs} of a batch; set training.batch to {Smallest * pack} or more")
            : Smallest > outputs
                ? Invariant($"keeps at least {Smallest} of the {outputs} samples of a batch; set training.batch to {Smallest} or more")
            : null;
    }

    public override Regularizer Build() => new TopK(this);

    private sealed class TopK(TopKConfig config) : Regularizer, IWeighsSamples
    {
        // Set in each update of G and read after it: nothing to save.
        private double _kept = 1;
        private bool _realIsLower;

        public override void Attach(Attachment to) => _realIsLower = to.Game.Loss.Output.RealIsLower;

        public Tensor GeneratorSampleWeights(Tensor fakeScores, StepTime time)
        {
            long outputs = fakeScores.shape[0];
            long k = Math.Clamp((long)Math.Round(time.Now(config.Share) * outputs), config.Smallest, outputs);
            _kept = (double)k / outputs;
            return zeros_like(fakeScores).FilledWith(1, rows: fakeScores.detach().topk((int)k, largest: !_realIsLower, sorted: false).indexes);
        }

        public override IReadOnlyList<(string Name, Tensor Value)> Statistics(StepTime time) => [("kept", HostMemory.Number(_kept))];
    }
}
