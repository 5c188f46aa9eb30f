using GanCli.Engine.Graphs;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace GanCli.Engine.Networks.Layers;

/// <summary>Layer normalization (Ba et al. 2016): each sample over its own features.</summary>
public sealed record LayerNorm : Layer, IExpressible
{
    private const double Epsilon = 1e-5;
    private readonly string _scale;
    private readonly string _shift;

    public LayerNorm(string name, long features)
        : base(name)
    {
        (_scale, _shift) = ($"{name}.weight", $"{name}.bias");
        Weights = [new WeightSpec(_scale, [features], new ConstantInit(1)), new WeightSpec(_shift, [features], new ConstantInit(0))];
    }

    public override IReadOnlyList<WeightSpec> Weights { get; }

    /// <exception cref="NotSupportedException">Inputs are no vectors.</exception>
    public override Layer For(long[] input) =>
        input.Length != 1 ? throw new NotSupportedException($"'{Name}' normalizes vectors, and [{string.Join(", ", input)}] come")
        : input[0] == Weights[0].Count ? this
        : new LayerNorm(Name, input[0]);

    public override Tensor Forward(Weights weights, Tensor input, Pass pass) =>
        functional.layer_norm(input, Weights[0].Shape, weights[_scale], weights[_shift], Epsilon);

    public GraphValue Express(Weights weights, GraphValue input, IGraph graph) =>
        graph.LayerNorm(Name, input, GraphNumbers.Of(_scale, weights[_scale]), GraphNumbers.Of(_shift, weights[_shift]), Epsilon);
}
