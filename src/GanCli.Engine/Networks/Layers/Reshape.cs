using GanCli.Engine.Graphs;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Networks.Layers;

/// <summary>The same numbers in another shape, in row order.</summary>
/// <param name="Name">Name of the layer.</param>
/// <param name="Shape">Shape of one output; as many numbers as one input has.</param>
public sealed record Reshape(string Name, long[] Shape) : Layer(Name), IExpressible
{
    /// <summary>A vector takes over the size of what comes.</summary>
    public override Layer For(long[] input) => Shape.Length == 1 ? this with { Shape = [input.Aggregate(1L, static (a, b) => a * b)] } : this;

    public override long[] OutputShape(long[] input) => Shape;

    public override Tensor Forward(Weights weights, Tensor input, Pass pass) => input.reshape([input.shape[0], .. Shape]);

    public GraphValue Express(Weights weights, GraphValue input, IGraph graph) => graph.Reshape(Name, input, Shape);
}
