using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Game;

/// <summary>The joint gradient at one point, and the products of its Jacobian J = ∂v/∂w with vectors. G's parameters come first.</summary>
public sealed class JointPoint
{
    private readonly Tensor _generator;
    private readonly Tensor _discriminator;
    private readonly Gradients _value;

    /// <param name="generator">G's parameters, the leaf that <paramref name="value"/> depends on, [P_G].</param>
    /// <param name="discriminator">D's, likewise, [P_D].</param>
    /// <param name="value">v there, with its graph.</param>
    internal JointPoint(Tensor generator, Tensor discriminator, Gradients value)
    {
        (_generator, _discriminator, _value) = (generator, discriminator, value);
        Plain = new Gradients(value.Generator.detach(), value.Discriminator.detach());
    }

    /// <summary>v, without a graph.</summary>
    public Gradients Plain { get; }

    /// <summary>v as one vector, [P_G + P_D].</summary>
    public Tensor Flat => cat([Plain.Generator, Plain.Discriminator]);

    /// <summary>The gradient of ½‖v‖², which is Jᵀv: one backward pass.</summary>
    public Gradients SquaredLengthGradient()
    {
        Tensor size = _value.Generator.Squared().sum().Plus(_value.Discriminator.Squared().sum()).Over(2);
        IList<Tensor> by = autograd.grad([size], [_generator, _discriminator], retain_graph: true);
        return new Gradients(by[0], by[1]);
    }

    /// <summary>Jᵀu, [P_G + P_D].</summary>
    /// <param name="vector">[P_G + P_D].</param>
    public Tensor TransposedProduct(Tensor vector) => cat([.. Transposed(vector.detach(), createGraph: false)]);

    /// <summary>Ju, [P_G + P_D].</summary>
    /// <param name="vector">[P_G + P_D].</param>
    public Tensor Product(Tensor vector) => Products(vector).Direct;

    /// <summary>Jᵀu and Ju, [P_G + P_D] each: the second comes out of the first, which is linear in u, by its derivative along u.</summary>
    /// <param name="vector">u, [P_G + P_D].</param>
    public (Tensor Transposed, Tensor Direct) Products(Tensor vector)
    {
        Tensor u = vector.detach().requires_grad_();
        Tensor transposed = cat([.. Transposed(u, createGraph: true)]);
        Tensor direct = autograd.grad([transposed.dot(u.detach())], [u], retain_graph: true)[0];
        return (transposed.detach(), direct);
    }

    private IList<Tensor> Transposed(Tensor u, bool createGraph)
    {
        Tensor v = cat([_value.Generator, _value.Discriminator]);
        return autograd.grad([v.dot(u)], [_generator, _discriminator], retain_graph: true, create_graph: createGraph);
    }
}
