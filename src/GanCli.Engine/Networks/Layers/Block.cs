using GanCli.Engine.Tensors;

namespace GanCli.Engine.Networks.Layers;

/// <summary>A layer with a network inside, for instance a residual block. What it does with it is the derived record's
/// <see cref="Layer.Forward"/>, which calls <see cref="Part.Forward"/>.</summary>
/// <param name="Body">The network, under the layer's name.</param>
public abstract record Block(Part Body) : Layer(Body.Name)
{
    // Layers beside blocks draw from the lanes below, their place being the lane.
    private const int FirstLane = 0x200;

    public override IReadOnlyList<WeightSpec> Weights => [.. Body.Weights];

    public override bool MixesSamples => Body.Network.MixesSamples;

    /// <summary>The block itself: what its network is for another shape is the derived record's to know.</summary>
    /// <exception cref="NotSupportedException">Its network takes inputs of another shape.</exception>
    public override Layer For(long[] input) => Body.Network.InputShape.SequenceEqual(input)
        ? this
        : throw new NotSupportedException($"'{Name}' takes inputs of [{string.Join(", ", Body.Network.InputShape)}], and [{string.Join(", ", input)}] come");

    public override Layer At(int place) => this with { Body = Body with { Lane = FirstLane + (place * Part.Lanes) } };

    public override long[] OutputShape(long[] input) => Body.Network.OutputShape;

    public override Layer Map(string path, Func<string, Layer, Layer> change) => this with { Body = Body.Map((inner, layer) => change(path + inner, layer)) };

    /// <summary>The layers inside, then the block: what comes out of it is a feature of its name.</summary>
    public override IEnumerable<LayerDescription> Describe(long[] input) => [.. Body.Layers, new LayerDescription(Name, OutputShape(input), 0)];
}
