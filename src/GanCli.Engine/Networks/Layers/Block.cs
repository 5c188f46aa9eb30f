using GanCli.Engine.Graphs;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Networks.Layers;

/// <summary>A layer with networks inside. What it does with them is the derived record's <see cref="Layer.Forward"/>, which calls
/// <see cref="Part.Forward"/>.</summary>
/// <param name="Name">Name of the layer.</param>
/// <param name="Parts">The networks, at most <see cref="MostParts"/>; their names begin with the layer's. The first one's shapes are the layer's.</param>
public abstract record Block(string Name, IReadOnlyList<Part> Parts) : Layer(Name)
{
    /// <summary>Most networks in a block.</summary>
    public const int MostParts = 2;

    // Layers beside blocks draw from the lanes below, their place being the lane.
    private const int FirstLane = 0x200;

    public override IReadOnlyList<WeightSpec> Weights => [.. Parts.SelectMany(static part => part.Weights)];

    public override bool MixesSamples => Parts.Any(static part => part.Network.MixesSamples);

    /// <summary>The block itself: what its networks are for another shape is the derived record's to know.</summary>
    /// <exception cref="NotSupportedException">Its networks take inputs of another shape.</exception>
    public override Layer For(long[] input) => Parts[0].Network.InputShape.SequenceEqual(input)
        ? this
        : throw new NotSupportedException(
            $"'{Name}' takes inputs of [{string.Join(", ", Parts[0].Network.InputShape)}], and [{string.Join(", ", input)}] come");

    public override Layer At(int place) =>
        With([.. Parts.Select((part, i) => part with { Lane = FirstLane + (place * Part.Lanes) + (i * (Part.Lanes / MostParts)) })]);

    public override long[] OutputShape(long[] input) => Parts[0].Network.OutputShape;

    public override Layer Map(string path, Func<string, Layer, Layer> change) =>
        With([.. Parts.Select(part => part.Map((inner, layer) => change(path + inner, layer)))]);

    /// <summary>The layers inside, then the block: what comes out of it is a feature of its name.</summary>
    public override IEnumerable<LayerDescription> Describe(long[] input) =>
        [.. Parts.SelectMany(static part => part.Layers), new LayerDescription(Name, OutputShape(input), 0)];

    /// <summary>The same block of other networks.</summary>
    /// <param name="parts">As many, under the same names.</param>
    protected abstract Block With(IReadOnlyList<Part> parts);
}

/// <summary>What a network makes of the input, plus the input itself or what another makes of it (He et al. 2016).</summary>
/// <param name="Name">Name of the layer.</param>
/// <param name="Parts">The body, and the shortcut where the input's shape changes on the way.</param>
public sealed record Residual(string Name, IReadOnlyList<Part> Parts) : Block(Name, Parts), IExpressible
{
    /// <summary>Of a body, and a shortcut where there is one.</summary>
    public static Residual Of(string name, Network body, Network? shortcut = null) => new(
        name, [new Part($"{name}.body", body), .. shortcut is null ? Enumerable.Empty<Part>() : [new Part($"{name}.shortcut", shortcut)]]);

    public override Tensor Forward(Weights weights, Tensor input, Pass pass) =>
        Parts[0].Forward(weights, input, pass).Plus(Parts.Count > 1 ? Parts[1].Forward(weights, input, pass) : input);

    public GraphValue Express(Weights weights, GraphValue input, IGraph graph)
    {
        GraphValue body = Parts[0].Express(weights, input, graph);
        return graph.Sum(Name, body, Parts.Count > 1 ? Parts[1].Express(weights, input, graph) : input);
    }

    protected override Block With(IReadOnlyList<Part> parts) => this with { Parts = parts };
}
