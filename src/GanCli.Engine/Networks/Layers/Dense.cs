using GanCli.Engine.Kernels;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Networks.Layers;

/// <summary>A linear layer with the rectifiers around it. Without autograd the forward product applies the one behind it, and the backward product
/// the derivative of the one before it, while the numbers are still at hand; with autograd layer and rectifier are one operation. Where the
/// memory is out of reach, torch does the same.</summary>
/// <param name="Linear">The layer.</param>
/// <param name="Before">The rectifier whose output is the input, if its derivative is this layer's to apply.</param>
/// <param name="After">The rectifier that the output goes through.</param>
internal sealed record Dense(Linear Linear, Activation? Before, Activation? After) : Layer(Linear.Name)
{
    /// <summary>Multiplications from which on an operation of our own in autograd is worth its bookkeeping, some 20 µs.</summary>
    private const long Large = 1 << 20;

    public override bool HasBackward => true;

    /// <summary>The same layers, with linear ones and the rectifiers between two of them put together.</summary>
    public static IEnumerable<Layer> Join(IReadOnlyList<Layer> layers)
    {
        Activation? Between(int i) => i > 0 && i < layers.Count - 1 && layers[i] is Activation { Slope: not null } rectifier
            && layers[i - 1] is Linear && layers[i + 1] is Linear ? rectifier : null;

        for (int i = 0; i < layers.Count; i++)
        {
            if (layers[i] is Linear linear)
            {
                yield return new Dense(linear, Between(i - 1), Between(i + 1));
            }
            else if (Between(i) is null)
            {
                yield return layers[i];
            }
        }
    }

    public override Tensor Forward(Weights weights, Tensor input, Pass pass)
    {
        Tensor weight = weights[Linear.Matrix];
        if (DenseProducts.UsesKernels(weight, input))
        {
            if (!is_grad_enabled())
            {
                return DenseProducts.Forward(input, weight, weights[Linear.Bias], After?.Slope);
            }

            if (input.size(0) * Linear.Inputs * Linear.Outputs >= Large)
            {
                return DenseFunction.Apply(input, weight, weights[Linear.Bias], After?.Slope, pass.InputGradients);
            }
        }

        Tensor output = Linear.Forward(weights, input, pass);
        return After is null ? output : After.Forward(weights, output, pass);
    }

    public override Tensor ForwardWithTape(Weights weights, Tensor input, bool inputIsFree, Pass pass)
    {
        Tensor weight = weights[Linear.Matrix];
        if (!DenseProducts.UsesKernels(weight, input))
        {
            Tensor product = Linear.ForwardWithTape(weights, input, inputIsFree, pass);
            return After is null ? product : After.ForwardWithTape(weights, product, inputIsFree: true, pass);
        }

        return DenseProducts.Forward(input, weight, weights[Linear.Bias], After?.Slope);
    }

    public override Tensor Backward(Weights weights, Tensor input, Tensor output, Tensor gradient, Weights? gradients, bool inputWanted)
    {
        Tensor weight = weights[Linear.Matrix];
        if (!DenseProducts.UsesKernels(weight, input) || !HostMemory.IsHostFloat32(gradient))
        {
            Tensor byInput = Linear.Backward(weights, input, output, gradient, gradients, inputWanted);
            return Before is null || !inputWanted ? byInput : Before.Backward(weights, input, input, byInput, null, inputWanted: true);
        }

        MatrixView g = DenseProducts.View(gradient);
        MatrixView x = DenseProducts.View(input);
        if (gradients is not null)
        {
            DenseProducts.Into(DenseProducts.View(gradients[Linear.Matrix]), g.Transposed, x, default, default);
            Sums.OfColumns(HostMemory.Of(gradient), HostMemory.Of(gradients[Linear.Bias]));
        }

        if (!inputWanted)
        {
            return gradient;
        }

        Tensor result = HostMemory.Empty(gradient.size(0), Linear.Inputs);
        DenseProducts.Into(DenseProducts.View(result), g, DenseProducts.View(weight), default, RectifierOf(Before, input));
        return result;
    }

    public override bool HasTangents => true;

    public override bool IsPiecewiseLinear => true;

    public override Tensor? Tangent(Weights weights, Weights? direction, Tensor input, Tensor output, Tensor? tangent)
    {
        if (direction is null && tangent is null)
        {
            return null;
        }

        Tensor weight = weights[Linear.Matrix];
        if (!DenseProducts.UsesKernels(weight, input))
        {
            Tensor? own = direction is null ? null : direction[Linear.Bias].Plus(input.mm(direction[Linear.Matrix].t()));
            Tensor? passed = tangent?.mm(weight.t());
            return Rectify(own is null ? passed! : passed is null ? own : own.Plus(passed), After, output);
        }

        Tensor result = HostMemory.Empty(input.size(0), Linear.Outputs);
        MatrixView y = DenseProducts.View(result);
        Rectifier rectifier = RectifierOf(After, output);
        if (direction is not null)
        {
            MatrixView matrix = DenseProducts.View(direction[Linear.Matrix]).Transposed;
            DenseProducts.Into(y, DenseProducts.View(input), matrix, DenseProducts.View(direction[Linear.Bias]).Repeated, tangent is null ? rectifier
                : default);
        }

        if (tangent is not null)
        {
            DenseProducts.Into(y, DenseProducts.View(tangent), DenseProducts.View(weight).Transposed, direction is null ? default : y, rectifier);
        }

        return result;
    }

    public override void AddHessianVectorProduct(Tensor? tangent, Tensor slope, Weights gradients)
    {
        if (tangent is null)
        {
            return;
        }

        Tensor byWeight = gradients[Linear.Matrix];
        if (!DenseProducts.UsesKernels(byWeight, tangent))
        {
            byWeight.addmm_(slope.t(), tangent);
            return;
        }

        MatrixView sum = DenseProducts.View(byWeight);
        DenseProducts.Into(sum, DenseProducts.View(slope).Transposed, DenseProducts.View(tangent), sum, default);
    }

    public override Tensor BackwardTangent(
        Weights weights, Weights? direction, Tensor input, Tensor output, Tensor? tangent, Tensor slope, Tensor slopeTangent, Weights? gradients,
        bool inputWanted)
    {
        Tensor weight = weights[Linear.Matrix];
        if (!DenseProducts.UsesKernels(weight, input))
        {
            if (gradients is not null)
            {
                Tensor byWeight = slopeTangent.t().mm(input);
                gradients[Linear.Matrix].copy_(tangent is null ? byWeight : byWeight.Plus(slope.t().mm(tangent)));
                gradients[Linear.Bias].copy_(slopeTangent.sum([0]));
            }

            Tensor moved = slopeTangent.mm(weight);
            return Rectify(direction is null ? moved : moved.Plus(slope.mm(direction[Linear.Matrix])), Before, input);
        }

        MatrixView g = DenseProducts.View(slope);
        MatrixView t = DenseProducts.View(slopeTangent);
        if (gradients is not null)
        {
            MatrixView byWeight = DenseProducts.View(gradients[Linear.Matrix]);
            DenseProducts.Into(byWeight, t.Transposed, DenseProducts.View(input), default, default);
            if (tangent is not null)
            {
                DenseProducts.Into(byWeight, g.Transposed, DenseProducts.View(tangent), byWeight, default);
            }

            Sums.OfColumns(HostMemory.Of(slopeTangent), HostMemory.Of(gradients[Linear.Bias]));
        }

        if (!inputWanted)
        {
            return slopeTangent;
        }

        Tensor result = HostMemory.Empty(input.size(0), Linear.Inputs);
        MatrixView y = DenseProducts.View(result);
        Rectifier rectifier = RectifierOf(Before, input);
        DenseProducts.Into(y, t, DenseProducts.View(weight), default, direction is null ? rectifier : default);
        if (direction is not null)
        {
            DenseProducts.Into(y, g, DenseProducts.View(direction[Linear.Matrix]), y, rectifier);
        }

        return result;
    }

    private static Rectifier RectifierOf(Activation? activation, Tensor signs) =>
        activation is null ? default : new Rectifier(DenseProducts.View(signs), (float)activation.Slope!.Value);

    private static Tensor Rectify(Tensor numbers, Activation? activation, Tensor signs) =>
        activation is null ? numbers : where(signs.IsAbove(0), numbers, numbers.Times(activation.Slope!.Value));
}
