using GanCli.Engine.Config;

namespace GanCli.Engine.Losses;

/// <summary>Logistic loss; G maximizes log D(G(z)).</summary>
[Component("non-saturating", "Logistic loss; the generator maximizes log D(G(z))", Source = "Goodfellow et al. 2014")]
public sealed record NonSaturatingLossConfig : LossConfig
{
    public override AdversarialLoss Build() => throw new NotImplementedException();
}
