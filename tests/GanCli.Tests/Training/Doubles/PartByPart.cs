using GanCli.Engine.Networks;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Tests.Training.Doubles;

/// <summary>One part after another, and parts that take no part in a pass.</summary>
/// <param name="parts">All of them.</param>
/// <param name="idle">So many of the last ones do nothing.</param>
internal sealed class PartByPart(IReadOnlyList<Part> parts, int idle = 0) : Composite(parts)
{
    public override long[] InputShape => Parts[0].Network.InputShape;

    public override long[] OutputShape => Parts[^(1 + idle)].Network.OutputShape;

    public override Tensor Forward(Weights weights, Tensor input, Pass pass) =>
        Parts.SkipLast(idle).Aggregate(input, (value, part) => part.Forward(weights, value, pass));

    protected override Composite With(IReadOnlyList<Part> parts) => new PartByPart(parts, idle);
}
