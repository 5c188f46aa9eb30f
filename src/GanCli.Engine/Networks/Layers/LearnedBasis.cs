using GanCli.Engine.Graphs;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace GanCli.Engine.Networks.Layers;

/// <summary>A learned map for each channel, times a linear function of the input: [Z] → [C, H, W] (Huang et al. 2024).</summary>
/// <param name="Name">Name of the layer.</param>
/// <param name="Inputs">Z.</param>
/// <param name="Shape">[C, H, W].</param>
public sealed record LearnedBasis(string Name, long Inputs, long[] Shape) : Layer(Name), IExpressible
{
    private string Basis => $"{Name}.basis";

    public override IReadOnlyList<WeightSpec> Weights =>
        [new WeightSpec(Matrix, [Shape[0], Inputs], new NormalInit(1 / Math.Sqrt(Inputs))), new WeightSpec(Basis, Shape, new NormalInit(1))];

    public override string Matrix => $"{Name}.weight";

    public override Layer For(long[] input) => this with { Inputs = input[0] };

    public override long[] OutputShape(long[] input) => Shape;

    public override Tensor Forward(Weights weights, Tensor input, Pass pass) =>
        functional.linear(input, weights[Matrix]).view(-1, Shape[0], 1, 1) * weights[Basis];

    public GraphValue Express(Weights weights, GraphValue input, IGraph graph)
    {
        GraphValue factors = graph.Linear($"{Name}.linear", input, GraphNumbers.Of(Matrix, weights[Matrix]), bias: null);
        return graph.Times(Name, graph.Reshape($"{Name}.maps", factors, [Shape[0], 1, 1]), GraphNumbers.Of(Basis, weights[Basis]));
    }
}
