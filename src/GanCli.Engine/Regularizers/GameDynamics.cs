using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Regularizers;

/// <summary>A remedy that changes the rule by which both players move together.</summary>
public abstract record GameDynamicsConfig : RegularizerConfig
{
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
/// <param name="secondOrder">The plain gradients will be differentiated again.</param>
internal abstract class GameDynamics(bool secondOrder) : Regularizer
{
    private Tensor? _correction;

    public override bool ChangesDiscriminatorLoss => false;

    public override bool ChangesGeneratorLoss => false;

    public override bool ChangesJointGradients => true;

    public sealed override Gradients JointGradients(JointView view)
    {
        (Point generator, Point discriminator) = (At(view.Generator), At(view.Discriminator));
        Gradients plain = view.Gradients(generator.Weights, discriminator.Weights, secondOrder);
        Gradients adjusted = Adjust(plain, generator, discriminator, view);
        _correction = cat([adjusted.Generator - plain.Generator, adjusted.Discriminator - plain.Discriminator]).detach().norm();
        return adjusted;
    }

    /// <summary>The norm of what was added to the plain gradients.</summary>
    public override IReadOnlyList<(string Name, Tensor Value)> Statistics(StepTime moment) => [("correction", _correction!)];

    /// <summary>The gradients to move along.</summary>
    /// <param name="plain">∂L_G/∂G and ∂L_D/∂D where the players stand.</param>
    /// <param name="generator">Where G stands.</param>
    /// <param name="discriminator">Where D stands.</param>
    /// <param name="view">Everything else.</param>
    protected abstract Gradients Adjust(Gradients plain, Point generator, Point discriminator, JointView view);

    private Point At(Player player)
    {
        if (!secondOrder)
        {
            return new Point(player.Store.Flat, player.Store.Leaves);
        }

        // One leaf for all weights: a second derivative by a single one may not exist (that of a linear loss by D's last bias).
        Tensor flat = player.Store.Flat.detach().requires_grad_();
        return new Point(flat, Weights.FromFlat(player.Store.Layout, flat, player.Store.Frozen.Buffers));
    }

    /// <summary>Where a player stands.</summary>
    /// <param name="Flat">All parameters, [P]; second-order rules differentiate by them.</param>
    /// <param name="Weights">The same as weights.</param>
    protected sealed record Point(Tensor Flat, Weights Weights);
}
