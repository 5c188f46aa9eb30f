using GanCli.Engine.Graphs;
using GanCli.Engine.Kernels;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Networks.Layers;

/// <summary>The largest of each group of <paramref name="Pieces"/> neighbours (Goodfellow et al. 2013): [B, n·pieces] → [B, n]. Of equal ones the
/// first counts.</summary>
public sealed record MaxoutPool(string Name, int Pieces) : Layer(Name), IExpressible
{
    public override long[] OutputShape(long[] input) => [input[0] / Pieces];

    public override Tensor Forward(Weights weights, Tensor input, Pass pass) => Grouped(input).max(2).values;

    public GraphValue Express(Weights weights, GraphValue input, IGraph graph) => graph.LargestOfGroups(Name, input, Pieces);

    public override bool HasBackward => true;

    public override Tensor ForwardWithTape(Weights weights, Tensor input, bool inputIsFree, Pass pass)
    {
        if (!HostMemory.IsHostFloat32(input))
        {
            return Forward(weights, input, pass);
        }

        Tensor output = HostMemory.Empty(input.size(0), input.size(1) / Pieces);
        NeighbourGroups.Largest(HostMemory.Of(input), Pieces, HostMemory.Of(output));
        return output;
    }

    public override Tensor Backward(Weights weights, Tensor input, Tensor output, Tensor gradient, Weights? gradients, bool inputWanted) =>
        Spread(input, gradient);

    public override bool HasTangents => true;

    public override bool IsPiecewiseLinear => true;

    public override Tensor? Tangent(Weights weights, Weights? direction, Tensor input, Tensor output, Tensor? tangent) =>
        tangent is null ? null : Grouped(tangent).gather(2, Places(input)).squeeze(2);

    public override Tensor BackwardTangent(
        Weights weights, Weights? direction, Tensor input, Tensor output, Tensor? tangent, Tensor slope, Tensor slopeTangent, Weights? gradients,
        bool inputWanted) =>
        Spread(input, slopeTangent);

    /// <summary>Gives each group's number to its largest, and zeros to the others.</summary>
    private Tensor Spread(Tensor input, Tensor gradient)
    {
        if (!HostMemory.IsHostFloat32(input) || !HostMemory.IsHostFloat32(gradient))
        {
            return zeros_like(Grouped(input)).scatter_(2, Places(input), gradient.unsqueeze(2)).view_as(input);
        }

        Tensor result = HostMemory.Empty(input.shape);
        NeighbourGroups.Spread(HostMemory.Of(input), Pieces, HostMemory.Of(gradient), HostMemory.Of(result));
        return result;
    }

    private Tensor Grouped(Tensor input) => input.view(input.size(0), input.size(1) / Pieces, Pieces);

    /// <summary>Where in each group the largest is, [B, n, 1].</summary>
    private Tensor Places(Tensor input) => Grouped(input).max(2, keepdim: true).indexes;
}
