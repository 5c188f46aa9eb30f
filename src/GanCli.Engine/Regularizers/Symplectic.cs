using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Regularizers;

/// <summary>ξ + λAᵀξ on the joint gradient ξ of the losses, A = ½(J − Jᵀ), J = ∂ξ/∂w: the part of the game that only turns is turned inwards,
/// and the part that is a common descent is left alone. With <c>align</c>, λ takes the sign of ⟨ξ, ∇H⟩⟨Aᵀξ, ∇H⟩/d + 0.1, with H = ½‖ξ‖² and d
/// the number of weights, so that the adjustment leads away from unstable points too.</summary>
[AlsoCalled("sga", "symplectic-gradient-adjustment")]
[Component(
    "symplectic",
    "Turns the rotating part of the joint gradient inwards and leaves common descent alone",
    Source = "Balduzzi et al. 2018, algorithm 1",
    When = "The players turn around each other, and consensus settles where it should not",
    Cost = "Three to four times a simultaneous update")]
public sealed record SymplecticConfig : GameDynamicsConfig
{
    [Option("Size λ of the adjustment", Min = 0, MinExclusive = true, Max = 1e6)]
    public double Lambda { get; init; } = 1;

    [Option("Choose the sign of the adjustment so that it is drawn to stable points and pushed from unstable ones")]
    public bool Align { get; init; }

    public override bool NeedsSecondDerivatives => true;

    public override Regularizer Build() => new Symplectic(Lambda, Align);

    private sealed class Symplectic(double lambda, bool align) : GameDynamics
    {
        private const double Alignment = 0.1;

        protected override (Gradients Plain, Gradients Adjusted) Adjust(JointField field, StepTime time)
        {
            JointPoint here = field.Differentiable();
            Tensor xi = here.Flat;
            (Tensor transposed, Tensor direct) = here.Products(xi);
            Tensor turn = (transposed - direct).Over(2);
            if (align)
            {
                Tensor sign = (xi.dot(transposed) * turn.dot(transposed)).Over(xi.shape[0]).Plus(Alignment);
                turn *= where(sign.IsBelow(0), -ones_like(sign), ones_like(sign));
            }

            Tensor[] parts = xi.Plus(turn.Times(lambda)).split([here.Plain.Generator.shape[0], here.Plain.Discriminator.shape[0]]);
            return (here.Plain, new Gradients(parts[0], parts[1]));
        }
    }
}
