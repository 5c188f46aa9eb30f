using System.Text.Json;
using GanCli.Engine.Config;
using GanCli.Engine.Graphs;
using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Priors;
using GanCli.Engine.Sessions;
using GanCli.Engine.Tensors;
using GanCli.Exporting;
using GanCli.Tests.Support;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Onnx;
using static TorchSharp.torch;

namespace GanCli.Tests.Exporting;

/// <summary>The graph of ONNX beside the generator it was made of, computed by ONNX Runtime.</summary>
public sealed class OnnxExporterTests : IDisposable
{
    private readonly ExportedCases _cases = new();
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void OnnxRuntimeComputesTheSameSamplesOfAllThatTheCatalogHas()
    {
        var failures = new List<string>();
        foreach ((string name, ExperimentConfig config) in _cases.Configs())
        {
            using TrainedGenerator generator = _cases.Train(config);
            (float[] latents, float[] samples) = ExportedCases.Expected(generator);
            Assert.Equal([_folder["g.onnx"]], new OnnxExporter().Write(generator, _folder["g.onnx"]));
            using var session = new InferenceSession(_folder["g.onnx"]);

            NodeMetadata input = session.InputMetadata["latents"];
            NodeMetadata output = session.OutputMetadata["samples"];
            Assert.Equal([-1, generator.Prior.Dimension], input.Dimensions);
            Assert.Equal(["batch", ""], input.SymbolicDimensions);
            Assert.Equal([-1, .. generator.SampleShape.Select(static axis => (int)axis)], output.Dimensions);

            double distance = ExportedCases.Distance(samples, Run(session, latents, generator.Prior.Dimension));
            float[] first = Run(session, latents[..generator.Prior.Dimension], generator.Prior.Dimension);
            Assert.InRange(ExportedCases.Distance(samples[..generator.Data.Dimension], first), 0, 1e-5);
            if (!(distance <= 1e-5))
            {
                failures.Add($"{name}: {distance}");
            }
        }

        Assert.Empty(failures);
    }

    [Fact]
    public void TheFileSaysHowLatentsAreDrawnAndWhatSamplesAre()
    {
        using TrainedGenerator generator =
            _cases.Train(_cases.Configs()["table"] with { Prior = new MixturePriorConfig { Dimension = 3, Components = 4, Std = 0.5 } });
        ModelProto model = ModelProto.Parser.ParseFrom(OnnxExporter.Model(generator).ToByteArray());
        Dictionary<string, string> facts = model.MetadataProps.ToDictionary(static fact => fact.Key, static fact => fact.Value, StringComparer.Ordinal);

        const string Words = "A latent is one of 4 centres, all equally likely, and 0.5 times 3 independent standard normal numbers on top (prior: mixture).";
        Assert.Equal(Words, model.Graph.Input.Single().DocString);
        Assert.Equal($"Samples are in the data's own units. Columns: {ExportedCases.HostileColumn}, count, always", model.Graph.Output.Single().DocString);
        Assert.Matches(@"^A generator\. A latent is .* \(gan \d+\.\d+\.\d+, averaged weights after 7 steps\)$", model.DocString);
        Assert.Equal(("7", "average", Words), (facts["step"], facts["weights"], facts["prior-words"]));
        Assert.Equal([ExportedCases.HostileColumn, "count", "always"], JsonSerializer.Deserialize<string[]>(facts["columns"])!);
        Assert.Equal([40, 46], JsonSerializer.Deserialize<Dictionary<string, double[]>>(facts["whole-numbers"])!["count"]);
        Assert.Equal(generator.Prior.Tables.Single().Values, JsonSerializer.Deserialize<float[][]>(facts["prior-centres"])!.SelectMany(static row => row));
        using JsonDocument prior = JsonDocument.Parse(facts["prior"]);
        Assert.Equal(("mixture", 0.5), (prior.RootElement.GetProperty("kind").GetString(), prior.RootElement.GetProperty("std").GetDouble()));
    }

    /// <summary>Layers that no generator of the catalog has, on sides that are even, odd and again even.</summary>
    [Fact]
    public void WhatHalvesSidesIsTheSameInOnnxRuntime()
    {
        TorchRuntime.EnsureLoaded();
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var network = new Sequential([3, 14, 10], [new SmoothDownsample("0.smooth"), new Downsample("1.mean"), new Upsample("2.up")]);
        var weights = new Weights(network.Layout, []);
        var graph = new OnnxGraph();
        GraphValue end = Expression.Of(network, weights, new GraphValue(OnnxExporter.Latents, network.InputShape), graph);
        Assert.Equal([3, 6, 4], end.Shape);
        graph.End(end, OnnxExporter.Samples);
        ModelProto model = OnnxExporter.Model(
            graph, OnnxExporter.Value(OnnxExporter.Latents, network.InputShape, ""), OnnxExporter.Value(OnnxExporter.Samples, network.OutputShape, ""));
        using var session = new InferenceSession(model.ToByteArray());

        TorchSharp.torch.Tensor input = randn(5, 3, 14, 10);
        float[] expected = [.. network.Forward(weights, input, Pass.Evaluation).data<float>()];
        Assert.InRange(ExportedCases.Distance(expected, Run(session, [.. input.data<float>()], 3, 14, 10)), 0, 1e-6);
    }

    [Fact]
    public void PicturesAreSaidToBePictures()
    {
        using TrainedGenerator generator = _cases.Train(_cases.Configs()["pictures dcgan"]);
        ModelProto model = OnnxExporter.Model(generator);

        const string Words = "Samples are pictures [channels, height, width]: -1 or less is black, 1 or more white.";
        Assert.Equal(Words, model.Graph.Output.Single().DocString);
        Assert.Contains(Words, model.DocString, StringComparison.Ordinal);
        Assert.Equal("[-1,1]", model.MetadataProps.Single(static fact => fact.Key == "range").Value);
        Assert.Equal("[]", model.MetadataProps.Single(static fact => fact.Key == "columns").Value);
    }

    private static float[] Run(InferenceSession session, float[] latents, params ReadOnlySpan<int> shape)
    {
        int one = 1;
        foreach (int axis in shape)
        {
            one *= axis;
        }

        var tensor = new DenseTensor<float>(latents, [latents.Length / one, .. shape]);
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run([NamedOnnxValue.CreateFromTensor("latents", tensor)]);
        return [.. results.Single().AsEnumerable<float>()];
    }

    public void Dispose()
    {
        _cases.Dispose();
        _folder.Dispose();
    }
}
