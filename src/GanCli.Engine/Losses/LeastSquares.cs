using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Runs;

namespace GanCli.Engine.Losses;

/// <summary>D: ½(r − 1)² + ½f²; G: ½(f − 1)². On D's raw outputs, never on sigmoids.</summary>
[AlsoCalled("lsgan", "ls", "mse", "l2")]
[Component("least-squares", "Squared distance of D's output to 1 on real and 0 on fake", Source = "Mao et al. 2017, eq. 2 with a = 0, b = c = 1")]
public sealed record LeastSquaresLossConfig : LossConfig
{
    public override AdversarialLoss Build() => new Loss();

    private sealed class Loss() : SeparateLoss(new SquareTerm(1), new SquareTerm(0), new SquareTerm(1))
    {
        public override DiscriminatorOutput Output { get; } = new("scores") { Undecided = 0.5 };
    }
}
