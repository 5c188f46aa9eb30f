using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Tests.Training.Doubles;

/// <summary>A valid convolution with 3×3 kernels.</summary>
internal sealed record Convolution(string Name, long Inputs, long Outputs) : Layer(Name)
{
    public override IReadOnlyList<WeightSpec> Weights => [new WeightSpec(Matrix, [Outputs, Inputs, 3, 3], new NormalInit(0.3))];

    public override string Matrix => $"{Name}.weight";

    public override Layer For(long[] input) => this with { Inputs = input[0] };

    public override long[] OutputShape(long[] input) => [Outputs, input[1] - 2, input[2] - 2];

    public override Tensor Forward(Weights weights, Tensor input, Pass pass) => nn.functional.conv2d(input, weights[Matrix]);
}
