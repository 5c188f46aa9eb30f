using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Regularizers;

/// <summary>Both players also descend ½‖v‖², the squared length of the joint gradient: v − γJᵀv, J = ∂v/∂w. Where nobody wants to move, nothing
/// changes; elsewhere the players are drawn there.</summary>
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

    public override Regularizer Build() => new Consensus(Gamma);

    private sealed class Consensus(double gamma) : GameDynamics(secondOrder: true)
    {
        protected override Gradients Adjust(Gradients plain, Point generator, Point discriminator, JointView view)
        {
            Tensor size = plain.Generator.Squared().sum().Plus(plain.Discriminator.Squared().sum()).Over(2);
            IList<Tensor> slopes = autograd.grad([size], [generator.Flat, discriminator.Flat]);
            return new Gradients(plain.Generator.detach().Plus(slopes[0].Times(gamma)), plain.Discriminator.detach().Plus(slopes[1].Times(gamma)));
        }
    }
}
