using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace GanCli.Engine.Networks.Layers;

/// <summary>What is linear in two tensors, plus a bias for each channel where there is one, and whose derivatives are such operations again.</summary>
internal interface IConvolutionOperation
{
    /// <summary>The result, without a trace.</summary>
    static abstract Tensor Compute(Tensor first, Tensor second, Tensor? bias, ConvolutionCall call);

    /// <summary>The derivative by the first tensor.</summary>
    static abstract Tensor ByFirst(Tensor gradient, Tensor second, ConvolutionCall call);

    /// <summary>The derivative by the second tensor.</summary>
    static abstract Tensor BySecond(Tensor gradient, Tensor first, ConvolutionCall call);
}

/// <summary>What an operation knows besides its tensors.</summary>
/// <param name="Window">How the kernels go.</param>
/// <param name="Height">Of the pictures.</param>
/// <param name="Width">Of the pictures.</param>
/// <param name="InputGradients">That of the pass, where the first tensor is a layer's input: says whose gradients are wanted.</param>
internal sealed record ConvolutionCall(Window Window, long Height, long Width, InputGradients? InputGradients = null)
{
    /// <summary>Nobody asks for gradients by weights.</summary>
    public bool IsForInputs => is_grad_enabled() && InputGradients is { AreAllThatIsWanted: true };

    /// <summary>Nobody asks for the gradient by this input of the layer, though it has one.</summary>
    public bool IsPassedOver(Tensor input) => InputGradients is { AreAllThatIsWanted: false } && input.is_leaf;
}

/// <summary>An operation as one of autograd, which can be differentiated any number of times.</summary>
internal sealed class ConvolutionFunction<TOperation> : SingleTensorFunction<ConvolutionFunction<TOperation>>
    where TOperation : IConvolutionOperation
{
    private const string Of = "call";

    public override string Name => $"{nameof(ConvolutionFunction<>)}<{typeof(TOperation).Name}>";

    /// <summary>The result. On a GPU, and where nothing has gradients, it is computed as it is.</summary>
    public static Tensor Apply(Tensor first, Tensor second, Tensor? bias, ConvolutionCall call)
    {
        var wanted = new Wanted(first.requires_grad, second.requires_grad, bias?.requires_grad);
        return first.device_type != DeviceType.CPU || !is_grad_enabled() || wanted is { First: false, Second: false, Bias: not true }
            ? TOperation.Compute(first, second, bias, call)
            : bias is null ? apply(first, second, (object)(call, wanted))
            : apply(first, second, bias, (object)(call, wanted));
    }

    public override Tensor forward(AutogradContext ctx, params object[] vars)
    {
        var (first, second) = ((Tensor)vars[0], (Tensor)vars[1]);
        ctx.save_for_backward([first, second]);
        ctx.save_data(Of, vars[^1]);
        return TOperation.Compute(first, second, vars.Length > 3 ? (Tensor)vars[2] : null, (((ConvolutionCall, Wanted))vars[^1]).Item1);
    }

    public override List<Tensor> backward(AutogradContext ctx, Tensor grad_output)
    {
        List<Tensor> saved = ctx.get_saved_variables();
        var (call, wanted) = ((ConvolutionCall, Wanted))ctx.get_data(Of);

        // The operations that it is made of see no layer's input.
        ConvolutionCall next = call with { InputGradients = null };
        bool weights = !call.IsForInputs;
        List<Tensor> gradients =
        [
            wanted.First && !call.IsPassedOver(saved[0]) ? TOperation.ByFirst(grad_output, saved[1], next) : null!,
            wanted.Second && weights ? TOperation.BySecond(grad_output, saved[0], next) : null!,
        ];
        return wanted.Bias is not { } bias ? [.. gradients, null!]
            : [.. gradients, bias && weights ? grad_output.sum([0, 2, 3]) : null!, null!];
    }

    /// <summary>Which tensors have gradients.</summary>
    /// <param name="First">The first.</param>
    /// <param name="Second">The second.</param>
    /// <param name="Bias">The bias; null where there is none.</param>
    private sealed record Wanted(bool First, bool Second, bool? Bias);
}
