using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Tensors;

namespace GanCli.Engine.Networks;

/// <summary>A network made of named networks: encoder and decoder, mapping and synthesis, trunk and heads. How they work together is the derived
/// class's <see cref="Network.Forward(Weights, TorchSharp.torch.Tensor, Pass)"/>, which calls <see cref="Part.Forward"/>.</summary>
public abstract class Composite : Network
{
    // Part of every draw: never renumber.
    private const int SecondLane = 0x800;

    /// <param name="parts">In the order of their weights; names differ. Each gets lanes of noise of its own.</param>
    protected Composite(params IReadOnlyList<Part> parts)
    {
        Parts = [.. parts.Select(static (part, place) => part with { Lane = place == 0 ? 0 : SecondLane + ((place - 1) * Part.Lanes) })];
        Layout = new WeightLayout(parts.SelectMany(static part => part.Weights));
        MixesSamples = parts.Any(static part => part.Network.MixesSamples);
    }

    public IReadOnlyList<Part> Parts { get; }

    public sealed override WeightLayout Layout { get; }

    public sealed override bool MixesSamples { get; }

    public override IReadOnlyList<LayerDescription> Layers => [.. Parts.SelectMany(static part => part.Layers)];

    public sealed override Network Map(Func<string, Layer, Layer> change) => With([.. Parts.Select(part => part.Map(change))]);

    /// <summary>It is no chain of layers, so there is no place in it to put another, and it stays as it is.</summary>
    /// <exception cref="NotSupportedException">Another input is asked for.</exception>
    public sealed override Network Rewrite(Func<IReadOnlyList<Layer>, IEnumerable<Layer>> change, long[]? input = null) =>
        input is null ? this : throw new NotSupportedException("a network of parts is built for its input");

    /// <summary>The same network of other parts.</summary>
    /// <param name="parts">As many, under the same names.</param>
    protected abstract Composite With(IReadOnlyList<Part> parts);
}
