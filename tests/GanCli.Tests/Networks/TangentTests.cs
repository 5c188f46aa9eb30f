using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Tensors;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Networks;

/// <summary>Second derivatives of networks without autograd, against autograd's.</summary>
public sealed class TangentTests
{
    public TangentTests() => TorchRuntime.EnsureLoaded();

    [Theory]
    [InlineData(ActivationKind.Relu, false)]
    [InlineData(ActivationKind.Relu, true)]
    [InlineData(ActivationKind.LeakyRelu, false)]
    [InlineData(ActivationKind.LeakyRelu, true)]
    [InlineData(ActivationKind.Tanh, false)]
    [InlineData(ActivationKind.Tanh, true)]
    [InlineData(ActivationKind.Sigmoid, false)]
    [InlineData(ActivationKind.Sigmoid, true)]
    [InlineData(ActivationKind.None, false)]
    [InlineData(ActivationKind.Maxout, false)]
    [InlineData(ActivationKind.Maxout, true)]
    public void AreThoseOfAutograd(ActivationKind activation, bool single)
    {
        using var scope = NewDisposeScope();
        ScalarType dtype = single ? ScalarType.Float32 : ScalarType.Float64;
        double tolerance = single ? 1e-5 : 1e-13;
        var network = (Sequential)new MlpConfig { Widths = [9, 70, 5], Activation = activation, LeakySlope = 0.3, InputScale = 0.7 }.Build([3], [2]);
        Assert.True(network.HasTangents);
        Assert.Equal(activation is not (ActivationKind.Tanh or ActivationKind.Sigmoid), network.IsPiecewiseLinear);
        WeightLayout layout = network.Layout;
        Tensor flat = Numbers.Random(1, 1, layout.ParameterCount).to(dtype).requires_grad_();
        Tensor direction = Numbers.Random(2, 1, layout.ParameterCount).to(dtype);
        Tensor input = Numbers.Random(3, 1, 11, 3).to(dtype).requires_grad_();
        Tensor inputDirection = Numbers.Random(4, 1, 11, 3).to(dtype);
        Tensor slope = Numbers.Random(5, 1, 11, 2).to(dtype).requires_grad_();
        Tensor slopeDirection = Numbers.Random(6, 1, 11, 2).to(dtype);

        // A derivative along a direction is that of the product with a dummy that is differentiated by.
        Tensor output = network.Forward(Weights.FromFlat(layout, flat, []), input, Pass.Evaluation);
        IList<Tensor> first = autograd.grad([output], [flat, input], grad_outputs: [slope], retain_graph: true, create_graph: true);
        Tensor[] dummies = [.. first.Select(static t => zeros_like(t, requires_grad: true))];
        Tensor product = (first[0] * dummies[0]).sum().Plus((first[1] * dummies[1]).sum());
        Weights weights = Weights.FromFlat(layout, flat.detach(), []);
        Tensor[] tape = network.ForwardWithTape(weights, input.detach(), Pass.Evaluation);
        Tensor gradient = empty_like(flat, requires_grad: false);
        Tensor[] slopes = network.Gradients(weights, tape, slope.detach(), Weights.FromFlat(layout, gradient, []), inputWanted: true);
        Numbers.Close(first[0], gradient, tolerance);
        Numbers.Close(first[1], slopes[0], tolerance);
        foreach ((bool weightsMove, bool inputMoves) in new[] { (true, false), (false, true), (true, true) })
        {
            Tensor[] by = [.. new[] { flat }.Where(_ => weightsMove), .. new[] { input }.Where(_ => inputMoves)];
            Tensor[] along = [.. new[] { direction }.Where(_ => weightsMove), .. new[] { inputDirection }.Where(_ => inputMoves)];
            Weights? moving = weightsMove ? Weights.FromFlat(layout, direction, []) : null;
            Tensor?[] tangents = network.Tangents(weights, moving, tape, inputMoves ? inputDirection : null);
            Tensor moved = empty_like(gradient);
            Tensor byInput = network.BackwardTangent(weights, moving, tape, tangents, slopes, slopeDirection, Weights.FromFlat(layout, moved, []));

            Tensor outputDummy = zeros_like(output, requires_grad: true);
            Tensor[] pulled = [.. autograd.grad([output], by, grad_outputs: [outputDummy], retain_graph: true, create_graph: true)];
            Numbers.Close(autograd.grad(pulled, [outputDummy], grad_outputs: along, retain_graph: true)[0], tangents[^1]!, tolerance);
            Tensor[] slow = [.. autograd.grad([product], [.. by, slope], retain_graph: true, create_graph: true)];
            IList<Tensor> expected = autograd.grad(slow, dummies, grad_outputs: [.. along, slopeDirection], retain_graph: true);
            Numbers.Close(expected[0], moved, tolerance);
            Numbers.Close(expected[1], byInput, tolerance);
        }
    }
}
