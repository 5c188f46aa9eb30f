using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Runs;

namespace GanCli.Engine.Losses;

/// <summary>D: relu(1 − r) + relu(1 + f); G: −f.</summary>
[AlsoCalled("hinge-loss", "geometric-gan")]
[AlsoCalled("sngan", "sagan", Note = "with regularizers: [spectral-normalization]")]
[Component("hinge", "D is pushed beyond ±1 and no further", Source = "Lim and Ye 2017; Miyato et al. 2018")]
public sealed record HingeLossConfig : LossConfig
{
    public override bool IsCritic => true;

    public override AdversarialLoss Build() => new Loss();

    private sealed class Loss() : SeparateLoss(new HingeTerm(-1), new HingeTerm(1), new LinearTerm(-1))
    {
        public override DiscriminatorOutput Output { get; } = new("scores") { Undecided = 0 };
    }
}
