using GanCli.Engine.Config;
using GanCli.Engine.Game;

namespace GanCli.Engine.Regularizers;

/// <summary>A remedy: something that changes the game so that it trains better.</summary>
[ComponentFamily("regularizer", "regularizers")]
public abstract record RegularizerConfig : ComponentConfig
{
    /// <summary>G minimizes something else than the configured loss, so that whatever shapes that loss has no effect.</summary>
    public virtual bool ReplacesGeneratorLoss => false;

    public abstract Regularizer Build();

    /// <summary>How many gradients of a player's loss by its weights it takes in a step besides those of the players' own updates.</summary>
    public virtual long FurtherGradients(TrainingConfig training) => 0;

    /// <summary>It puts a layer into D that lets its output on a sample depend on the whole batch.</summary>
    public virtual bool MixesSamples => false;
}
