using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Losses;
using static TorchSharp.torch;

namespace GanCli.Engine.Regularizers;

/// <summary>D's updates in a step take turns: one on real samples only, the next on generated ones only, as many first exercises write it.
/// With an optimizer that remembers, that is another path than one update on both.</summary>
[Component(
    "split-updates",
    "D learns from real and from generated samples in turn, one update each",
    Source = "Common first GAN exercises",
    When = "To reproduce code that updates D on real and on generated samples apart",
    Cost = "Two updates of D a step (training.d-steps: 2)")]
public sealed record SplitUpdatesConfig : RegularizerConfig
{
    public override string? Unforeseen => "updates that take turns on real and generated samples";

    public override string? Conflict(ExperimentConfig experiment)
    {
        if (experiment.Training.Update != UpdateOrder.Alternating || experiment.Training.DSteps % 2 != 0)
        {
            return "needs discriminator updates in pairs, one on real and one on generated samples; set training.d-steps to 2 and training.update to "
                + "alternating";
        }

        return Apart(experiment.Loss) ? null
            : $"the loss compares real with generated samples, so neither can be learned from alone; set loss.kind to {WaysOut.Kinds<LossConfig>(Apart)}";

        static bool Apart(LossConfig loss) => !loss.ComparesSamples && !loss.TakesErrors;
    }

    public override Regularizer Build() => new SplitUpdates();

    private sealed class SplitUpdates : Regularizer, IReplacesDiscriminatorLoss, IAfterDiscriminatorUpdate
    {
        // Back at its start after every step, which takes an even number of updates: nothing to save.
        private bool _generatedTurn;

        public Tensor DiscriminatorLoss(DiscriminatorView view)
        {
            var (real, fake) = view.Game.DiscriminatorTerms(view.RealScores, view.FakeScores, view.Targets);
            return (_generatedTurn ? fake : real).mean();
        }

        public void AfterDiscriminatorUpdate(DiscriminatorLoss loss, Player discriminator, StepTime time) => _generatedTurn = !_generatedTurn;
    }
}
