using GanCli.Engine.Graphs;
using GanCli.Engine.Networks.Inits;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Networks.Layers;

/// <summary>How a kernel goes over a picture.</summary>
/// <param name="Kernel">Its side.</param>
/// <param name="Stride">Numbers from one place to the next.</param>
/// <param name="Padding">Zeros on every side.</param>
/// <param name="Groups">Parts into which channels are split, each with kernels of its own; a divisor of inputs and outputs.</param>
public sealed record Window(int Kernel, int Stride = 1, int Padding = 0, int Groups = 1)
{
    /// <summary>A kernel that leaves sides as they are.</summary>
    /// <param name="kernel">An odd side.</param>
    public static Window Same(int kernel) => new(kernel, Padding: kernel / 2);

    /// <summary>A kernel that halves even sides.</summary>
    /// <param name="kernel">Its side: 3 and 4 pad by 1, 5 by 2.</param>
    public static Window Halving(int kernel) => new(kernel, Stride: 2, Padding: (kernel - 1) / 2);
}

/// <summary>Cross-correlation of [B, C, H, W] with kernels [outputs, C/groups, k, k], plus a bias for each output channel. Derivatives by
/// <see cref="ConvolutionFunctions"/> and libtorch's kernels.</summary>
public sealed record Convolution : Layer, IExpressible, IConvolves
{
    private readonly Window _window;
    private readonly InitConfig _init;
    private readonly string? _bias;

    /// <param name="name">Name of the layer.</param>
    /// <param name="inputs">C.</param>
    /// <param name="outputs">Channels that come out.</param>
    /// <param name="window">How the kernels go.</param>
    /// <param name="init">How kernels and biases are drawn; fan-in is C/groups · k².</param>
    /// <param name="bias">Whether there is a bias: a norm that follows takes it away again.</param>
    public Convolution(string name, long inputs, long outputs, Window window, InitConfig init, bool bias = true)
        : base(name)
    {
        (Inputs, Outputs, _window, _init, Matrix, _bias) = (inputs, outputs, window, init, $"{name}.weight", bias ? $"{name}.bias" : null);
        long area = (long)window.Kernel * window.Kernel;
        (long fanIn, long fanOut) = (inputs / window.Groups * area, outputs / window.Groups * area);
        var kernels = new WeightSpec(Matrix, [outputs, inputs / window.Groups, window.Kernel, window.Kernel], init.Weight(fanIn, fanOut));
        Weights = _bias is null ? [kernels] : [kernels, new WeightSpec(_bias, [outputs], init.Bias(fanIn))];
    }

    public long Inputs { get; }

    public long Outputs { get; }

    public override IReadOnlyList<WeightSpec> Weights { get; }

    public override string Matrix { get; }

    ConvolutionShape IConvolves.Convolution => new(Inputs, Outputs, _window);

    public override Layer For(long[] input) =>
        input[0] == Inputs ? this : new Convolution(Name, input[0], Outputs, _window, _init, _bias is not null);

    public override long[] OutputShape(long[] input) => [Outputs, Side(input[1]), Side(input[2])];

    public override Tensor Forward(Weights weights, Tensor input, Pass pass) => ConvolutionFunctions.Convolve(
        input, weights[Matrix], _bias is null ? null : weights[_bias], _window, pass.InputGradients);

    public GraphValue Express(Weights weights, GraphValue input, IGraph graph) => graph.Convolution(
        Name, input, GraphNumbers.Of(Matrix, weights[Matrix]), _bias is null ? null : GraphNumbers.Of(_bias, weights[_bias]),
        new KernelWindow(_window.Stride, _window.Padding, _window.Groups), OutputShape([.. input.Shape]));

    public override IEnumerable<LayerDescription> Describe(long[] input) =>
        base.Describe(input).Select(row => row with { MultiplyAdds = row.MultiplyAdds * row.Output[1] * row.Output[2] });

    private long Side(long side) => ((side + (2 * _window.Padding) - _window.Kernel) / _window.Stride) + 1;
}
