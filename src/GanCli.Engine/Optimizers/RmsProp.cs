using GanCli.Engine.Config;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Optimizers;

/// <summary>RMSProp as PyTorch computes it: ε outside the root, no centering.</summary>
[Component("rmsprop", "Steps scaled by the running size of the gradient", Source = "Tieleman and Hinton 2012, lecture 6.5")]
public sealed record RmsPropConfig : OptimizerConfig
{
    [Option("Decay of the mean square", Min = 0, Max = 1, MaxExclusive = true)]
    public double Alpha { get; init; } = 0.99;

    [Option("Added to the root of the mean square", Min = 0, MinExclusive = true, Max = 1)]
    public double Epsilon { get; init; } = 1e-8;

    public override Optimizer Build() => new RmsProp(Alpha, Epsilon);

    private sealed class RmsProp(double alpha, double epsilon) : Optimizer
    {
        public override IReadOnlyList<string> Slots { get; } = ["mean-square"];

        public override void Step(Tensor weights, Tensor gradient, OptimizerState state, double lr)
        {
            state.Step++;
            Tensor square = state.Slots[0].TimesInPlace(alpha).PlusProductInPlace(gradient, gradient, 1 - alpha);
            using Tensor denominator = SafeSqrt(square).PlusInPlace(epsilon);
            weights.PlusQuotientInPlace(gradient, denominator, -lr);
        }

        public override (Tensor Weights, OptimizerState State) Update(Tensor weights, Tensor gradient, OptimizerState state, double lr)
        {
            Tensor square = state.Slots[0].Times(alpha).PlusProduct(gradient, gradient, 1 - alpha);
            return (weights.PlusQuotient(gradient, SafeSqrt(square).Plus(epsilon), -lr), new OptimizerState(state.Step + 1, [square]));
        }
    }
}
