using GanCli.Engine.Kernels;
using GanCli.Engine.Networks;
using GanCli.Engine.Optimizers;
using GanCli.Engine.Schedules;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Game;

/// <summary>A network that learns: its weights, its optimizer and what that remembers.</summary>
public sealed class Player : IDisposable
{
    private readonly ScheduleConfig _lr;
    private readonly double? _clipping;
    private readonly double _rateFactor;

    /// <param name="name">For messages, statistics and checkpoints: <c>generator</c>, <c>discriminator</c>.</param>
    /// <param name="network">What its weights mean.</param>
    /// <param name="store">Its weights; owned from here on.</param>
    /// <param name="optimizer">Its update rule and learning rate.</param>
    /// <param name="clipping">Largest norm of its gradient, or null.</param>
    /// <param name="rateFactor">Factor on the learning rate.</param>
    public Player(string name, Network network, WeightStore store, OptimizerConfig optimizer, double? clipping = null, double rateFactor = 1)
    {
        (Name, Network, Store, _lr, _clipping, _rateFactor) = (name, network, store, optimizer.Lr, clipping, rateFactor);
        Optimizer = optimizer.Build();
        State = Optimizer.NewState(store.Flat);
    }

    public string Name { get; }

    public Network Network { get; }

    public WeightStore Store { get; }

    public Optimizer Optimizer { get; }

    public OptimizerState State { get; }

    /// <summary>∂<paramref name="loss"/>/∂weights as one flat vector [P].</summary>
    /// <param name="loss">A scalar.</param>
    /// <param name="at">The weights it was computed with.</param>
    /// <param name="createGraph">Keep the gradient differentiable.</param>
    public static Tensor Gradient(Tensor loss, Weights at, bool createGraph = false) =>
        at.Gradient(loss, retainGraph: createGraph, createGraph);

    /// <summary>Moves the weights along a gradient.</summary>
    /// <param name="gradient">[P]; may be overwritten.</param>
    /// <param name="time">When.</param>
    /// <returns>The gradient's norm before clipping, a scalar.</returns>
    public Tensor Update(Tensor gradient, StepTime time)
    {
        using var noGrad = no_grad();

        // libtorch would share the work among its threads, which then wait for more, on the cores that the matrix products' threads need.
        Tensor norm = HostMemory.IsHostFloat32(gradient) ? HostMemory.Number((float)Sums.Norm(HostMemory.Of(gradient))) : gradient.norm();
        if (_clipping is { } limit)
        {
            gradient.mul_(norm.AtLeast(limit).reciprocal().Times(limit));
        }

        Optimizer.Step(Store.Flat, gradient, State, LearningRate(time));
        return norm;
    }

    /// <summary>The move that <see cref="Update"/> makes, as a function: nothing is written, and gradients flow to weights, gradient and state.</summary>
    /// <param name="weights">[P].</param>
    /// <param name="gradient">[P].</param>
    /// <param name="state">What the optimizer remembers; <see cref="State"/> for the first move of a look-ahead.</param>
    /// <param name="time">When.</param>
    public (Tensor Weights, OptimizerState State) LookAhead(Tensor weights, Tensor gradient, OptimizerState state, StepTime time) =>
        Optimizer.Update(weights, Clipped(gradient), state, LearningRate(time));

    /// <summary>The derivatives of <see cref="LookAhead"/>; see <see cref="Optimizer.Backward"/>.</summary>
    public UpdateGradients BackwardLookAhead(Tensor weights, Tensor gradient, OptimizerState state, StepTime time, Tensor byWeights,
        IReadOnlyList<Tensor> bySlots)
    {
        if (_clipping is null)
        {
            return Optimizer.Backward(weights, gradient, state, LearningRate(time), byWeights, bySlots);
        }

        Tensor given = gradient.detach().requires_grad_();
        Tensor clipped = Clipped(given);
        UpdateGradients slopes = Optimizer.Backward(weights, clipped.detach(), state, LearningRate(time), byWeights, bySlots);
        return slopes with { Gradient = autograd.grad([clipped], [given], grad_outputs: [slopes.Gradient])[0] };
    }

    public void Dispose()
    {
        Store.Dispose();
        State.Dispose();
    }

    /// <summary>The learning rate of a step.</summary>
    public double LearningRate(StepTime time) => _rateFactor * _lr.At(time.Step, time.Steps);

    private Tensor Clipped(Tensor gradient) => _clipping is { } limit ? gradient * gradient.norm().AtLeast(limit).reciprocal().Times(limit) : gradient;
}
