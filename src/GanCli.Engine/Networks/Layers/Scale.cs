using GanCli.Engine.Graphs;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Networks.Layers;

/// <summary>Multiplies by a constant: brings data of known size to order one.</summary>
public sealed record Scale(string Name, double Factor) : Layer(Name), IExpressible
{
    public override Tensor Forward(Weights weights, Tensor input, Pass pass) => input.Times(Factor);

    public GraphValue Express(Weights weights, GraphValue input, IGraph graph) => graph.Times(Name, input, Factor);

    public override bool HasBackward => true;

    public override Tensor Backward(Weights weights, Tensor input, Tensor output, Tensor gradient, Weights? gradients, bool inputWanted) =>
        inputWanted ? gradient.Times(Factor) : gradient;

    public override bool HasTangents => true;

    public override bool IsPiecewiseLinear => true;

    public override Tensor? Tangent(Weights weights, Weights? direction, Tensor input, Tensor output, Tensor? tangent) =>
        tangent is null ? null : tangent.Times(Factor);

    public override Tensor BackwardTangent(
        Weights weights, Weights? direction, Tensor input, Tensor output, Tensor? tangent, Tensor slope, Tensor slopeTangent, Weights? gradients,
        bool inputWanted) =>
        inputWanted ? slopeTangent.Times(Factor) : slopeTangent;
}
