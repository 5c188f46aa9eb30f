using GanCli.Engine.Config;
using static TorchSharp.torch;

namespace GanCli.Engine.Optimizers;

/// <summary>Adam (Kingma and Ba 2015, algorithm 1), with PyTorch's place of ε: outside the bias-corrected root.</summary>
[Component("adam", "Steps scaled by running moments of the gradient", Source = "Kingma and Ba 2015, algorithm 1")]
public record AdamConfig : OptimizerConfig
{
    [Option("Decay of the first moment", Min = 0, Max = 1, MaxExclusive = true)]
    public double Beta1 { get; init; } = 0.5;

    [Option("Decay of the second moment", Min = 0, Max = 1, MaxExclusive = true)]
    public double Beta2 { get; init; } = 0.999;

    [Option("Added to the root of the second moment", Min = 0, MinExclusive = true, Max = 1)]
    public double Epsilon { get; init; } = 1e-8;

    public override Optimizer Build() => new Adam(Beta1, Beta2, Epsilon, 0);
}

/// <summary>Adam with decoupled weight decay.</summary>
[Component("adamw", "Adam with weight decay apart from the gradient", Source = "Loshchilov and Hutter 2019, algorithm 2")]
public sealed record AdamWConfig : AdamConfig
{
    [Option("Share of the weights, times the learning rate, that each step takes away", Min = 0, Max = 1)]
    public double WeightDecay { get; init; } = 0.01;

    public override Optimizer Build() => new Adam(Beta1, Beta2, Epsilon, WeightDecay);
}

internal sealed class Adam(double beta1, double beta2, double epsilon, double weightDecay) : Optimizer
{
    public override IReadOnlyList<string> Slots { get; } = ["first-moment", "second-moment"];

    public override void Step(Tensor weights, Tensor gradient, OptimizerState state, double lr)
    {
        state.Step++;
        (double correction1, double correction2) = Corrections(state.Step);
        if (weightDecay > 0)
        {
            weights.mul_(1 - (lr * weightDecay));
        }

        Tensor first = state.Slots[0].mul_(beta1).add_(gradient, 1 - beta1);
        Tensor second = state.Slots[1].mul_(beta2).addcmul_(gradient, gradient, 1 - beta2);
        using Tensor denominator = second.sqrt().div_(Math.Sqrt(correction2)).add_(epsilon);
        weights.addcdiv_(first, denominator, -lr / correction1);
    }

    public override (Tensor Weights, OptimizerState State) Update(Tensor weights, Tensor gradient, OptimizerState state, double lr)
    {
        long step = state.Step + 1;
        (double correction1, double correction2) = Corrections(step);
        Tensor first = (state.Slots[0] * beta1) + (gradient * (1 - beta1));
        Tensor second = (state.Slots[1] * beta2) + (gradient.square() * (1 - beta2));
        Tensor denominator = (SafeSqrt(second) / Math.Sqrt(correction2)) + epsilon;
        Tensor decayed = weightDecay > 0 ? weights * (1 - (lr * weightDecay)) : weights;
        return (decayed - (first / denominator * (lr / correction1)), new OptimizerState(step, [first, second]));
    }

    private (double First, double Second) Corrections(long step) => (1 - Math.Pow(beta1, step), 1 - Math.Pow(beta2, step));
}
