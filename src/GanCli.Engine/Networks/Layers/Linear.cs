using GanCli.Engine.Graphs;
using GanCli.Engine.Networks.Inits;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace GanCli.Engine.Networks.Layers;

/// <summary>x Wᵀ + b, W being [outputs, inputs].</summary>
public sealed record Linear : Layer, IExpressible
{
    private readonly string _weight;
    private readonly InitConfig _init;

    public Linear(string name, long inputs, long outputs, InitConfig init)
        : base(name)
    {
        (_weight, Bias, Inputs, Outputs, _init) = ($"{name}.weight", $"{name}.bias", inputs, outputs, init);
        Weights = [new WeightSpec(_weight, [outputs, inputs], init.Weight(inputs, outputs)), new WeightSpec(Bias, [outputs], init.Bias(inputs))];
    }

    /// <summary>Name of b.</summary>
    public string Bias { get; }

    public long Inputs { get; }

    public long Outputs { get; }

    public override IReadOnlyList<WeightSpec> Weights { get; }

    public override string Matrix => _weight;

    public override Layer For(long[] input) => input[0] == Inputs ? this : new Linear(Name, input[0], Outputs, _init);

    public override long[] OutputShape(long[] input) => [Outputs];

    public override Tensor Forward(Weights weights, Tensor input, Pass pass) => functional.linear(input, weights[_weight], weights[Bias]);

    public GraphValue Express(Weights weights, GraphValue input, IGraph graph) =>
        graph.Linear(Name, input, GraphNumbers.Of(_weight, weights[_weight]), GraphNumbers.Of(Bias, weights[Bias]));

    public override bool HasBackward => true;

    public override Tensor Backward(Weights weights, Tensor input, Tensor output, Tensor gradient, Weights? gradients, bool inputWanted)
    {
        if (gradients is not null)
        {
            Tensor transposed = gradient.t();
            gradients[_weight].addmm_(transposed, input, beta: 0);

            // A product with ones: torch sums over the first axis on one core, element by element.
            gradients[Bias].addmv_(transposed, ones(gradient.shape[0], gradient.dtype, gradient.device), beta: 0);
        }

        return inputWanted ? gradient.mm(weights[_weight]) : gradient;
    }
}
