using System.Numerics;
using GanCli.Engine.Config;
using GanCli.Engine.Tensors;
using static GanCli.Engine.Kernels.Registers;
using static TorchSharp.torch;

namespace GanCli.Engine.Optimizers;

/// <summary>RMSProp as PyTorch computes it: ε outside the root, no centering.</summary>
[AlsoCalled("rms")]
[Component("rmsprop", "Steps scaled by the running size of the gradient", Source = "Tieleman and Hinton 2012, lecture 6.5")]
public sealed record RmsPropConfig : OptimizerConfig
{
    [AlsoCalled("rho", "decay")]
    [Option("Decay of the mean square", Min = 0, Max = 1, MaxExclusive = true)]
    public double Alpha { get; init; } = 0.99;

    [AlsoCalled("eps")]
    [Option("Added to the root of the mean square", Min = 0, MinExclusive = true, Max = 1)]
    public double Epsilon { get; init; } = 1e-8;

    public override Optimizer Build() => new RmsProp(Alpha, Epsilon);

    private sealed class RmsProp(double alpha, double epsilon) : Optimizer
    {
        public override IReadOnlyList<string> Slots { get; } = ["mean-square"];

        public override void Step(Tensor weights, Tensor gradient, OptimizerState state, double lr)
        {
            if (HostMemory.IsHostFloat32(weights) && HostMemory.IsHostFloat32(gradient))
            {
                state.Step++;
                StepOnHost(HostMemory.Of(weights), HostMemory.Of(gradient), HostMemory.Of(state.Slots[0]), (float)lr);
            }
            else
            {
                base.Step(weights, gradient, state, lr);
            }
        }

        public override (Tensor Weights, OptimizerState State) Update(Tensor weights, Tensor gradient, OptimizerState state, double lr)
        {
            Tensor square = state.Slots[0].Times(alpha).Plus(gradient.Squared().Times(1 - alpha));
            return (weights - (gradient / SafeSqrt(square).Plus(epsilon)).Times(lr), new OptimizerState(state.Step + 1, [square]));
        }

        /// <summary>The same in one pass over memory.</summary>
        private void StepOnHost(Span<float> weights, ReadOnlySpan<float> gradient, Span<float> squares, float lr)
        {
            var (old, fresh, small) = ((float)alpha, (float)(1 - alpha), new Vector<float>((float)epsilon));
            for (int i = 0; i < weights.Length; i += Vector<float>.Count)
            {
                Vector<float> g = Load(gradient, i);
                Vector<float> square = (Load(squares, i) * old) + (g * g * fresh);
                Store(square, squares, i);
                Store(Load(weights, i) - (g / (Vector.SquareRoot(square) + small) * lr), weights, i);
            }
        }
    }
}
