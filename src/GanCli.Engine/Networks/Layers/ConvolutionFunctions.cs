using System.Collections.Concurrent;
using System.Globalization;
using GanCli.Engine.Tensors;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace GanCli.Engine.Networks.Layers;

/// <summary>Convolutions as three operations: maps from pictures and kernels, pictures from maps and kernels (a transposed convolution), kernels from
/// pictures and maps. Each is linear in both of what it is made from, and its derivatives are the other two.</summary>
/// <remarks>libtorch's own derivative by the input is wrong for many numbers of channels: in single precision (its oneDNN 3.7.1; seen on an EPYC with
/// AVX-512, and limited to AVX2) its numbers are off by as much as they are large, without a stride wherever the maps are no multiple of 16 — a generator
/// that ends in three colours learned from such gradients —, with one for 33 or 48 channels. So are its transposed convolution without a stride, and its
/// convolution of more than 16 channels that are no multiple of 16. Its other convolutions and derivatives by the kernels are right wherever they were
/// tried (1 to 64 channels and maps), and everything here is made of those, but for kernels in groups: their derivative by the pictures is libtorch's.
/// ConvolutionFunctionsTests compares all with double precision, groups of 1 to 20 channels among them.
/// <para>Autograd's second derivative of a convolution takes dilated convolutions with the batch for channels: 4.1 ms where the operation that it amounts
/// to takes 1.5 (32 channels of 14 × 14, 64 maps, batches of 64, one core).</para></remarks>
internal static class ConvolutionFunctions
{
    private const long Lanes = 16;

    // One derivative of a convolution alone, as libtorch works it out in a backward pass; autograd only has it together with another forward pass.
    private static readonly ConcurrentDictionary<Window, jit.CompilationUnit> s_units = [];

    /// <summary>A convolution.</summary>
    /// <param name="input">[B, C, H, W].</param>
    /// <param name="kernels">[O, C/groups, k, k].</param>
    /// <param name="bias">[O] or null.</param>
    /// <param name="window">How the kernels go.</param>
    /// <param name="inputGradients">The pass's.</param>
    public static Tensor Convolve(Tensor input, Tensor kernels, Tensor? bias, Window window, InputGradients? inputGradients)
    {
        return ConvolutionFunction<MapsOperation>.Apply(
            input, kernels, bias, new ConvolutionCall(window, input.size(2), input.size(3), inputGradients));
    }

    /// <summary>A transposed convolution.</summary>
    /// <param name="input">[B, C, h, w].</param>
    /// <param name="kernels">[C, O/groups, k, k].</param>
    /// <param name="bias">[O] or null.</param>
    /// <param name="window">Of the convolution whose transpose it is.</param>
    /// <param name="height">Rows of the result: more than one number of them can give the same h.</param>
    /// <param name="width">Columns of the result.</param>
    /// <param name="inputGradients">The pass's.</param>
    /// <returns>[B, O, height, width].</returns>
    public static Tensor ConvolveTransposed(
        Tensor input, Tensor kernels, Tensor? bias, Window window, long height, long width, InputGradients? inputGradients)
    {
        return ConvolutionFunction<PicturesOperation>.Apply(input, kernels, bias, new ConvolutionCall(window, height, width, inputGradients));
    }

    internal static Tensor Maps(Tensor pictures, Tensor kernels, Tensor? bias, ConvolutionCall call)
    {
        // What is summed up wrongly otherwise, as the remarks say.
        long channels = pictures.size(1);
        bool isRight = channels <= Lanes || call.Window.Groups > 1 || pictures.dtype != ScalarType.Float32 || pictures.device_type != DeviceType.CPU;
        long missing = isRight ? 0 : -channels & (Lanes - 1);
        if (missing > 0)
        {
            (pictures, kernels) = (pad(pictures, [0, 0, 0, 0, 0, missing]), pad(kernels, [0, 0, 0, 0, 0, missing]));
        }

        return conv2d(
            pictures, kernels, bias, [call.Window.Stride, call.Window.Stride], [call.Window.Padding, call.Window.Padding], groups: call.Window.Groups);
    }

    private static Tensor Pictures(Tensor maps, Tensor kernels, Tensor? bias, ConvolutionCall call)
    {
        Window window = call.Window;
        if (maps.device_type != DeviceType.CPU)
        {
            int further = (int)(call.Height - (((maps.size(2) - 1) * window.Stride) - (2 * window.Padding) + window.Kernel));
            return TransposedConvolution.Apply(maps, kernels, bias, window.Stride, window.Padding, further, window.Groups);
        }

        if (window.Groups == 1)
        {
            return SubpixelConvolution.ConvolveTransposed(maps, kernels, bias, window, call.Height, call.Width);
        }

        // Of the pictures themselves only the shape matters.
        using Tensor shape = empty([maps.size(0), kernels.size(1) * window.Groups, call.Height, call.Width], maps.dtype, maps.device);
        Tensor pictures = Derivative(window, "pictures", maps, shape, kernels);
        return bias is null ? pictures : pictures.Plus(bias.view(1, -1, 1, 1));
    }

    private static Tensor Kernels(Tensor pictures, Tensor maps, ConvolutionCall call)
    {
        Window window = call.Window;
        using Tensor shape = empty([maps.size(1), pictures.size(1) / window.Groups, window.Kernel, window.Kernel], maps.dtype, maps.device);
        return Derivative(window, "kernels", maps, pictures, shape);
    }

    private static Tensor Derivative(Window window, string by, Tensor gradient, Tensor pictures, Tensor kernels) =>
        (Tensor)UnitOf(window).invoke(by, gradient, pictures, kernels)!;

    private static jit.CompilationUnit UnitOf(Window window) => s_units.GetOrAdd(window, static window =>
    {
        // Numbers stand in the text: one that was handed over would be a scalar that nothing holds.
        string rest = string.Create(CultureInfo.InvariantCulture,
            $"None, [{window.Stride}, {window.Stride}], [{window.Padding}, {window.Padding}], [1, 1], False, [0, 0], {window.Groups}");
        return jit.compile($"""
            def pictures(gradient, pictures, kernels):
                every = torch.convolution_backward(gradient, pictures, kernels, {rest}, [True, False, False])
                return every[0]

            def kernels(gradient, pictures, kernels):
                every = torch.convolution_backward(gradient, pictures, kernels, {rest}, [False, True, False])
                return every[1]

            """);
    });

    private sealed class MapsOperation : IConvolutionOperation
    {
        public static Tensor Compute(Tensor first, Tensor second, Tensor? bias, ConvolutionCall call) => Maps(first, second, bias, call);

        public static Tensor ByFirst(Tensor gradient, Tensor second, ConvolutionCall call) =>
            ConvolutionFunction<PicturesOperation>.Apply(gradient, second, null, call);

        public static Tensor BySecond(Tensor gradient, Tensor first, ConvolutionCall call) =>
            ConvolutionFunction<KernelsOperation>.Apply(first, gradient, null, call);
    }

    private sealed class PicturesOperation : IConvolutionOperation
    {
        public static Tensor Compute(Tensor first, Tensor second, Tensor? bias, ConvolutionCall call) => Pictures(first, second, bias, call);

        public static Tensor ByFirst(Tensor gradient, Tensor second, ConvolutionCall call) =>
            ConvolutionFunction<MapsOperation>.Apply(gradient, second, null, call);

        public static Tensor BySecond(Tensor gradient, Tensor first, ConvolutionCall call) =>
            ConvolutionFunction<KernelsOperation>.Apply(gradient, first, null, call);
    }

    // Of pictures and maps.
    private sealed class KernelsOperation : IConvolutionOperation
    {
        public static Tensor Compute(Tensor first, Tensor second, Tensor? bias, ConvolutionCall call) => Kernels(first, second, call);

        public static Tensor ByFirst(Tensor gradient, Tensor second, ConvolutionCall call) =>
            ConvolutionFunction<PicturesOperation>.Apply(second, gradient, null, call);

        public static Tensor BySecond(Tensor gradient, Tensor first, ConvolutionCall call) =>
            ConvolutionFunction<MapsOperation>.Apply(first, gradient, null, call);
    }
}
