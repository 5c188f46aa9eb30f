using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Regularizers;

/// <summary>w ← w + h v(w + h v(w)): both players move along the gradients of the point that a plain update would lead to. The trial update is
/// one of each player's own optimizer, which forgets it; with Adam, the published variant keeps the trial's moments.</summary>
[Component(
    "extragradient",
    "Both players move along the gradients of the point that a plain update would lead to",
    Source = "Korpelevich 1976; Gidel et al. 2019, algorithm 1",
    When = "The players turn around each other: losses swing without coming to rest",
    Cost = "Twice a simultaneous update")]
public sealed record ExtragradientConfig : GameDynamicsConfig
{
    public override long FurtherGradients(TrainingConfig training) => 2;

    public override Regularizer Build() => new Extragradient();

    private sealed class Extragradient() : GameDynamics(secondOrder: false)
    {
        protected override Gradients Adjust(Gradients plain, Point generator, Point discriminator, JointView view)
        {
            return view.Gradients(Trial(view.Generator, plain.Generator), Trial(view.Discriminator, plain.Discriminator), false);

            Weights Trial(Player player, Tensor gradient)
            {
                Tensor flat = player.LookAhead(player.Store.Flat, gradient, player.State, view.Moment).Weights;
                return Weights.FromFlat(player.Store.Layout, flat.requires_grad_(), player.Store.Frozen.Buffers);
            }
        }
    }
}
