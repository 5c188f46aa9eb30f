using GanCli.Engine.Graphs;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Networks;

/// <summary>A network inside another: its weights, layers and features bear its name before their own, as in <c>encoder.0.linear.weight</c>.</summary>
/// <param name="Name">Unique among its siblings.</param>
/// <param name="Network">The network, which knows nothing of the prefix.</param>
/// <param name="Lane">Where its noise begins among the whole's lanes: parts must not share their dropout masks.</param>
public sealed record Part(string Name, Network Network, int Lane = 0)
{
    /// <summary>Lanes of noise that a part has for itself.</summary>
    public const int Lanes = 0x40;

    /// <summary>What stands before the names.</summary>
    public string Prefix { get; } = Name + ".";

    /// <summary>Its weights, as the whole has them.</summary>
    public IEnumerable<WeightSpec> Weights => Network.Layout.Specs.Select(spec => spec with { Name = Prefix + spec.Name });

    /// <summary>Its layers, as the whole has them.</summary>
    public IEnumerable<LayerDescription> Layers => Network.Layers.Select(layer => layer with { Name = Prefix + layer.Name });

    /// <summary>Maps a batch.</summary>
    /// <param name="weights">Weights of the whole.</param>
    /// <param name="input">[B, …].</param>
    /// <param name="pass">The whole's pass.</param>
    public Tensor Forward(Weights weights, Tensor input, Pass pass)
    {
        Dictionary<string, Tensor>? features = pass.Features is null ? null : new Dictionary<string, Tensor>(StringComparer.Ordinal);
        Pass own = pass with { Sink = pass.Sink?.Within(Prefix), Features = features, Noise = pass.Noise.ForLane(pass.Noise.Lane + Lane) };
        Tensor output = Network.Forward(weights.Within(Prefix), input, own);
        foreach ((string name, Tensor value) in features ?? [])
        {
            pass.Features!.Add(Prefix + name, value);
        }

        return output;
    }

    /// <summary>Writes down what it computes.</summary>
    /// <param name="weights">Weights of the whole.</param>
    /// <param name="input">What it is given.</param>
    /// <param name="graph">The whole's graph.</param>
    /// <exception cref="NotExpressibleException">A layer of it cannot be written down.</exception>
    public GraphValue Express(Weights weights, GraphValue input, IGraph graph) =>
        Expression.Of(Network, weights.Within(Prefix), input, graph.Within(Prefix));

    /// <summary>The part with other layers; see <see cref="Network.Map"/>.</summary>
    public Part Map(Func<string, Layer, Layer> change) => this with { Network = Network.Map((path, layer) => change(Prefix + path, layer)) };
}
