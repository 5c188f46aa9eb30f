using Google.Protobuf;
using GanCli.Commands;
using GanCli.Engine.Graphs;
using GanCli.Engine.Sessions;
using GanCli.Runs;
using Onnx;

namespace GanCli.Exporting;

/// <summary>One file of the Open Neural Network Exchange, which many runtimes read. The classes of its messages are made from the published schema
/// (<c>onnx.proto3</c>) when the program is built.</summary>
internal sealed class OnnxExporter : Exporter
{
    /// <summary>Of the input.</summary>
    public const string Latents = "latents";

    /// <summary>Of the output.</summary>
    public const string Samples = "samples";

    private const string Batch = "batch";

    public override string Format => "onnx";

    public override string Ending => ".onnx";

    public override IReadOnlyList<string> Write(TrainedGenerator generator, string path)
    {
        ModelProto model = Model(generator);
        AtomicFile.Write(path, stream => model.WriteTo(stream));
        return [path];
    }

    /// <summary>The file's content.</summary>
    public static ModelProto Model(TrainedGenerator generator)
    {
        var facts = new GeneratorFacts(generator);
        var graph = new OnnxGraph();
        GraphValue samples = generator.Express(new GraphValue(Latents, generator.LatentShape), graph);
        graph.End(samples, Samples);

        string words = facts.Columns.Count > 0 ? $"{facts.Samples} Columns: {string.Join(", ", facts.Columns)}" : facts.Samples;
        ModelProto model = Model(graph, Value(Latents, generator.LatentShape, facts.Latents), Value(Samples, generator.SampleShape, words));
        model.DocString = $"A generator. {facts.Latents} {facts.Samples} ({facts.Origin})";
        model.MetadataProps.AddRange(facts.Metadata.Select(static fact => new StringStringEntryProto { Key = fact.Key, Value = fact.Value }));
        return model;
    }

    /// <summary>A file's content that says no more than what is computed.</summary>
    /// <param name="graph">From latents to samples.</param>
    /// <param name="latents">The input.</param>
    /// <param name="samples">The output.</param>
    public static ModelProto Model(OnnxGraph graph, ValueInfoProto latents, ValueInfoProto samples)
    {
        var model = new ModelProto
        {
            // The version of the format that came with these operations: older readers take it, too.
            IrVersion = (long)Onnx.Version.IrVersion2021730,
            ProducerName = "gan",
            ProducerVersion = ProgramVersion.Number,
            Graph = graph.Content,
        };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = OnnxGraph.Opset });
        model.Graph.Name = "generator";
        model.Graph.Input.Add(latents);
        model.Graph.Output.Add(samples);
        return model;
    }

    /// <summary>An input or output.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Of one, without the batch axis.</param>
    /// <param name="words">What it is.</param>
    public static ValueInfoProto Value(string name, IReadOnlyList<long> shape, string words)
    {
        var axes = new TensorShapeProto { Dim = { new TensorShapeProto.Types.Dimension { DimParam = Batch } } };
        axes.Dim.AddRange(shape.Select(static axis => new TensorShapeProto.Types.Dimension { DimValue = axis }));
        return new ValueInfoProto
        {
            Name = name,
            DocString = words,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float, Shape = axes } },
        };
    }
}
