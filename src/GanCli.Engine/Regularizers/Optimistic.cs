using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Regularizers;

/// <summary>Both players move along 2v_t − v_(t−1), with v_(−1) = v_0: each expects the other to go on as before. The combination is what the
/// optimizers are given as gradient; with plain SGD that is optimistic mirror descent.</summary>
[AlsoCalled("omd", "ogda", "oadam", "optimistic-adam")]
[Component(
    "optimistic",
    "Both players move along twice the gradient less the last one",
    Source = "Daskalakis et al. 2018, eq. 9",
    When = "The players turn around each other, and extragradient's second pass is too dear",
    Cost = "The memory of one more gradient")]
public sealed record OptimisticConfig : GameDynamicsConfig
{
    public override Regularizer Build() => new Optimistic();

    private sealed class Optimistic : GameDynamics
    {
        private readonly Dictionary<string, Tensor> _last = new(StringComparer.Ordinal);

        public override IReadOnlyDictionary<string, Tensor> State => _last;

        public override void Attach(Attachment to)
        {
            foreach (Player player in (ReadOnlySpan<Player>)[to.Generator, to.Discriminator])
            {
                _last[player.Name] = to.NewState(player.Store.Layout.ParameterCount);
            }
        }

        protected override (Gradients Plain, Gradients Adjusted) Adjust(JointField field, StepTime time)
        {
            Gradients plain = field.Here;
            return (plain, new Gradients(Mix(field.Generator, plain.Generator), Mix(field.Discriminator, plain.Discriminator)));

            Tensor Mix(Player player, Tensor gradient)
            {
                Tensor last = _last[player.Name];
                if (time.Step == 0)
                {
                    last.copy_(gradient);
                }

                Tensor mixed = gradient.Times(2) - last;
                last.copy_(gradient);
                return mixed;
            }
        }
    }
}
