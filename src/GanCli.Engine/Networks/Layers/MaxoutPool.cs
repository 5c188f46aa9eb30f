using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Networks.Layers;

/// <summary>The largest of each group of <paramref name="Pieces"/> neighbours (Goodfellow et al. 2013): [B, n·pieces] → [B, n].</summary>
public sealed record MaxoutPool(string Name, int Pieces) : Layer(Name)
{
    public override long[] OutputShape(long[] input) => [input[0] / Pieces];

    public override Tensor Forward(Weights weights, Tensor input, Pass pass) =>
        input.view(input.shape[0], input.shape[1] / Pieces, Pieces).max(2).values;
}
