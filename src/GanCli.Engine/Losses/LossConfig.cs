using GanCli.Engine.Config;
using GanCli.Engine.Game;

namespace GanCli.Engine.Losses;

/// <summary>The adversarial game's payoff.</summary>
[ComponentFamily("loss", "losses")]
public abstract record LossConfig : ComponentConfig
{
    public abstract AdversarialLoss Build();

    /// <summary>What the loss needs beyond a function of outputs (a control variable that follows the game), or null.</summary>
    public virtual Regularizer? BuildControl() => null;
}
