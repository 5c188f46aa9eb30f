using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Networks.Layers;

/// <summary>A linear layer with the rectifiers around it, for passes without autograd: the forward product applies the one behind it, and the
/// backward product the derivative of the one before it, while the numbers are still at hand. Where the memory is out of reach, torch
/// does the same.</summary>
/// <param name="Linear">The layer.</param>
/// <param name="Before">The rectifier whose output is the input, if its derivative is this layer's to apply.</param>
/// <param name="After">The rectifier that the output goes through.</param>
internal sealed record Dense(Linear Linear, Activation? Before, Activation? After) : Layer(Linear.Name)
{
    public override bool IsDirect => true;

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
        Tensor output = Linear.Forward(weights, input, pass);
        return After is null ? output : After.Forward(weights, output, pass);
    }

    public override Tensor ForwardDirect(Weights weights, Tensor input, bool inputIsFree)
    {
        Tensor weight = weights[Linear.Matrix];
        if (!IsWithinReach(weight, input))
        {
            Tensor product = Linear.ForwardDirect(weights, input, inputIsFree);
            return After is null ? product : After.ForwardDirect(weights, product, inputIsFree: true);
        }

        Tensor output = empty(input.shape[0], Linear.Outputs);
        MatrixView y = Of(output, Linear.Outputs);
        Multiply(Of(input, Linear.Inputs), Of(weight, Linear.Inputs).Transposed, y, Of(weights[Linear.Bias], Linear.Outputs).Repeated, Rectifier(After, y));
        return output;
    }

    public override Tensor Backward(Weights weights, Tensor input, Tensor output, Tensor gradient, Weights? gradients, bool inputWanted)
    {
        Tensor weight = weights[Linear.Matrix];
        if (!IsWithinReach(weight, input) || !HostMemory.IsPlain(gradient))
        {
            Tensor byInput = Linear.Backward(weights, input, output, gradient, gradients, inputWanted);
            return Before is null || !inputWanted ? byInput : Before.Backward(weights, input, input, byInput, null, inputWanted: true);
        }

        MatrixView g = Of(gradient, Linear.Outputs);
        MatrixView x = Of(input, Linear.Inputs);
        if (gradients is not null)
        {
            Multiply(g.Transposed, x, Of(gradients[Linear.Matrix], Linear.Inputs), default, default);
            Sums.OfColumns(HostMemory.Of(gradient), HostMemory.Of(gradients[Linear.Bias]));
        }

        if (!inputWanted)
        {
            return gradient;
        }

        Tensor result = empty(gradient.shape[0], Linear.Inputs);
        Multiply(g, Of(weight, Linear.Inputs), Of(result, Linear.Inputs), default, Rectifier(Before, x));
        return result;
    }

    private static bool IsWithinReach(Tensor weight, Tensor input) =>
        MatrixProduct.IsSupported && HostMemory.IsPlain(weight) && HostMemory.IsPlain(input);

    private static MatrixView Of(Tensor tensor, long columns) => MatrixView.Of(tensor, (int)columns);

    private static Rectifier Rectifier(Activation? activation, MatrixView signs) =>
        activation is null ? default : new Rectifier(signs, (float)activation.Slope!.Value);

    private static void Multiply(MatrixView a, MatrixView b, MatrixView c, MatrixView start, Rectifier rectifier) =>
        Crew.Compute(new MatrixProduct(a, b, c, start, rectifier, MatrixProduct.PreferredWidth), TorchRuntime.Threads);
}
