using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Networks.Layers;

/// <summary>Multiplies by a constant: brings data of known size to order one.</summary>
public sealed record Scale(string Name, double Factor) : Layer(Name)
{
    public override Tensor Forward(Weights weights, Tensor input, Pass pass) => input * Factor;

    public override bool IsDirect => true;

    public override Tensor Backward(Weights weights, Tensor input, Tensor output, Tensor gradient, Weights? gradients, bool inputWanted) =>
        inputWanted ? gradient * Factor : gradient;
}
