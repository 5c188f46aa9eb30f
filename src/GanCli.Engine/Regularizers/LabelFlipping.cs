using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Schedules;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Regularizers;

/// <summary>Each sample of a batch changes sides with a probability of its own: some real samples pass for generated and as many generated ones
/// for real, drawn anew in every update of D.</summary>
[AlsoCalled("noisy-labels", "label-noise", "flip")]
[Component(
    "label-flipping",
    "D is told of a few samples the opposite of what they are",
    Source = "Chintala et al. 2016 (How to Train a GAN?), trick 6",
    When = "D wins early and label smoothing does not hold it back",
    Cost = "Nothing in time; noisier gradients for D")]
public sealed record LabelFlippingConfig : RegularizerConfig
{
    [Option("Probability that a sample's label is flipped; a number or a schedule", Min = 0, Max = 0.5)]
    public ScheduleConfig Share { get; init; } = 0.05;

    public override string? Conflict(ExperimentConfig experiment) => Labels.Conflict(experiment);

    public override bool BendsTargets => true;

    public override Regularizer Build() => new LabelFlipping(Share);

    private sealed class LabelFlipping(ScheduleConfig share) : Regularizer, ISetsTargets
    {
        public Targets Targets(Targets targets, DiscriminatorView view)
        {
            Tensor real = targets.Real ?? Labels.Real(view.RealScores.PerSample);
            Tensor fake = targets.Fake ?? Labels.Fake(view.FakeScores.PerSample);
            return new Targets(where(Flips(view.RealScores, 0), fake, real), where(Flips(view.FakeScores, 1), real, fake));

            Tensor Flips(Scores scores, int lane) =>
                view.Time.Noise.ForLane(view.Time.Noise.Lane + lane).UniformTensor(scores.PerSample.shape, scores.PerSample).IsBelow(view.Time.Now(share));
        }

        public override IReadOnlyList<(string Name, Tensor Value)> Statistics(StepTime time) => [("share", HostMemory.Number(time.Now(share)))];
    }
}
