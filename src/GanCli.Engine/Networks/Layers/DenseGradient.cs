using GanCli.Engine.Kernels;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace GanCli.Engine.Networks.Layers;

/// <summary>The derivatives of <see cref="DenseFunction"/>, as one operation of autograd themselves: with h = g ∘ f′, by the input h W, by the weight
/// hᵀ x, by the bias the sums of h over the batch. Its own derivatives are products again; what differentiates those once more (a look-ahead
/// through a penalty) is traced through torch's operations.</summary>
internal sealed class DenseGradient : MultiTensorFunction<DenseGradient>
{
    private const string Call = "call";

    public override string Name => nameof(DenseGradient);

    public override List<Tensor> forward(AutogradContext ctx, params object[] vars)
    {
        var (gradient, input, weight, output, call) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2], (Tensor)vars[3], (DenseCall)vars[4]);
        Tensor rectified = Rectify(gradient, output, call.Slope);
        ctx.save_for_backward([gradient, input, weight, output, rectified]);
        ctx.save_data(Call, call);

        // What is not there is zero, and needs no product.
        ctx.set_materialize_grads(false);
        return [.. Of(rectified, input, weight, call).Select(static derivative => derivative ?? HostMemory.Empty(0))];
    }

    public override List<Tensor> backward(AutogradContext ctx, List<Tensor> grad_outputs)
    {
        List<Tensor> saved = ctx.get_saved_variables();
        var (gradient, input, weight, output) = (saved[0], saved[1], saved[2], saved[3]);
        double? slope = ((DenseCall)ctx.get_data(Call)).Slope;
        bool traced = is_grad_enabled();
        Tensor rectified = traced && slope is { } s ? gradient * Factor(output, s) : saved[4];
        Tensor? byInput = Given(grad_outputs[0]);
        Tensor? byWeight = Given(grad_outputs[1]);
        Tensor? byBias = Given(grad_outputs[2]);
        Tensor? byGradient = Sum(byInput is null ? null : Times(byInput, weight.t()), byWeight is null ? null : Times(input, byWeight.t()));
        byGradient = Sum(byGradient, byBias?.expand_as(rectified));
        if (byGradient is not null && slope is { } below)
        {
            byGradient = traced ? byGradient * Factor(output, below) : Rectify(byGradient.contiguous(), output, below);
        }

        return
        [
            byGradient!,
            byWeight is null ? null! : Times(rectified, byWeight),
            byInput is null ? null! : Times(rectified.t(), byInput),
            null!,
            null!,
        ];

        Tensor Times(Tensor a, Tensor b) => traced ? a.mm(b) : DenseProducts.Multiply(a, b);
    }

    /// <summary>g ∘ f′: a new tensor where there is a rectifier.</summary>
    /// <param name="gradient">g, contiguous.</param>
    /// <param name="output">f's outputs, whose signs tell f′.</param>
    /// <param name="slope">Of f below zero; null without f.</param>
    public static Tensor Rectify(Tensor gradient, Tensor output, double? slope)
    {
        if (slope is not { } below)
        {
            return gradient;
        }

        Tensor rectified = gradient.clone();
        new Rectifier(DenseProducts.View(output), (float)below).Apply(DenseProducts.View(rectified));
        return rectified;
    }

    /// <summary>The derivatives by input, weight and bias; null where they are not wanted.</summary>
    public static IEnumerable<Tensor?> Of(Tensor rectified, Tensor input, Tensor weight, DenseCall call)
    {
        yield return call.InputWanted ? DenseProducts.Multiply(rectified, weight) : null;
        if (!call.WeightsWanted)
        {
            yield return null;
            yield return null;
            yield break;
        }

        yield return DenseProducts.Multiply(rectified.t(), input);
        Tensor sums = HostMemory.Empty(weight.size(0));
        Sums.OfColumns(HostMemory.Of(rectified), HostMemory.Of(sums));
        yield return sums;
    }

    private static Tensor Factor(Tensor output, double slope) => where(output.IsAbove(0), ones_like(output), empty_like(output).FilledWith(slope));

    private static Tensor? Given(Tensor gradient) => gradient.IsInvalid || gradient.numel() == 0 ? null : gradient.contiguous();

    private static Tensor? Sum(Tensor? a, Tensor? b) => a is null ? b : b is null ? a : a.Plus(b);
}
