using GanCli.Engine.Config;
using GanCli.Engine.Game;

namespace GanCli.Engine.Losses;

/// <summary>The adversarial game's payoff.</summary>
[AlsoCalled("criteria", "objectives")]
[ComponentFamily("loss", "losses")]
public abstract record LossConfig : ComponentConfig
{
    public abstract AdversarialLoss Build();

    /// <summary>D's outputs are values without a probability behind them.</summary>
    public virtual bool IsCritic => false;

    /// <summary>An output on one kind of samples means something only beside one on the other.</summary>
    public virtual bool ComparesSamples => false;

    /// <summary>D's outputs are errors: low on real samples.</summary>
    public virtual bool TakesErrors => false;

    /// <summary>The kinds that take errors, for ways out: of an instance, so that what lies below this folder can ask.</summary>
    internal string KindsForErrors => WaysOut.Kinds<LossConfig>(static loss => loss.TakesErrors);

    /// <summary>What D's output says of the ratio of densities.</summary>
    public virtual LogRatio LogRatio => LogRatio.None;

    /// <summary>How it would be the logarithm itself, where it is a multiple: <c>loss.key to value</c>.</summary>
    public virtual string? WayToLogRatio => null;

    /// <summary>What the loss needs beyond a function of outputs (a control variable that follows the game), or null.</summary>
    public virtual Regularizer? BuildControl() => null;
}
