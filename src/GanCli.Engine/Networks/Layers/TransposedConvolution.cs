using GanCli.Engine.Graphs;
using GanCli.Engine.Networks.Inits;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace GanCli.Engine.Networks.Layers;

/// <summary>The transpose of a convolution with kernels [C, outputs, k, k]: each number of [B, C, H, W] puts a kernel into the result. Stride 2 doubles
/// sides (Radford et al. 2016).</summary>
public sealed record TransposedConvolution : Layer, IExpressible, IConvolves
{
    private readonly Window _window;
    private readonly InitConfig _init;
    private readonly string? _bias;
    private readonly int _further;

    /// <param name="name">Name of the layer.</param>
    /// <param name="inputs">C.</param>
    /// <param name="outputs">Channels that come out.</param>
    /// <param name="window">Of the convolution whose transpose it is; one group.</param>
    /// <param name="init">How kernels and biases are drawn; fan-in is what meets in one number of the result: C · k² / stride².</param>
    /// <param name="bias">Whether there is a bias: a norm that follows takes it away again.</param>
    /// <param name="further">Rows and columns that the result has more at its end, at most the padding: a strided convolution gives several sides the same
    /// one.</param>
    public TransposedConvolution(string name, long inputs, long outputs, Window window, InitConfig init, bool bias = true, int further = 0)
        : base(name)
    {
        (Inputs, Outputs, _window, _init, Matrix, _bias, _further) =
            (inputs, outputs, window, init, $"{name}.weight", bias ? $"{name}.bias" : null, further);
        long area = (long)window.Kernel * window.Kernel;
        long fanIn = Math.Max(1, inputs * area / (window.Stride * window.Stride));
        var kernels = new WeightSpec(Matrix, [inputs, outputs, window.Kernel, window.Kernel], init.Weight(fanIn, outputs * area));
        Weights = _bias is null ? [kernels] : [kernels, new WeightSpec(_bias, [outputs], init.Bias(fanIn))];
    }

    public long Inputs { get; }

    public long Outputs { get; }

    public override IReadOnlyList<WeightSpec> Weights { get; }

    public override string Matrix { get; }

    public override int OutputAxis => 1;

    ConvolutionShape IConvolves.Convolution => new(Outputs, Inputs, _window);

    public override Layer For(long[] input) =>
        input[0] == Inputs ? this : new TransposedConvolution(Name, input[0], Outputs, _window, _init, _bias is not null, _further);

    public override long[] OutputShape(long[] input) => [Outputs, Side(input[1]), Side(input[2])];

    public override Tensor Forward(Weights weights, Tensor input, Pass pass) => ConvolutionFunctions.ConvolveTransposed(
        input, weights[Matrix], _bias is null ? null : weights[_bias], _window, Side(input.size(2)), Side(input.size(3)), pass.InputGradients);

    public GraphValue Express(Weights weights, GraphValue input, IGraph graph) => graph.TransposedConvolution(
        Name, input, GraphNumbers.Of(Matrix, weights[Matrix]), _bias is null ? null : GraphNumbers.Of(_bias, weights[_bias]),
        new KernelWindow(_window.Stride, _window.Padding, Further: _further), OutputShape([.. input.Shape]));

    /// <summary>The same as libtorch's with an output padding, which it cannot differentiate twice: that many numbers less of padding on every side, and as
    /// many rows and columns less at the beginning.</summary>
    /// <param name="input">[B, C, H, W].</param>
    /// <param name="kernel">[C, outputs/groups, k, k].</param>
    /// <param name="bias">[outputs] or null.</param>
    /// <param name="stride">Of the convolution whose transpose it is.</param>
    /// <param name="padding">Likewise.</param>
    /// <param name="further">Rows and columns that the result has more at its end, at most <paramref name="padding"/>.</param>
    /// <param name="groups">Parts into which channels are split.</param>
    internal static Tensor Apply(Tensor input, Tensor kernel, Tensor? bias, int stride, int padding, int further, long groups)
    {
        long less = padding - further;
        Tensor output = functional.conv_transpose2d(input, kernel, bias, [stride, stride], [less, less], groups: groups);
        return further == 0 ? output : output.narrow(2, further, output.size(2) - further).narrow(3, further, output.size(3) - further);
    }

    public override IEnumerable<LayerDescription> Describe(long[] input) =>
        base.Describe(input).Select(row => row with { MultiplyAdds = row.MultiplyAdds * input[1] * input[2] });

    private long Side(long side) => ((side - 1) * _window.Stride) - (2 * _window.Padding) + _window.Kernel + _further;
}
