using static TorchSharp.torch;

namespace GanCli.Engine.Game;

/// <summary>A remedy at work. What it does to the game it says by the interfaces that it implements, each with one hook: <see cref="IShapesInput"/>,
/// <see cref="ISetsTargets"/>, <see cref="IAddsToDiscriminatorLoss"/>, <see cref="IReplacesGeneratorLoss"/>, <see cref="IReplacesOpponent"/>,
/// <see cref="IUpdatesJointly"/> and the others of this folder; what it changes follows from that. The training step never asks which remedy it has.
/// Tensors handed to a hook live until the end of the player's update; what is kept longer must be cloned and moved out of the dispose scope.</summary>
public abstract class Regularizer
{
    /// <summary>The generator's terms or objective need real samples in its step too.</summary>
    public virtual bool GeneratorNeedsReal => false;

    /// <summary>Its generator term reads features of D: <see cref="GeneratorView.Features"/> is filled.</summary>
    public virtual bool ReadsFeatures => false;

    /// <summary>Tensors that must survive a restart (moving averages, control variables): saved by name, restored in place, disposed with the run.</summary>
    public virtual IReadOnlyDictionary<string, Tensor> State { get; } = new Dictionary<string, Tensor>(StringComparer.Ordinal);

    /// <summary>Why it cannot work with these networks and the way out, or null when it can. What the config alone tells belongs into
    /// <see cref="Config.ComponentConfig.Conflict"/>.</summary>
    public virtual string? Conflict(AdversarialGame game) => null;

    /// <summary>Called once, when the players exist: the place to create further players and <see cref="State"/>.</summary>
    public virtual void Attach(Attachment to)
    {
    }

    /// <summary>What its <see cref="Initialize"/> goes by, and so when it has its turn, wherever in the list it is.</summary>
    public virtual FirstValues FirstValues => FirstValues.FromData;

    /// <summary>Called once, when every remedy is attached and before the first step, without gradients: the place for first values that
    /// depend on other weights or on data.</summary>
    public virtual void Initialize(Attachment to)
    {
    }

    /// <summary>Scalars worth logging that are no terms of a loss, read after each step's last update of G; always the same names.</summary>
    public virtual IReadOnlyList<(string Name, Tensor Value)> Statistics(StepTime time) => [];
}
