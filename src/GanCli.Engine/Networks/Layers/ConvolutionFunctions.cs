using System.Collections.Concurrent;
using System.Globalization;
using GanCli.Engine.Tensors;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.autograd;
using static TorchSharp.torch.nn.functional;

namespace GanCli.Engine.Networks.Layers;

/// <summary>Convolutions as three operations of autograd that can be differentiated any number of times: maps from pictures and kernels, pictures from
/// maps and kernels (a transposed convolution), kernels from pictures and maps. Each is linear in both of what it is made from, and its derivatives are
/// the other two.</summary>
/// <remarks>libtorch's own derivative by the input is wrong for many numbers of channels: in single precision (its oneDNN 3.7.1, AVX2 and AVX-512) its
/// numbers are off by as much as they are large, without a stride wherever the maps are no multiple of 16 — a generator that ends in three colours learned
/// from such gradients —, with one for 33 or 48 channels. So are its transposed convolution without a stride, and its convolution of more than 16 channels
/// that are no multiple of 16. Its other convolutions and derivatives by the kernels are right wherever they were tried (1 to 64 channels and maps), and
/// everything here is made of those; ConvolutionFunctionsTests compares with double precision.
/// <para>Autograd's second derivative of a convolution takes dilated convolutions with the batch for channels, which cost 2.5 times what the operation
/// does that they amount to.</para></remarks>
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
        var call = new ConvolutionCall(window, input.size(2), input.size(3), InputGradients: inputGradients);
        return !IsOurs(input, kernels, bias) ? Maps(input, kernels, bias, call)
            : bias is null ? ConvolutionMaps.apply(input, kernels, (object)call.Wanting(input, kernels))
            : ConvolutionMaps.apply(input, kernels, bias, (object)call.Wanting(input, kernels));
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
        var call = new ConvolutionCall(window, height, width, InputGradients: inputGradients);
        return input.device_type != DeviceType.CPU
            ? TransposedConvolution.Apply(
                input, kernels, bias, window.Stride, window.Padding,
                (int)(height - (((input.size(2) - 1) * window.Stride) - (2 * window.Padding) + window.Kernel)), window.Groups)
            : !IsOurs(input, kernels, bias) ? Pictures(input, kernels, bias, call)
            : bias is null ? ConvolutionPictures.apply(input, kernels, (object)call.Wanting(input, kernels))
            : ConvolutionPictures.apply(input, kernels, bias, (object)call.Wanting(input, kernels));
    }

    internal static Tensor MapsOf(Tensor pictures, Tensor kernels, ConvolutionCall call) => IsOurs(pictures, kernels, null)
        ? ConvolutionMaps.apply(pictures, kernels, (object)call.Wanting(pictures, kernels)) : Maps(pictures, kernels, null, call);

    internal static Tensor PicturesOf(Tensor maps, Tensor kernels, ConvolutionCall call) => IsOurs(maps, kernels, null)
        ? ConvolutionPictures.apply(maps, kernels, (object)call.Wanting(maps, kernels)) : Pictures(maps, kernels, null, call);

    internal static Tensor KernelsOf(Tensor pictures, Tensor maps, ConvolutionCall call) => IsOurs(pictures, maps, null)
        ? ConvolutionKernels.apply(pictures, maps, (object)call.Wanting(pictures, maps)) : Kernels(pictures, maps, call);

    internal static Tensor Maps(Tensor pictures, Tensor kernels, Tensor? bias, ConvolutionCall call)
    {
        // More than 16 channels and no multiple of 16 are summed up wrongly, as the remarks say.
        long missing = call.Window.Groups > 1 || pictures.size(1) < Lanes ? 0 : -pictures.size(1) & (Lanes - 1);
        if (missing > 0)
        {
            (pictures, kernels) = (pad(pictures, [0, 0, 0, 0, 0, missing]), pad(kernels, [0, 0, 0, 0, 0, missing]));
        }

        return conv2d(
            pictures, kernels, bias, [call.Window.Stride, call.Window.Stride], [call.Window.Padding, call.Window.Padding], groups: call.Window.Groups);
    }

    internal static Tensor Pictures(Tensor maps, Tensor kernels, Tensor? bias, ConvolutionCall call)
    {
        Window window = call.Window;
        if (window.Groups == 1)
        {
            return SubpixelConvolution.ConvolveTransposed(maps, kernels, bias, window, call.Height, call.Width);
        }

        // Of the pictures themselves only the shape matters.
        using Tensor shape = empty([maps.size(0), kernels.size(1) * window.Groups, call.Height, call.Width], maps.dtype, maps.device);
        Tensor pictures = Derivative(window, "pictures", maps, shape, kernels);
        return bias is null ? pictures : pictures.Plus(bias.view(1, -1, 1, 1));
    }

    internal static Tensor Kernels(Tensor pictures, Tensor maps, ConvolutionCall call)
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

    // On a GPU everything is libtorch's; and without a trace there is nothing to differentiate.
    private static bool IsOurs(Tensor a, Tensor b, Tensor? bias) =>
        is_grad_enabled() && a.device_type == DeviceType.CPU && (a.requires_grad || b.requires_grad || bias?.requires_grad == true);
}

/// <summary>What an operation knows besides its tensors.</summary>
/// <param name="Window">How the kernels go.</param>
/// <param name="Height">Of the pictures.</param>
/// <param name="Width">Of the pictures.</param>
/// <param name="FirstWanted">The first tensor has gradients.</param>
/// <param name="SecondWanted">The second tensor has gradients.</param>
/// <param name="InputGradients">That of the pass, where the second tensor is a network's kernels: says when only the input's gradients are wanted.</param>
internal sealed record ConvolutionCall(
    Window Window, long Height, long Width, bool FirstWanted = false, bool SecondWanted = false, InputGradients? InputGradients = null)
{
    /// <summary>For an operation on these.</summary>
    public ConvolutionCall Wanting(Tensor first, Tensor second) => this with { FirstWanted = first.requires_grad, SecondWanted = second.requires_grad };

    /// <summary>What a backward of it hands on, and whether it works out the gradients of kernels and bias.</summary>
    public (ConvolutionCall Call, bool WeightsWanted) Differentiated() =>
        (this with { InputGradients = null }, !(is_grad_enabled() && InputGradients?.AreAllThatIsWanted == true));

    /// <summary>Whether anybody asks for the gradient by a network's input: by one that nothing was made from only those do who take gradients by
    /// inputs.</summary>
    /// <param name="input">The first tensor.</param>
    public bool IsInputWanted(Tensor input) => FirstWanted && !(InputGradients is { AreAllThatIsWanted: false } && input.is_leaf);
}

/// <summary>Maps from pictures, kernels and a bias, which may be left out.</summary>
internal sealed class ConvolutionMaps : SingleTensorFunction<ConvolutionMaps>
{
    private const string Of = "call";

    public override string Name => nameof(ConvolutionMaps);

    public override Tensor forward(AutogradContext ctx, params object[] vars)
    {
        var (pictures, kernels, call) = ((Tensor)vars[0], (Tensor)vars[1], (ConvolutionCall)vars[^1]);
        ctx.save_for_backward([pictures, kernels]);
        ctx.save_data(Of, (call, Tensors: vars.Length - 1));
        return ConvolutionFunctions.Maps(pictures, kernels, vars.Length > 3 ? (Tensor)vars[2] : null, call);
    }

    public override List<Tensor> backward(AutogradContext ctx, Tensor grad_output)
    {
        List<Tensor> saved = ctx.get_saved_variables();
        var (given, tensors) = ((ConvolutionCall, int))ctx.get_data(Of);
        var (call, weightsWanted) = given.Differentiated();
        List<Tensor> gradients =
        [
            given.IsInputWanted(saved[0]) ? ConvolutionFunctions.PicturesOf(grad_output, saved[1], call) : null!,
            weightsWanted && given.SecondWanted ? ConvolutionFunctions.KernelsOf(saved[0], grad_output, call) : null!,
        ];
        return tensors == 2 ? [.. gradients, null!] : [.. gradients, weightsWanted ? grad_output.sum([0, 2, 3]) : null!, null!];
    }
}

/// <summary>Pictures from maps, kernels and a bias, which may be left out.</summary>
internal sealed class ConvolutionPictures : SingleTensorFunction<ConvolutionPictures>
{
    private const string Of = "call";

    public override string Name => nameof(ConvolutionPictures);

    public override Tensor forward(AutogradContext ctx, params object[] vars)
    {
        var (maps, kernels, call) = ((Tensor)vars[0], (Tensor)vars[1], (ConvolutionCall)vars[^1]);
        ctx.save_for_backward([maps, kernels]);
        ctx.save_data(Of, (call, Tensors: vars.Length - 1));
        return ConvolutionFunctions.Pictures(maps, kernels, vars.Length > 3 ? (Tensor)vars[2] : null, call);
    }

    public override List<Tensor> backward(AutogradContext ctx, Tensor grad_output)
    {
        List<Tensor> saved = ctx.get_saved_variables();
        var (given, tensors) = ((ConvolutionCall, int))ctx.get_data(Of);
        var (call, weightsWanted) = given.Differentiated();
        List<Tensor> gradients =
        [
            given.IsInputWanted(saved[0]) ? ConvolutionFunctions.MapsOf(grad_output, saved[1], call) : null!,
            weightsWanted && given.SecondWanted ? ConvolutionFunctions.KernelsOf(grad_output, saved[0], call) : null!,
        ];
        return tensors == 2 ? [.. gradients, null!] : [.. gradients, weightsWanted ? grad_output.sum([0, 2, 3]) : null!, null!];
    }
}

/// <summary>Kernels from pictures and maps.</summary>
internal sealed class ConvolutionKernels : SingleTensorFunction<ConvolutionKernels>
{
    private const string Of = "call";

    public override string Name => nameof(ConvolutionKernels);

    public override Tensor forward(AutogradContext ctx, params object[] vars)
    {
        var (pictures, maps, call) = ((Tensor)vars[0], (Tensor)vars[1], (ConvolutionCall)vars[2]);
        ctx.save_for_backward([pictures, maps]);
        ctx.save_data(Of, call);
        return ConvolutionFunctions.Kernels(pictures, maps, call);
    }

    public override List<Tensor> backward(AutogradContext ctx, Tensor grad_output)
    {
        List<Tensor> saved = ctx.get_saved_variables();
        var call = (ConvolutionCall)ctx.get_data(Of);
        return
        [
            call.FirstWanted ? ConvolutionFunctions.PicturesOf(saved[1], grad_output, call) : null!,
            call.SecondWanted ? ConvolutionFunctions.MapsOf(saved[0], grad_output, call) : null!,
            null!,
        ];
    }
}
