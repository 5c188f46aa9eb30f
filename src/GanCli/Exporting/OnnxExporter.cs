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

        var model = new ModelProto
        {
            // The version of the format that came with these operations: older readers take it, too.
            IrVersion = (long)Onnx.Version.IrVersion2021730,
            ProducerName = "gan",
            ProducerVersion = ProgramVersion.Number,
            DocString = $"A generator. {facts.Latents} {GeneratorFacts.Samples} ({facts.Origin})",
            Graph = graph.Content,
        };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = OnnxGraph.Opset });
        model.MetadataProps.AddRange(facts.Metadata.Select(static fact => new StringStringEntryProto { Key = fact.Key, Value = fact.Value }));
        model.Graph.Name = "generator";
        model.Graph.Input.Add(Value(Latents, generator.LatentShape, facts.Latents));
        model.Graph.Output.Add(Value(Samples, generator.SampleShape, $"{GeneratorFacts.Samples} Columns: {string.Join(", ", facts.Columns)}"));
        return model;
    }

    private static ValueInfoProto Value(string name, IReadOnlyList<long> shape, string words)
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
