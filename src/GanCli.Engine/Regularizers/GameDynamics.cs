using GanCli.Engine.Config;
using GanCli.Engine.Game;
using static TorchSharp.torch;

namespace GanCli.Engine.Regularizers;

/// <summary>A remedy that changes the rule by which both players move together.</summary>
public abstract record GameDynamicsConfig : RegularizerConfig
{
    public override string? Unforeseen => "joint updates: its look-ahead is one of the discriminator alone";

    public override string? Conflict(ExperimentConfig experiment)
    {
        if (experiment.Training.Update != UpdateOrder.Simultaneous)
        {
            return "needs both gradients at the same point; set training.update to simultaneous";
        }

        return experiment.Regularizers.OfType<GameDynamicsConfig>().Skip(1).Any()
            ? "is one of several rules for the joint update, and there can be only one; set regularizers to a list with one of them"
            : null;
    }
}

/// <summary>The mechanism behind them: plain gradients in, other ones out, and how much that changed as a statistic.</summary>
internal abstract class GameDynamics : Regularizer, IUpdatesJointly
{
    private Tensor? _correction;

    public Gradients JointGradients(JointField field, StepTime time)
    {
        (Gradients plain, Gradients adjusted) = Adjust(field, time);
        _correction = cat([adjusted.Generator - plain.Generator, adjusted.Discriminator - plain.Discriminator]).detach().norm();
        return adjusted;
    }

    /// <summary>The norm of what was added to the plain gradients.</summary>
    public override IReadOnlyList<(string Name, Tensor Value)> Statistics(StepTime time) => [("correction", _correction!)];

    /// <summary>The plain gradients where the players stand, and those to move along.</summary>
    protected abstract (Gradients Plain, Gradients Adjusted) Adjust(JointField field, StepTime time);
}
