using GanCli.Engine.Config;
using GanCli.Engine.Graphs;
using GanCli.Engine.Kernels;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace GanCli.Engine.Networks.Layers;

public enum ActivationKind
{
    [AlsoCalled("linear", "identity")]
    None,
    Relu,
    [AlsoCalled("lrelu", "leaky")]
    LeakyRelu,
    Tanh,
    Elu,
    Selu,
    [AlsoCalled("swish")]
    Silu,
    Softplus,
    Sigmoid,
    Maxout,
}

/// <summary>An element-wise function. (Maxout is a layer of its own: <see cref="MaxoutPool"/>.)</summary>
public sealed record Activation(string Name, ActivationKind Kind, double LeakySlope) : Layer(Name), IExpressible
{
    public override Tensor Forward(Weights weights, Tensor input, Pass pass) => Kind switch
    {
        ActivationKind.None => input,
        ActivationKind.Relu => functional.relu(input),
        ActivationKind.LeakyRelu => input.LeakyRelu(LeakySlope),
        ActivationKind.Tanh => input.tanh(),
        ActivationKind.Elu => input.Elu(),
        ActivationKind.Selu => functional.selu(input),
        ActivationKind.Silu => functional.silu(input),

        // The default threshold of 20 rounds in float64; at 40 the switch to the identity is exact there too.
        ActivationKind.Softplus => input.Softplus(40),
        ActivationKind.Sigmoid => input.sigmoid(),
        _ => throw new InvalidOperationException($"{Kind} is not element-wise"),
    };

    public GraphValue Express(Weights weights, GraphValue input, IGraph graph) => Kind == ActivationKind.None
        ? input
        : graph.Elementwise(Name, input, Enum.Parse<ElementFunction>(Kind.ToString()), LeakySlope);

    // Those whose derivative can be told from the output alone, so that the output may take the input's place.
    public override bool HasBackward => Slope is not null || Kind is ActivationKind.None or ActivationKind.Tanh or ActivationKind.Sigmoid;

    /// <summary>The slope below zero where the function is a straight line on either side.</summary>
    public double? Slope => Kind switch
    {
        ActivationKind.Relu => 0,
        ActivationKind.LeakyRelu when LeakySlope > 0 => LeakySlope,
        _ => null,
    };

    public override Tensor ForwardWithTape(Weights weights, Tensor input, bool inputIsFree, Pass pass)
    {
        if (Squashed is { } function && HostMemory.IsHostFloat32(input))
        {
            Tensor output = inputIsFree ? input : empty_like(input);
            function.Apply(HostMemory.Of(input), HostMemory.Of(output));
            return output;
        }

        return Kind switch
        {
            ActivationKind.None => input,
            _ when !inputIsFree => Forward(weights, input, pass),
            ActivationKind.Relu => input.relu_(),
            ActivationKind.LeakyRelu => input.LeakyReluInPlace(LeakySlope),
            ActivationKind.Tanh => input.tanh_(),
            _ => input.sigmoid_(),
        };
    }

    public override Tensor Backward(Weights weights, Tensor input, Tensor output, Tensor gradient, Weights? gradients, bool inputWanted) => Kind switch
    {
        ActivationKind.None => gradient,
        ActivationKind.Relu or ActivationKind.LeakyRelu => Mask(gradient, output),

        // Not in place: second derivatives need the gradient before and after.
        _ => MultiplySlope(gradient, output),
    };

    public override bool HasTangents => HasBackward;

    public override bool IsPiecewiseLinear => Slope is not null || Kind == ActivationKind.None;

    public override Tensor? Tangent(Weights weights, Weights? direction, Tensor input, Tensor output, Tensor? tangent) =>
        tangent is null || Kind == ActivationKind.None ? tangent : MultiplySlope(tangent, output);

    public override Tensor BackwardTangent(
        Weights weights, Weights? direction, Tensor input, Tensor output, Tensor? tangent, Tensor slope, Tensor slopeTangent, Weights? gradients,
        bool inputWanted)
    {
        if (Kind == ActivationKind.None)
        {
            return slopeTangent;
        }

        if (tangent is null || IsPiecewiseLinear)
        {
            return MultiplySlope(slopeTangent, output);
        }

        if (Squashed is { } function && new[] { output, tangent, slope, slopeTangent }.All(HostMemory.IsHostFloat32))
        {
            Tensor result = empty_like(output);
            function.MoveSlope(HostMemory.Of(output), HostMemory.Of(tangent), HostMemory.Of(slope), HostMemory.Of(slopeTangent), HostMemory.Of(result));
            return result;
        }

        // Of tanh f″ is −2 f f′, of the sigmoid (1 − 2 f) f′.
        Tensor bend = output.Times(-2);
        return slopeTangent.Plus((Kind == ActivationKind.Tanh ? bend : bend.Plus(1)) * tangent * slope) * Derivative(output);
    }

    private Tensor MultiplySlope(Tensor gradient, Tensor output)
    {
        if (Squashed is not { } function || !HostMemory.IsHostFloat32(gradient) || !HostMemory.IsHostFloat32(output))
        {
            return gradient * Derivative(output);
        }

        Tensor result = empty_like(output);
        function.MultiplySlope(HostMemory.Of(output), HostMemory.Of(gradient), HostMemory.Of(result));
        return result;
    }

    // Without fused multiply-add in hardware these would be slower than libtorch's.
    private Squashing? Squashed => !MatrixProduct.IsSupported ? null : Kind switch
    {
        ActivationKind.Tanh => Squashing.Tanh,
        ActivationKind.Sigmoid => Squashing.Sigmoid,
        _ => null,
    };

    /// <summary>f′, told from f.</summary>
    private Tensor Derivative(Tensor output) => Kind switch
    {
        ActivationKind.Tanh => output.Squared().OneMinus(),
        ActivationKind.Sigmoid => output * output.OneMinus(),
        _ => where(output.IsAbove(0), ones_like(output), empty_like(output).FilledWith(Slope!.Value)),
    };

    /// <summary>Multiplies by 1 where the output is positive and by a slope elsewhere, in one pass where the memory is within reach.</summary>
    private Tensor Mask(Tensor gradient, Tensor output)
    {
        if (!HostMemory.IsHostFloat32(gradient) || !HostMemory.IsHostFloat32(output))
        {
            return MultiplySlope(gradient, output);
        }

        int columns = (int)gradient.size(-1);
        new Rectifier(MatrixView.Of(HostMemory.Of(output), columns), (float)Slope!.Value).Apply(MatrixView.Of(HostMemory.Of(gradient), columns));
        return gradient;
    }
}
