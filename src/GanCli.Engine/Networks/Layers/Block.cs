using GanCli.Engine.Tensors;

namespace GanCli.Engine.Networks.Layers;

/// <summary>A layer with a network inside, for instance a residual block. What it does with it is the derived record's
/// <see cref="Layer.Forward"/>, which calls <see cref="Part.Forward"/>.</summary>
/// <param name="Body">The network, under the layer's name.</param>
public abstract record Block(Part Body) : Layer(Body.Name)
{
    public override IReadOnlyList<WeightSpec> Weights => [.. Body.Weights];

    public override bool MixesSamples => Body.Network.MixesSamples;

    /// <summary>The block whose network takes inputs of this shape.</summary>
    public override Layer For(long[] input) => Body.Network.InputShape.SequenceEqual(input)
        ? this
        : this with { Body = Body with { Network = Body.Network.Rewrite(static layers => layers, input) } };

    public override long[] OutputShape(long[] input) => Body.Network.OutputShape;

    public override Layer Map(string path, Func<string, Layer, Layer> change) => this with { Body = Body.Map((inner, layer) => change(path + inner, layer)) };

    public override IEnumerable<LayerDescription> Describe(long[] input) => Body.Layers;
}
