using GanCli.Engine.Config;
using GanCli.Engine.Game;
using static TorchSharp.torch;

namespace GanCli.Engine.Regularizers;

/// <summary>w ← w + h v(w + h v(w)): both players move along the gradients of the point that a plain update would lead to. The trial update is
/// one of each player's own optimizer, which forgets it; with Adam, the published variant keeps the trial's moments.</summary>
[AlsoCalled("extra-adam", "eg")]
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

    private sealed class Extragradient : GameDynamics
    {
        protected override (Gradients Plain, Gradients Adjusted) Adjust(JointField field, StepTime time)
        {
            Gradients plain = field.Here;
            return (plain, field.At(Trial(field.Generator, plain.Generator), Trial(field.Discriminator, plain.Discriminator)));

            Tensor Trial(Player player, Tensor gradient) => player.LookAhead(player.Store.Flat, gradient, player.State, time).Weights;
        }
    }
}
