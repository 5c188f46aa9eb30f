using GanCli.Engine.Config;

namespace GanCli.Engine.Losses;

/// <summary>The adversarial game's payoff.</summary>
[ComponentFamily("loss", "losses")]
public abstract record LossConfig : ComponentConfig
{
    public abstract AdversarialLoss Build();
}
