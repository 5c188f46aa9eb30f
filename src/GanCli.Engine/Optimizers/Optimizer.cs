using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Optimizers;

/// <summary>An update rule over one flat vector of parameters, written as a pure function that gradients flow through, for look-aheads. Training takes the
/// same step; a rule may write it a second time, in one pass over memory for single precision on the CPU. Both take the same operations in the same order,
/// one rounding each (fused ones round differently, and by device), so that they agree to the last bit.</summary>
public abstract class Optimizer
{
    /// <summary>Names of the vectors it remembers, each as long as the parameters.</summary>
    public abstract IReadOnlyList<string> Slots { get; }

    /// <summary>Moves the weights in place. Call without gradients.</summary>
    /// <param name="weights">[P].</param>
    /// <param name="gradient">[P].</param>
    /// <param name="state">Advanced in place.</param>
    /// <param name="lr">Learning rate of this step.</param>
    public virtual void Step(Tensor weights, Tensor gradient, OptimizerState state, double lr)
    {
        using var scope = NewDisposeScope();
        (Tensor moved, OptimizerState next) = Update(weights, gradient, state, lr);
        weights.copy_(moved);
        foreach ((Tensor slot, Tensor value) in state.Slots.Zip(next.Slots))
        {
            slot.copy_(value);
        }

        state.Step++;
    }

    /// <summary>The same step as a function: nothing is written, gradients flow from the result to weights, gradient and state.</summary>
    public abstract (Tensor Weights, OptimizerState State) Update(Tensor weights, Tensor gradient, OptimizerState state, double lr);

    /// <summary>The derivatives of <see cref="Update"/>, from its results back to what it was given.</summary>
    /// <param name="weights">What it was given, [P].</param>
    /// <param name="gradient">Likewise.</param>
    /// <param name="state">Likewise.</param>
    /// <param name="lr">Likewise.</param>
    /// <param name="byWeights">Gradient by the new weights, [P].</param>
    /// <param name="bySlots">Gradients by the new memory, one for each slot.</param>
    public virtual UpdateGradients Backward(Tensor weights, Tensor gradient, OptimizerState state, double lr, Tensor byWeights, IReadOnlyList<Tensor> bySlots)
    {
        Tensor[] given = [.. new[] { weights, gradient }.Concat(state.Slots).Select(static t => t.detach().requires_grad_())];
        (Tensor updated, OptimizerState next) = Update(given[0], given[1], new OptimizerState(state.Step, given[2..]), lr);
        IList<Tensor> slopes = autograd.grad([updated, .. next.Slots], given, grad_outputs: [byWeights, .. bySlots]);
        return new UpdateGradients(slopes[0], slopes[1], [.. slopes.Skip(2)]);
    }

    /// <summary>A fresh memory for parameters like <paramref name="weights"/>.</summary>
    public OptimizerState NewState(Tensor weights)
    {
        var slots = new Tensor[Slots.Count];
        for (int i = 0; i < slots.Length; i++)
        {
            slots[i] = zeros_like(weights, requires_grad: false).DetachFromDisposeScope();
        }

        return new OptimizerState(0, slots);
    }

    /// <summary>√v whose derivative at 0 is taken as 0: a unit that never fired has v = 0, and the true, infinite derivative would turn the
    /// whole look-ahead into NaN. What it is off at 0 is lost in the rounding of any ε that is added to it.</summary>
    /// <remarks>In double precision, because torch's own root of single precision, MKL's, is off by a bit in one number of five, and .NET's is not.</remarks>
    private protected static Tensor SafeSqrt(Tensor v) => v.AtLeast(v.dtype == ScalarType.Float64 ? 1e-300 : 1e-37).to(ScalarType.Float64).sqrt().to(v.dtype);
}

/// <summary>Gradients by what an update was given.</summary>
/// <param name="Weights">[P].</param>
/// <param name="Gradient">[P].</param>
/// <param name="Slots">One vector for each of the optimizer's slots.</param>
public sealed record UpdateGradients(Tensor Weights, Tensor Gradient, IReadOnlyList<Tensor> Slots);

/// <summary>What an optimizer remembers.</summary>
/// <param name="step">Steps taken.</param>
/// <param name="slots">One vector for each of the optimizer's slots.</param>
public sealed class OptimizerState(long step, IReadOnlyList<Tensor> slots) : IDisposable
{
    public long Step { get; set; } = step;

    public IReadOnlyList<Tensor> Slots { get; } = slots;

    public void Dispose()
    {
        foreach (Tensor slot in Slots)
        {
            slot.Dispose();
        }
    }
}
