using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Networks.Layers;

/// <summary>A pure function of weights and input. Layers never hold tensors.</summary>
/// <param name="Name">Unique in its network, for instance <c>0.linear</c>.</param>
public abstract record Layer(string Name)
{
    public virtual IReadOnlyList<WeightSpec> Weights => [];

    /// <inheritdoc cref="Network.MixesSamples"/>
    public virtual bool MixesSamples => false;

    /// <summary>Shape of one output for the shape of one input.</summary>
    public virtual long[] OutputShape(long[] input) => input;

    public abstract Tensor Forward(Weights weights, Tensor input, Pass pass);
}
