using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Tensors;

namespace GanCli.Engine.Regularizers;

/// <summary>Both players also descend ½‖v‖², the squared length of the joint gradient: v − γJᵀv, J = ∂v/∂w. Where nobody wants to move, nothing
/// changes; elsewhere the players are drawn there.</summary>
[AlsoCalled("conopt", "consensus-optimization")]
[Component(
    "consensus",
    "Both players also make their joint gradient shorter",
    Source = "Mescheder et al. 2017, algorithm 2",
    When = "The players turn around each other: it damps the turning itself",
    Cost = "Two to three times a simultaneous update; attracts to any stationary point, bad ones too")]
public sealed record ConsensusConfig : GameDynamicsConfig
{
    [Option("Weight γ of the gradient of ½‖v‖²", Min = 0, MinExclusive = true, Max = 1e6)]
    public double Gamma { get; init; } = 10;

    public override bool NeedsSecondDerivatives => true;

    public override Regularizer Build() => new Consensus(Gamma);

    private sealed class Consensus(double gamma) : GameDynamics
    {
        protected override (Gradients Plain, Gradients Adjusted) Adjust(JointField field, StepTime time)
        {
            JointPoint here = field.Differentiable();
            Gradients shorter = here.SquaredLengthGradient();
            return (here.Plain,
                new Gradients(here.Plain.Generator.Plus(shorter.Generator.Times(gamma)), here.Plain.Discriminator.Plus(shorter.Discriminator.Times(gamma))));
        }
    }
}
