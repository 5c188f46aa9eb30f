using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Schedules;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Regularizers;

/// <summary>D is told that real samples are real with probability α &lt; 1 only; generated ones stay wholly generated (one-sided). With logits
/// the best D is then α p_data / (p_data + p_g), which never gets sure of itself.</summary>
[AlsoCalled("one-sided-label-smoothing", "smoothing", "soft-labels")]
[Component(
    "label-smoothing",
    "D's target on real samples is a little below 1",
    Source = "Salimans et al. 2016, section 3.4; Goodfellow 2016, section 4.2",
    When = "D grows sure of itself and its outputs run away",
    Cost = "Nothing; D's outputs no longer estimate the plain density ratio")]
public sealed record LabelSmoothingConfig : RegularizerConfig
{
    [Option("Target of real samples; a number or a schedule", Min = 0, MinExclusive = true, Max = 1)]
    public ScheduleConfig Target { get; init; } = 0.9;

    public override string? Conflict(ExperimentConfig experiment) => Labels.Conflict(experiment);

    public override bool BendsTargets => true;

    public override Regularizer Build() => new LabelSmoothing(Target);

    private sealed class LabelSmoothing(ScheduleConfig target) : Regularizer, ISetsTargets
    {
        // A generated sample that passes for real, by flipped labels, is as real as a real one.
        public Targets Targets(Targets targets, DiscriminatorView view) => new(
            (targets.Real ?? Labels.Real(view.RealScores.PerSample)).Times(view.Time.Now(target)),
            targets.Fake is { } fake ? fake.Times(view.Time.Now(target)) : null);

        public override IReadOnlyList<(string Name, Tensor Value)> Statistics(StepTime time) => [("target", HostMemory.Number(time.Now(target)))];
    }
}
