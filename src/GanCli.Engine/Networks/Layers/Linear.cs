using GanCli.Engine.Networks.Inits;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace GanCli.Engine.Networks.Layers;

/// <summary>x Wᵀ + b, W being [outputs, inputs].</summary>
public sealed record Linear : Layer
{
    private readonly string _weight;
    private readonly string _bias;
    private readonly long _inputs;
    private readonly long _outputs;
    private readonly InitConfig _init;

    public Linear(string name, long inputs, long outputs, InitConfig init)
        : base(name)
    {
        (_weight, _bias, _inputs, _outputs, _init) = ($"{name}.weight", $"{name}.bias", inputs, outputs, init);
        Weights = [new WeightSpec(_weight, [outputs, inputs], init.Weight(inputs, outputs)), new WeightSpec(_bias, [outputs], init.Bias(inputs))];
    }

    public override IReadOnlyList<WeightSpec> Weights { get; }

    public override string Matrix => _weight;

    public override Layer For(long[] input) => input[0] == _inputs ? this : new Linear(Name, input[0], _outputs, _init);

    public override long[] OutputShape(long[] input) => [_outputs];

    public override Tensor Forward(Weights weights, Tensor input, Pass pass) => functional.linear(input, weights[_weight], weights[_bias]);

    public override bool IsDirect => true;

    public override Tensor Backward(Weights weights, Tensor input, Tensor output, Tensor gradient, Weights? gradients, bool inputWanted)
    {
        if (gradients is not null)
        {
            Tensor transposed = gradient.t();
            gradients[_weight].addmm_(transposed, input, beta: 0);

            // A product with ones: torch sums over the first axis on one core, element by element.
            gradients[_bias].addmv_(transposed, ones(gradient.shape[0], gradient.dtype, gradient.device), beta: 0);
        }

        return inputWanted ? gradient.mm(weights[_weight]) : gradient;
    }
}
