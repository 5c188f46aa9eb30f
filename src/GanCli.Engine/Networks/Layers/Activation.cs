using GanCli.Engine.Tensors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace GanCli.Engine.Networks.Layers;

public enum ActivationKind
{
    None,
    Relu,
    LeakyRelu,
    Tanh,
    Elu,
    Selu,
    Silu,
    Softplus,
    Sigmoid,
    Maxout,
}

/// <summary>An element-wise function. (Maxout is a layer of its own: <see cref="MaxoutPool"/>.)</summary>
public sealed record Activation(string Name, ActivationKind Kind, double LeakySlope) : Layer(Name)
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

    // Those whose derivative can be told from the output alone, so that the output may take the input's place.
    public override bool IsDirect => Slope is not null || Kind is ActivationKind.None or ActivationKind.Tanh or ActivationKind.Sigmoid;

    /// <summary>The slope below zero where the function is a straight line on either side.</summary>
    public double? Slope => Kind switch
    {
        ActivationKind.Relu => 0,
        ActivationKind.LeakyRelu when LeakySlope > 0 => LeakySlope,
        _ => null,
    };

    public override Tensor ForwardDirect(Weights weights, Tensor input, bool inputIsFree, Pass pass) => Kind switch
    {
        ActivationKind.None => input,
        _ when !inputIsFree => Forward(weights, input, pass),
        ActivationKind.Relu => input.relu_(),
        ActivationKind.LeakyRelu => input.LeakyReluInPlace(LeakySlope),
        ActivationKind.Tanh => input.tanh_(),
        _ => input.sigmoid_(),
    };

    public override Tensor Backward(Weights weights, Tensor input, Tensor output, Tensor gradient, Weights? gradients, bool inputWanted) => Kind switch
    {
        ActivationKind.None => gradient,
        ActivationKind.Relu or ActivationKind.LeakyRelu => Mask(gradient, output, Slope!.Value),
        ActivationKind.Tanh => gradient.mul_(output.Squared().OneMinus()),
        _ => gradient.mul_(output * output.OneMinus()),
    };

    /// <summary>Multiplies by 1 where the output is positive and by a slope elsewhere, in one pass where the memory is within reach.</summary>
    private static Tensor Mask(Tensor gradient, Tensor output, double slope)
    {
        if (!HostMemory.IsPlain(gradient) || !HostMemory.IsPlain(output))
        {
            return gradient.mul_(where(output.IsAbove(0), ones_like(output), empty_like(output).FilledWith(slope)));
        }

        int columns = (int)gradient.size(-1);
        new Rectifier(MatrixView.Of(output, columns), (float)slope).Apply(MatrixView.Of(gradient, columns));
        return gradient;
    }
}
