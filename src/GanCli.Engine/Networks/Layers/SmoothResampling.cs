using GanCli.Engine.Graphs;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace GanCli.Engine.Networks.Layers;

/// <summary>Twice the sides, by the filter [1, 2, 1] in both directions: every number stays, and those between are means of their neighbours; zeros lie
/// beyond the last ones (Huang et al. 2024).</summary>
public sealed record SmoothUpsample(string Name) : Layer(Name), IExpressible
{
    public override long[] OutputShape(long[] input) => [input[0], 2 * input[1], 2 * input[2]];

    public override Tensor Forward(Weights weights, Tensor input, Pass pass) => TransposedConvolution.Apply(
        input, SmoothFilter.For(input, total: 4), bias: null, stride: 2, padding: 1, further: 1, groups: input.size(1));

    public GraphValue Express(Weights weights, GraphValue input, IGraph graph) => graph.TransposedConvolution(
        Name, input, SmoothFilter.Numbers($"{Name}.filter", input.Shape[0], total: 4), bias: null, new KernelWindow(2, 1, input.Shape[0], Further: 1),
        OutputShape([.. input.Shape]));
}

/// <summary>Half the sides, by the filter [1, 2, 1]/4 in both directions (Huang et al. 2024).</summary>
public sealed record SmoothDownsample(string Name) : Layer(Name), IExpressible
{
    public override long[] OutputShape(long[] input) => [input[0], (input[1] + 1) / 2, (input[2] + 1) / 2];

    public override Tensor Forward(Weights weights, Tensor input, Pass pass) => functional.conv2d(
        input, SmoothFilter.For(input, total: 1), null, [2, 2], [1, 1], groups: input.size(1));

    public GraphValue Express(Weights weights, GraphValue input, IGraph graph) => graph.Convolution(
        Name, input, SmoothFilter.Numbers($"{Name}.filter", input.Shape[0], total: 1), bias: null, new KernelWindow(2, 1, input.Shape[0]),
        OutputShape([.. input.Shape]));
}

/// <summary>The kernel of both, for each channel the same.</summary>
internal static class SmoothFilter
{
    private static readonly float[] Filter = [1, 2, 1, 2, 4, 2, 1, 2, 1];

    /// <param name="maps">[B, C, H, W].</param>
    /// <param name="total">What the kernel's nine numbers sum to.</param>
    /// <returns>[C, 1, 3, 3].</returns>
    public static Tensor For(Tensor maps, double total) =>
        HostMemory.Copy(Scaled(total), 1, 1, 3, 3).to(maps.dtype).to(maps.device).expand(maps.size(1), 1, 3, 3);

    /// <summary>The same for a graph.</summary>
    /// <param name="name">What the graph calls it.</param>
    /// <param name="channels">C.</param>
    /// <param name="total">What the kernel's nine numbers sum to.</param>
    public static GraphNumbers Numbers(string name, long channels, double total) =>
        new(name, [channels, 1, 3, 3], [.. Enumerable.Repeat(Scaled(total), checked((int)channels)).SelectMany(static kernel => kernel)]);

    private static float[] Scaled(double total) => [.. Filter.Select(number => number * (float)(total / Filter.Sum()))];
}
