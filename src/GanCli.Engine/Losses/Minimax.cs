using GanCli.Engine.Config;
using GanCli.Engine.Game;

namespace GanCli.Engine.Losses;

/// <summary>D: softplus(−r) + softplus(f); G: −softplus(f), that is log(1 − D(G(z))), whose gradient fades where D is sure (saturating).</summary>
[AlsoCalled("mm", "mmgan", "saturating", "zero-sum")]
[Component("minimax", "Logistic loss as a zero-sum game; the generator minimizes log(1 − D(G(z))) (saturating)", Source = "Goodfellow et al. 2014, eq. 1")]
public sealed record MinimaxLossConfig : LossConfig
{
    public override LogRatio LogRatio => LogRatio.Exact;

    public override AdversarialLoss Build() => new Loss();

    private sealed class Loss() : SeparateLoss(new SoftplusTerm(-1), new SoftplusTerm(1), new SoftplusTerm(1, weight: -1));
}
