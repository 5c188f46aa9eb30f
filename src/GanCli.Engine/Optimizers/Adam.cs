using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GanCli.Engine.Config;
using GanCli.Engine.Tensors;
using static GanCli.Engine.Kernels.Registers;
using static TorchSharp.torch;

namespace GanCli.Engine.Optimizers;

/// <summary>Adam (Kingma and Ba 2015, algorithm 1), with PyTorch's place of ε: outside the bias-corrected root.</summary>
[Component("adam", "Steps scaled by running moments of the gradient", Source = "Kingma and Ba 2015, algorithm 1")]
public record AdamConfig : OptimizerConfig
{
    [AlsoCalled("b1", "betas")]
    [Option("Decay of the first moment", Min = 0, Max = 1, MaxExclusive = true)]
    public double Beta1 { get; init; } = 0.5;

    [AlsoCalled("b2", "betas")]
    [Option("Decay of the second moment", Min = 0, Max = 1, MaxExclusive = true)]
    public double Beta2 { get; init; } = 0.999;

    [AlsoCalled("eps")]
    [Option("Added to the root of the second moment", Min = 0, MinExclusive = true, Max = 1)]
    public double Epsilon { get; init; } = 1e-8;

    public override Optimizer Build() => new Adam(Beta1, Beta2, Epsilon, 0);
}

/// <summary>Adam with decoupled weight decay.</summary>
[Component("adamw", "Adam with weight decay apart from the gradient", Source = "Loshchilov and Hutter 2019, algorithm 2")]
public sealed record AdamWConfig : AdamConfig
{
    [AlsoCalled("wd", "decay")]
    [Option("Share of the weights, times the learning rate, that each step takes away", Min = 0, Max = 1)]
    public double WeightDecay { get; init; } = 0.01;

    public override Optimizer Build() => new Adam(Beta1, Beta2, Epsilon, WeightDecay);
}

internal sealed class Adam(double beta1, double beta2, double epsilon, double weightDecay) : Optimizer
{
    /// <summary>Second moments below it count as 0 where the root is differentiated, as in <see cref="Optimizer.SafeSqrt"/>.</summary>
    private const float SmallestRoot = 1e-37f;

    public override IReadOnlyList<string> Slots { get; } = ["first-moment", "second-moment"];

    public override void Step(Tensor weights, Tensor gradient, OptimizerState state, double lr)
    {
        if (UsesKernels(weights, gradient, state))
        {
            state.Step++;
            StepOnHost(weights, gradient, state, lr);
        }
        else
        {
            base.Step(weights, gradient, state, lr);
        }
    }

    public override (Tensor Weights, OptimizerState State) Update(Tensor weights, Tensor gradient, OptimizerState state, double lr)
    {
        long step = state.Step + 1;
        if (UsesKernels(weights, gradient, state))
        {
            var copy = new OptimizerState(step, [state.Slots[0].clone(), state.Slots[1].clone()]);
            Tensor moved = weights.clone();
            StepOnHost(moved, gradient, copy, lr);
            return (moved, copy);
        }

        (double correction1, double correction2) = Corrections(step);
        Tensor first = state.Slots[0].Times(beta1).Plus(gradient.Times(1 - beta1));
        Tensor second = state.Slots[1].Times(beta2).Plus(gradient.Squared().Times(1 - beta2));
        Tensor denominator = SafeSqrt(second).Over(Math.Sqrt(correction2)).Plus(epsilon);
        Tensor decayed = weightDecay > 0 ? weights.Times(1 - (lr * weightDecay)) : weights;
        return (decayed - (first / denominator).Times(lr / correction1), new OptimizerState(step, [first, second]));
    }

    public override UpdateGradients Backward(Tensor weights, Tensor gradient, OptimizerState state, double lr, Tensor byWeights, IReadOnlyList<Tensor> bySlots)
    {
        if (!UsesKernels(weights, gradient, state) || !HostMemory.IsHostFloat32(byWeights) || !bySlots.All(HostMemory.IsHostFloat32))
        {
            return base.Backward(weights, gradient, state, lr, byWeights, bySlots);
        }

        (double correction1, double correction2) = Corrections(state.Step + 1);
        var slopes = new UpdateGradients(empty_like(weights), empty_like(weights), [empty_like(weights), empty_like(weights)]);
        ReadOnlySpan<float> g = HostMemory.Of(gradient);
        ReadOnlySpan<float> first = HostMemory.Of(state.Slots[0]);
        ReadOnlySpan<float> second = HostMemory.Of(state.Slots[1]);
        ReadOnlySpan<float> byW = HostMemory.Of(byWeights);
        ReadOnlySpan<float> byFirst = HostMemory.Of(bySlots[0]);
        ReadOnlySpan<float> bySecond = HostMemory.Of(bySlots[1]);
        Span<float> toW = HostMemory.Of(slopes.Weights);
        Span<float> toG = HostMemory.Of(slopes.Gradient);
        Span<float> toFirst = HostMemory.Of(slopes.Slots[0]);
        Span<float> toSecond = HostMemory.Of(slopes.Slots[1]);
        float keep = (float)(1 - (lr * weightDecay));
        var (old1, new1, old2, new2) = ((float)beta1, (float)(1 - beta1), (float)beta2, (float)(1 - beta2));
        float root = (float)Math.Sqrt(correction2);
        float rate = (float)(lr / correction1);
        float small = (float)epsilon;
        for (int i = 0; i < g.Length; i += Vector<float>.Count)
        {
            Vector<float> gradients = Load(g, i);
            Vector<float> m = (Load(first, i) * old1) + (gradients * new1);
            Vector<float> v = (Load(second, i) * old2) + (gradients * gradients * new2);
            Vector<float> size = Vector.SquareRoot(v);
            Vector<float> inverse = Vector<float>.One / ((size / new Vector<float>(root)) + new Vector<float>(small));
            Vector<float> byStep = Load(byW, i) * -rate * inverse;
            Vector<float> byM = Load(byFirst, i) + byStep;

            // The root's derivative at 0 is taken as 0.
            Vector<float> bySize = -(byStep * m * inverse) / (size * (2 * root));
            Vector<float> byV = Load(bySecond, i)
                + Vector.ConditionalSelect(Vector.GreaterThan(v, new Vector<float>(SmallestRoot)), bySize, Vector<float>.Zero);
            Store(Load(byW, i) * keep, toW, i);
            Store((byM * new1) + (byV * gradients * (2 * new2)), toG, i);
            Store(byM * old1, toFirst, i);
            Store(byV * old2, toSecond, i);
        }

        return slopes;
    }

    /// <summary>The step <c>state.Step</c> in one pass over memory: six operations of torch read and write everything six times.</summary>
    private void StepOnHost(Tensor weights, Tensor gradient, OptimizerState state, double lr)
    {
        Span<float> w = HostMemory.Of(weights);
        ReadOnlySpan<float> g = HostMemory.Of(gradient);
        Span<float> first = HostMemory.Of(state.Slots[0]);
        Span<float> second = HostMemory.Of(state.Slots[1]);
        (double correction1, double correction2) = Corrections(state.Step);
        float keep = (float)(1 - (lr * weightDecay));
        var (old1, new1, old2, new2) = ((float)beta1, (float)(1 - beta1), (float)beta2, (float)(1 - beta2));
        var (root, small) = (new Vector<float>((float)Math.Sqrt(correction2)), new Vector<float>((float)epsilon));
        float rate = (float)(lr / correction1);

        // The rest, which fills no register, apart: to ask at every register whether it is whole took a quarter of the time.
        int whole = w.Length - (w.Length % Vector<float>.Count);
        ref float weight = ref MemoryMarshal.GetReference(w);
        ref float slope = ref MemoryMarshal.GetReference(g);
        ref float mean = ref MemoryMarshal.GetReference(first);
        ref float square = ref MemoryMarshal.GetReference(second);
        for (nuint i = 0; i < (nuint)whole; i += (nuint)Vector<float>.Count)
        {
            (Vector<float> moved, Vector<float> m, Vector<float> v) = Next(
                Vector.LoadUnsafe(ref weight, i), Vector.LoadUnsafe(ref slope, i), Vector.LoadUnsafe(ref mean, i), Vector.LoadUnsafe(ref square, i));
            m.StoreUnsafe(ref mean, i);
            v.StoreUnsafe(ref square, i);
            moved.StoreUnsafe(ref weight, i);
        }

        if (whole < w.Length)
        {
            (Vector<float> moved, Vector<float> m, Vector<float> v) = Next(Load(w, whole), Load(g, whole), Load(first, whole), Load(second, whole));
            Store(m, first, whole);
            Store(v, second, whole);
            Store(moved, w, whole);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        (Vector<float> Weights, Vector<float> First, Vector<float> Second) Next(
            Vector<float> weights, Vector<float> gradients, Vector<float> first, Vector<float> second)
        {
            Vector<float> m = (first * old1) + (gradients * new1);
            Vector<float> v = (second * old2) + (gradients * gradients * new2);
            return ((weights * keep) - (m / ((Vector.SquareRoot(v) / root) + small) * rate), m, v);
        }
    }

    private static bool UsesKernels(Tensor weights, Tensor gradient, OptimizerState state) =>
        new[] { weights, gradient, state.Slots[0], state.Slots[1] }.All(static t => HostMemory.IsHostFloat32(t) && !t.requires_grad);

    private (double First, double Second) Corrections(long step) => (1 - Math.Pow(beta1, step), 1 - Math.Pow(beta2, step));
}
