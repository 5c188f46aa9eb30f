using GanCli.Engine.Config;
using GanCli.Engine.Game;

namespace GanCli.Engine.Losses;

/// <summary>D: softplus(−r) + softplus(f); G: softplus(−f), that is −log D(G(z)).</summary>
[AlsoCalled("ns", "nsgan", "gan", "sgan", "vanilla", "bce", "binary-cross-entropy", "cross-entropy", "logistic", "softplus", "standard", "dcgan")]
[Component("non-saturating", "Logistic loss; the generator maximizes log D(G(z))", Source = "Goodfellow et al. 2014, section 3")]
public sealed record NonSaturatingLossConfig : LossConfig
{
    public override LogRatio LogRatio => LogRatio.Exact;

    public override AdversarialLoss Build() => new Loss();

    private sealed class Loss() : SeparateLoss(new SoftplusTerm(-1), new SoftplusTerm(1), new SoftplusTerm(-1));
}
