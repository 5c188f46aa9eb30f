using GanCli.Engine.Tensors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace GanCli.Engine.Networks.Layers;

/// <summary>x Wᵀ + b, W being [outputs, inputs].</summary>
public sealed record Linear : Layer
{
    private readonly string _weight;
    private readonly string _bias;
    private readonly long _outputs;

    public Linear(string name, long inputs, long outputs, WeightInit weight, WeightInit bias)
        : base(name)
    {
        (_weight, _bias, _outputs) = ($"{name}.weight", $"{name}.bias", outputs);
        Weights = [new WeightSpec(_weight, [outputs, inputs], weight), new WeightSpec(_bias, [outputs], bias)];
    }

    public override IReadOnlyList<WeightSpec> Weights { get; }

    public override long[] OutputShape(long[] input) => [_outputs];

    public override Tensor Forward(Weights weights, Tensor input, Pass pass) => functional.linear(input, weights[_weight], weights[_bias]);
}
