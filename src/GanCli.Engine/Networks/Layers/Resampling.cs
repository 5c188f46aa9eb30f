using GanCli.Engine.Graphs;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace GanCli.Engine.Networks.Layers;

/// <summary>Twice the sides: every number becomes four.</summary>
public sealed record Upsample(string Name) : Layer(Name), IExpressible
{
    public override long[] OutputShape(long[] input) => [input[0], 2 * input[1], 2 * input[2]];

    public override Tensor Forward(Weights weights, Tensor input, Pass pass) =>
        functional.interpolate(input, scale_factor: [2, 2], mode: InterpolationMode.Nearest);

    public GraphValue Express(Weights weights, GraphValue input, IGraph graph) => graph.DoubleSides(Name, input);
}

/// <summary>Half the sides: the mean of each four numbers. Of an odd side the last row is left out.</summary>
public sealed record Downsample(string Name) : Layer(Name), IExpressible
{
    public override long[] OutputShape(long[] input) => [input[0], input[1] / 2, input[2] / 2];

    public override Tensor Forward(Weights weights, Tensor input, Pass pass) => functional.avg_pool2d(input, 2);

    public GraphValue Express(Weights weights, GraphValue input, IGraph graph)
    {
        long channels = input.Shape[0];
        GraphNumbers means = GraphNumbers.Of($"{Name}.filter", [.. Enumerable.Repeat(0.25, checked((int)(4 * channels)))], [channels, 1, 2, 2]);
        return graph.Convolution(Name, input, means, bias: null, new KernelWindow(2, 0, channels), OutputShape([.. input.Shape]));
    }
}

/// <summary>Half the sides: the largest of each four numbers. Of an odd side the last row is left out.</summary>
public sealed record MaxPool(string Name) : Layer(Name)
{
    public override long[] OutputShape(long[] input) => [input[0], input[1] / 2, input[2] / 2];

    public override Tensor Forward(Weights weights, Tensor input, Pass pass) => functional.max_pool2d(input, 2);
}

/// <summary>The sum over all places of each channel: [C, H, W] → [C] (Miyato et al. 2018).</summary>
public sealed record SumPool(string Name) : Layer(Name)
{
    public override long[] OutputShape(long[] input) => [input[0]];

    public override Tensor Forward(Weights weights, Tensor input, Pass pass) => input.sum([2, 3]);
}

/// <summary>Every place's channels divided by their root mean square (Karras et al. 2018, section 4.2).</summary>
public sealed record PixelNorm(string Name) : Layer(Name), IExpressible
{
    private const double Epsilon = 1e-8;

    public override Tensor Forward(Weights weights, Tensor input, Pass pass) => input * input.Squared().mean([1], keepdim: true).Plus(Epsilon).rsqrt();

    public GraphValue Express(Weights weights, GraphValue input, IGraph graph) => graph.PixelNorm(Name, input, Epsilon);
}
