using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace GanCli.Engine.Networks.Layers;

/// <summary>f(x Wᵀ + b) as one operation of autograd, f being a rectifier or nothing: product, bias and rectifier in one pass over memory. So are
/// its first derivatives, and theirs (<see cref="DenseGradient"/>), which penalties on gradients and look-aheads need.</summary>
internal sealed class DenseFunction : SingleTensorFunction<DenseFunction>
{
    private const string Of = "call";

    public override string Name => nameof(DenseFunction);

    /// <inheritdoc cref="DenseProducts.Forward"/>
    public static Tensor Apply(Tensor input, Tensor weight, Tensor bias, double? slope, InputGradients? inputGradients = null) =>
        apply(input, weight, bias, (object)new DenseCall(slope, input.requires_grad, weight.requires_grad, inputGradients));

    public override Tensor forward(AutogradContext ctx, params object[] vars)
    {
        var (input, weight, bias, call) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2], (DenseCall)vars[3]);
        Tensor output = DenseProducts.Forward(input, weight, bias, call.Slope);
        ctx.save_for_backward([input, weight, output]);
        ctx.save_data(Of, call);
        return output;
    }

    public override List<Tensor> backward(AutogradContext ctx, Tensor grad_output)
    {
        List<Tensor> saved = ctx.get_saved_variables();
        var call = (DenseCall)ctx.get_data(Of);
        if (is_grad_enabled())
        {
            call = call with { WeightsWanted = call.WeightsWanted && call.InputGradients?.AreAllThatIsWanted != true };

            // Of the output only the signs matter, and they don't move.
            return [.. DenseGradient.apply(grad_output.contiguous(), saved[0], saved[1], saved[2].detach(), (object)call).Select(Given), null!];
        }

        Tensor rectified = DenseGradient.Rectify(grad_output.contiguous(), saved[2], call.Slope);
        return [.. DenseGradient.Of(rectified, saved[0], saved[1], call).Select(static derivative => derivative!), null!];
    }

    /// <summary>What has no gradient is an empty tensor on the way out of an operation, and null on the way out of a backward.</summary>
    private static Tensor Given(Tensor gradient) => gradient.numel() == 0 ? null! : gradient;
}

/// <summary>What an operation knows besides its tensors.</summary>
/// <param name="Slope">Of the rectifier below zero, or null without one.</param>
/// <param name="InputWanted">The input has gradients.</param>
/// <param name="WeightsWanted">Weight and bias have gradients.</param>
/// <param name="InputGradients">That of the pass: says when only the input's are wanted.</param>
internal sealed record DenseCall(double? Slope, bool InputWanted, bool WeightsWanted, InputGradients? InputGradients);
