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
        ActivationKind.LeakyRelu => functional.leaky_relu(input, LeakySlope),
        ActivationKind.Tanh => input.tanh(),
        ActivationKind.Elu => functional.elu(input, 1),
        ActivationKind.Selu => functional.selu(input),
        ActivationKind.Silu => functional.silu(input),

        // The default threshold of 20 rounds in float64; at 40 the switch to the identity is exact there too.
        ActivationKind.Softplus => functional.softplus(input, 1, 40),
        ActivationKind.Sigmoid => input.sigmoid(),
        _ => throw new InvalidOperationException($"{Kind} is not element-wise"),
    };
}
