using GanCli.Engine.Config;
using GanCli.Engine.Game;

namespace GanCli.Engine.Regularizers;

/// <summary>Adds (γ/2) E‖∇D(x)‖² at real samples to D's loss. (GAN_stability's weight leaves the ½ out: its 10 is γ = 20.)</summary>
[AlsoCalled("r1-penalty", "r1-gp", "real-gradient-penalty")]
[Component(
    "r1",
    "D's gradient should vanish at real samples",
    Source = "Mescheder et al. 2018, eq. 9",
    When = "A D that swings around its equilibrium; with r2 and a relativistic loss the objective of R3GAN",
    Cost = "A second derivative of D on real samples")]
public sealed record R1Config : PenaltyConfig
{
    [AlsoCalled("lambda", "weight", "coefficient", "r1-gamma")]
    [Option("Weight γ; the penalty has the factor γ/2", Min = 0, MinExclusive = true, Max = 1e6)]
    public double Gamma { get; init; } = 1;

    protected override bool AllowsMixing => true;

    public override Regularizer Build() => new GradientPenalty(PenaltyPoints.Real, target: 0, Gamma / 2);
}
