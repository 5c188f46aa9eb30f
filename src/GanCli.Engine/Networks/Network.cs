using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Networks;

/// <summary>A stateless description of a network: what weights it needs and how they map inputs to outputs.</summary>
public abstract class Network
{
    /// <summary>Names, shapes and first values of the weights.</summary>
    public abstract WeightLayout Layout { get; }

    /// <summary>Shape of one input, without the batch axis.</summary>
    public abstract long[] InputShape { get; }

    /// <summary>Shape of one output, without the batch axis.</summary>
    public abstract long[] OutputShape { get; }

    /// <summary>An output depends on the other samples of the batch while training (batch norm, minibatch layers): real and generated
    /// samples must then not share a pass.</summary>
    public abstract bool MixesSamples { get; }

    /// <summary>One row for each layer, for tables.</summary>
    public abstract IReadOnlyList<LayerDescription> Layers { get; }

    /// <summary>The network with every layer replaced, those of parts and blocks too: how remedies that live inside layers get there.</summary>
    /// <param name="change">Gives the new layer for an old one, of the same shapes. It is told the prefix under which the layer's weights are found
    /// (<see cref="Weights.Within"/>); empty in a chain of layers.</param>
    public abstract Network Map(Func<string, Layer, Layer> change);

    /// <summary>A chain of layers with others, further ones among them; what is no chain stays as it is.</summary>
    /// <param name="change">Gives the new layers for the old ones. Layers after a changed shape adapt to it by <see cref="Layer.For"/>.</param>
    /// <param name="input">Shape of one input where that changes, too.</param>
    public abstract Network Rewrite(Func<IReadOnlyList<Layer>, IEnumerable<Layer>> change, long[]? input = null);

    /// <summary>Maps a batch.</summary>
    /// <param name="weights">Weights of this layout; they are never written.</param>
    /// <param name="input">[B, …<see cref="InputShape"/>].</param>
    /// <param name="pass">Training or evaluation, noise, sinks.</param>
    /// <returns>[B, …<see cref="OutputShape"/>].</returns>
    public abstract Tensor Forward(Weights weights, Tensor input, Pass pass);

    /// <summary>Maps samples; layers find their labels in the pass.</summary>
    public Tensor Forward(Weights weights, Samples input, Pass pass) => Forward(weights, input.Values, pass with { Labels = input.Labels });
}

/// <summary>A row of a network's table.</summary>
/// <param name="Name">Name of the layer, for instance <c>0.linear</c>; its outputs are features of that name.</param>
/// <param name="Output">Shape of one output.</param>
/// <param name="Parameters">Trained numbers.</param>
/// <param name="MultiplyAdds">Of the product of its matrix with one input; 0 without a matrix.</param>
public sealed record LayerDescription(string Name, IReadOnlyList<long> Output, long Parameters, long MultiplyAdds = 0);
