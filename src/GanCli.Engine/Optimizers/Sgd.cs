using GanCli.Engine.Config;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Optimizers;

/// <summary>Gradient descent, with heavy-ball or Nesterov momentum as PyTorch writes them: b ← μb + g; step along b, or along g + μb.</summary>
[AlsoCalled("momentum", "gradient-descent", "gd")]
[Component("sgd", "Plain gradient steps, with or without momentum", Source = "Sutskever et al. 2013")]
public sealed record SgdConfig : OptimizerConfig
{
    [AlsoCalled("mu")]
    [Option("Share of the last direction that is kept", Min = 0, Max = 1, MaxExclusive = true)]
    public double Momentum { get; init; }

    [Option("Look ahead along the momentum before stepping")]
    public bool Nesterov { get; init; }

    public override void Validate(ConfigCheck check)
    {
        if (Nesterov && Momentum == 0)
        {
            check.Fail("nesterov", "does nothing without momentum; set momentum above 0");
        }
    }

    public override Optimizer Build() => new Sgd(Momentum, Nesterov);

    private sealed class Sgd(double momentum, bool nesterov) : Optimizer
    {
        public override IReadOnlyList<string> Slots { get; } = momentum > 0 ? ["momentum"] : [];

        public override (Tensor Weights, OptimizerState State) Update(Tensor weights, Tensor gradient, OptimizerState state, double lr)
        {
            if (momentum == 0)
            {
                return (weights.Plus(gradient, -lr), new OptimizerState(state.Step + 1, []));
            }

            Tensor direction = state.Slots[0].Times(momentum).Plus(gradient);
            return (weights.Plus(nesterov ? gradient.Plus(direction, momentum) : direction, -lr), new OptimizerState(state.Step + 1, [direction]));
        }
    }
}
