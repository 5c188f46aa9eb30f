using GanCli.Engine.Config;

namespace GanCli.Engine.Game;

/// <summary>A remedy: something that changes the game so that it trains better.</summary>
[AlsoCalled("remedy", "remedies", "regularisers", "regularizations", "penalties")]
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

    /// <summary>Samples that it makes D judge together.</summary>
    public virtual int Together => 1;

    /// <summary>It keeps D from being steep, which a critic needs to mean anything.</summary>
    public virtual bool BoundsSteepness => false;

    /// <summary>It penalizes D's gradients at single samples.</summary>
    public virtual bool PenalizesInputGradients => false;

    /// <summary>It tells D other shares of real than 1 and 0.</summary>
    public virtual bool BendsTargets => false;

    /// <summary>It differentiates gradients once more.</summary>
    public virtual bool NeedsSecondDerivatives => false;

    /// <summary>G is trained against a D that is not there yet.</summary>
    public virtual bool LooksAhead => false;

    /// <summary>What of D's updates a look-ahead by D's optimizer does not foresee, for a message; null where it foresees all.</summary>
    public virtual string? Unforeseen => null;
}
