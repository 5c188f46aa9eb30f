using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Tensors;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace GanCli.Tests.Networks;

/// <summary>Our convolutions beside libtorch's and its own derivatives: values, first and second derivatives, in
/// double precision; and in single precision beside those.</summary>
public sealed class ConvolutionFunctionsTests
{
    // C, H, W, O, window: even and odd kernels and sides, strides that leave a rest, groups, a kernel as wide as its stride, more and few channels.
    public static TheoryData<int, int, int, int, Window> Shapes => new()
    {
        { 3, 28, 28, 8, Window.Halving(4) },
        { 5, 14, 13, 6, Window.Halving(4) },
        { 2, 9, 12, 6, Window.Same(3) },
        { 2, 7, 7, 3, Window.Halving(3) },
        { 2, 28, 10, 3, Window.Halving(3) },
        { 2, 11, 8, 3, new Window(5, 3, 2) },
        { 1, 6, 6, 1, Window.Halving(5) },
        { 3, 9, 9, 4, new Window(2, 2) },
        { 3, 8, 8, 4, new Window(4, 4) },
        { 4, 4, 4, 9, new Window(4) },
        { 2, 10, 10, 2, new Window(5, 2, 0) },
        { 3, 6, 6, 4, new Window(1, 2) },
        { 6, 8, 8, 6, new Window(3, 1, 1, Groups: 3) },

        // Numbers of maps that libtorch gets wrong in single precision, and some that it does not.
        { 8, 28, 28, 3, Window.Same(3) },
        { 16, 4, 4, 1, new Window(4) },
        { 4, 9, 9, 17, Window.Same(3) },
        { 16, 8, 8, 33, new Window(1) },
        { 32, 7, 7, 16, Window.Same(3) },
        { 3, 8, 8, 7, new Window(1, 1, 1) },
        { 3, 14, 14, 20, Window.Halving(3) },
        { 20, 14, 14, 17, Window.Halving(4) },
        { 48, 14, 14, 8, Window.Halving(4) },
        { 33, 6, 6, 5, new Window(5, 2, 2) },
        { 24, 7, 7, 24, Window.Same(3) },
        { 32, 8, 8, 32, new Window(3, 1, 1, Groups: 2) },
        { 12, 8, 8, 12, new Window(3, 1, 1, Groups: 4) },
        { 8, 8, 8, 8, new Window(4, 2, 1, Groups: 8) },
        { 40, 8, 8, 40, new Window(3, 1, 1, Groups: 2) },
    };

    [Theory]
    [MemberData(nameof(Shapes), DisableDiscoveryEnumeration = true)]
    public void ConvolutionsAndTheirDerivativesAreLibtorchs(int channels, int height, int width, int maps, Window window) => Compare(
        Draw(1, 3, channels, height, width),
        Draw(2, maps, channels / window.Groups, window.Kernel, window.Kernel),
        Draw(4, maps),
        (x, k, b) => ConvolutionFunctions.Convolve(x, k, b, window, null),
        (x, k, b) => functional.conv2d(x, k, b, [window.Stride, window.Stride], [window.Padding, window.Padding], groups: window.Groups));

    [Theory]
    [MemberData(nameof(Shapes), DisableDiscoveryEnumeration = true)]
    public void TransposedConvolutionsAndTheirDerivativesAreLibtorchs(int channels, int height, int width, int maps, Window window)
    {
        foreach (int further in window.Padding > 0 && window.Stride > 1 ? new[] { 0, 1 } : [0])
        {
            long Side(long side) => ((side - 1) * window.Stride) - (2 * window.Padding) + window.Kernel + further;
            Compare(
                Draw(1, 3, channels, height, width),
                Draw(2, channels, maps / window.Groups, window.Kernel, window.Kernel),
                Draw(4, maps),
                (x, k, b) => ConvolutionFunctions.ConvolveTransposed(x, k, b, window, Side(height), Side(width), null),
                (x, k, b) => TransposedConvolution.Apply(x, k, b, window.Stride, window.Padding, further, window.Groups));
        }
    }

    [Fact]
    public void WhereOnlyTheInputsGradientsAreWantedTheyAreTheSame()
    {
        using var scope = NewDisposeScope();
        Window window = Window.Halving(4);
        Tensor[] results = [.. new InputGradients?[] { new(), null }.Select(gradients =>
        {
            Tensor x = Draw(1, 2, 3, 8, 8).requires_grad_();
            Tensor k = Draw(2, 4, 3, 4, 4).requires_grad_();
            Tensor b = Draw(3, 4).requires_grad_();
            Tensor y = ConvolutionFunctions.Convolve(x, k, b, window, gradients).Squared().sum();
            Tensor byInput = gradients?.Of(y, x)[0] ?? autograd.grad([y], [x], create_graph: true)[0];
            return cat([.. autograd.grad([byInput.Squared().sum()], [k, b]).Select(static each => each.flatten())]);
        })];
        Assert.Equal(results[1].data<double>().ToArray(), results[0].data<double>().ToArray());
    }

    [Fact]
    public void WithoutATraceNothingIsTraced()
    {
        using var scope = NewDisposeScope();
        Tensor x = Draw(1, 2, 3, 8, 8);
        Tensor k = Draw(2, 4, 3, 4, 4);
        Assert.False(ConvolutionFunctions.Convolve(x, k, null, Window.Halving(4), null).requires_grad);
        using (no_grad())
        {
            Assert.False(ConvolutionFunctions.Convolve(x.requires_grad_(), k, null, Window.Halving(4), null).requires_grad);
        }
    }

    private static void Compare(
        Tensor x, Tensor kernels, Tensor bias, Func<Tensor, Tensor, Tensor?, Tensor> ours, Func<Tensor, Tensor, Tensor?, Tensor> theirs)
    {
        using var scope = NewDisposeScope();
        foreach (Tensor[] from in new[] { [x, kernels, bias], new[] { x, kernels } })
        {
            Tensor[] mine = Everything(from, ours);
            Tensor[] single = Everything([.. from.Select(static each => each.to(float32))], ours);
            Tensor[] expected = Everything(from, theirs);
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.Equal(expected[i].shape, mine[i].shape);
                Numbers.Close(expected[i], mine[i], 1e-11);
                Numbers.Close(expected[i], single[i], 1e-4);
            }
        }
    }

    // A function that bends: derivatives of a linear one would not depend on its result.
    private static Tensor[] Everything(Tensor[] given, Func<Tensor, Tensor, Tensor?, Tensor> function)
    {
        Tensor[] from = [.. given.Select(static each => each.detach().clone().requires_grad_())];
        Tensor y = function(from[0], from[1], from.Length > 2 ? from[2] : null);
        Tensor bent = (y.sin() * Draw(5, y.shape)).sum();
        IList<Tensor> first = autograd.grad([bent], from, retain_graph: true, create_graph: true);
        return
        [
            y.detach(), .. first.Select(static each => each.detach()),
            .. first.SelectMany(gradient => autograd.grad([gradient.Squared().sum()], from, retain_graph: true)),
        ];
    }

    private static Tensor Draw(int seed, params long[] shape) => randn(shape, float64, generator: new Generator((ulong)seed));
}
