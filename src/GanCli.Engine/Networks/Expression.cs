using GanCli.Engine.Graphs;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Tensors;

namespace GanCli.Engine.Networks;

/// <summary>Writes down networks and layers, or says which of them cannot be.</summary>
internal static class Expression
{
    private const string NoForm = "does not say what it computes in operations that other programs have";

    /// <inheritdoc cref="IExpressible.Express"/>
    public static GraphValue Of(Network network, Weights weights, GraphValue input, IGraph graph) => network is IExpressible expressible
        ? expressible.Express(weights, input, graph)
        : throw new NotExpressibleException($"its network of {network.Layers.Count} layers", NoForm);

    /// <inheritdoc cref="IExpressible.Express"/>
    public static GraphValue Of(Layer layer, Weights weights, GraphValue input, IGraph graph) => layer is IExpressible expressible
        ? expressible.Express(weights, input, graph)
        : throw new NotExpressibleException($"layer '{graph.Prefix}{layer.Name}'", layer.MixesSamples ? "depends on the other samples of a batch" : NoForm);
}
