using GanCli.Engine.Config;
using GanCli.Engine.Game;

namespace GanCli.Engine.Regularizers;

/// <summary>Adds (γ/2) E‖∇D(G(z))‖² at generated samples to D's loss.</summary>
[AlsoCalled("r2-penalty", "r2-gp", "fake-gradient-penalty")]
[Component(
    "r2",
    "D's gradient should vanish at generated samples",
    Source = "Mescheder et al. 2018, eq. 10",
    When = "Beside r1, with which it shares its work: on its own r1 often fails where both succeed (Huang et al. 2024)",
    Cost = "A second derivative of D on generated samples")]
public sealed record R2Config : PenaltyConfig
{
    [AlsoCalled("lambda", "weight", "coefficient", "r2-gamma")]
    [Option("Weight γ; the penalty has the factor γ/2", Min = 0, MinExclusive = true, Max = 1e6)]
    public double Gamma { get; init; } = 1;

    protected override bool AllowsMixing => true;

    public override Regularizer Build() => new GradientPenalty(PenaltyPoints.Fake, target: 0, Gamma / 2);
}
