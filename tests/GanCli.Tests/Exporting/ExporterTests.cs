using GanCli.Engine.Graphs;
using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Inits;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Random;
using GanCli.Engine.Sessions;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using GanCli.Exporting;
using GanCli.Terminal;
using GanCli.Tests.Support;
using static TorchSharp.torch;

namespace GanCli.Tests.Exporting;

public sealed class ExporterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Every format has each function and no layer that the catalog's generators have is left out: a new one must be thought of here.</summary>
    [Theory]
    [MemberData(nameof(Functions))]
    public void EveryFormatHasEveryFunction(string function)
    {
        ElementFunction known = Enum.Parse<ElementFunction>(function);
        foreach (IGraph graph in (IGraph[])[new OnnxGraph(), new TorchGraph()])
        {
            Assert.Equal([3], graph.Elementwise("f", new GraphValue("z", [3]), known, 0.2).Shape);
        }

        Assert.Single(new TorchGraphText(g => g.Elementwise("f", new GraphValue(TorchGraph.Input, [3]), known, 0.2)).Lines[..^1]);
    }

    public static TheoryData<string> Functions() => new(Enum.GetNames<ElementFunction>());

    [Fact]
    public void WhatDependsOnOtherSamplesIsRefusedByName()
    {
        TorchRuntime.EnsureLoaded();
        var network =
            new Sequential([4],
                [new Linear("0.linear", 4, 3, new DefaultInitConfig()), new MinibatchStddev("minibatch-stddev", 2),
                    new Linear("output", 4, 2, new DefaultInitConfig())]);
        WeightStore weights = WeightStore.Draw(network.Layout, new RandomStreams(1, 1, 1).Init, 0, ScalarType.Float32, CPU);
        foreach (IGraph graph in (IGraph[])[new OnnxGraph(), new TorchGraph()])
        {
            var refused = Assert.Throws<NotExpressibleException>(() => Expression.Of(network, weights.Frozen, new GraphValue("z", [4]), graph));
            Assert.Equal("layer 'minibatch-stddev' depends on the other samples of a batch", refused.Message);
        }

        // Of a layer inside a block the way to it is named, too.
        Residual block = Residual.Of("0.block", new Sequential([1, 4, 4], [new MaxPool("1.pool")]));
        Assert.Equal(
            "layer '0.block.body.1.pool' does not say what it computes in operations that other programs have",
            Assert.Throws<NotExpressibleException>(() =>
                Expression.Of(block, weights.Frozen, new GraphValue("z", [1, 4, 4]), new OnnxGraph())).Message);

        Network pair = new Autoencoder(network, network);
        Assert.Equal(
            $"its network of {pair.Layers.Count} layers does not say what it computes in operations that other programs have",
            Assert.Throws<NotExpressibleException>(() => Expression.Of(pair, weights.Frozen, new GraphValue("z", [4]), new OnnxGraph())).Message);
    }

    [Fact]
    public void WeightsThatAreNotFiniteAreNotWritten()
    {
        using var cases = new ExportedCases();
        using TrainedGenerator generator = cases.Train(cases.Configs()["norm None"]);
        HostMemory.Of(generator.Weights.All[0]).Fill(float.NaN);
        foreach (Exporter exporter in (Exporter[])[new OnnxExporter(), new TorchExporter()])
        {
            Assert.Throws<DivergedException>(() => exporter.Write(generator, _folder["g" + exporter.Ending]));
        }

        Assert.Empty(Directory.GetFiles(_folder.FullName));
    }

    [Fact]
    public void NumbersBeyondSinglePrecisionAreNamed()
    {
        var refused = Assert.Throws<NotExpressibleException>(() => GraphNumbers.Of("data.means", [1, 1e300], [2]));
        Assert.Equal("'data.means' holds a number that is not finite in single precision", refused.Message);
    }

    /// <summary>A variable is written over only when nobody needs it any more.</summary>
    [Fact]
    public void VariablesOfPyTorchAreKeptWhileTheyAreNeeded()
    {
        TorchGraphText text = new(graph =>
        {
            GraphValue z = new(TorchGraph.Input, [4]);
            GraphValue a = graph.Slice("a", z, 0, 2);
            GraphValue b = graph.Slice("b", z, 2, 2);
            GraphValue c = graph.Times("c", a, 0.5);
            GraphValue d = graph.Times("d", c, 1e-7);
            return graph.Sum("e", graph.Product("f", d, a), b);
        });

        Assert.Equal(
            ["x = z[:, 0:2]", "x2 = z[:, 2:4]", "x3 = x * 0.5", "x3 = x3 * 1e-07", "x = x3 * x", "x = x + x2", "return x"],
            text.Lines);
    }

    [Theory]
    [InlineData("onnx", null, "onnx")]
    [InlineData(null, null, "onnx")]
    [InlineData("torch", null, "torch")]
    [InlineData(null, "a/b.py", "torch")]
    [InlineData(null, "b.ONNX", "onnx")]
    [InlineData("torch", "b.py", "torch")]
    public void TheFormatIsNamedOrToldByTheEnding(string? format, string? path, string expected) => Assert.Equal(expected, Exporter.For(format, path).Format);

    [Theory]
    [InlineData("onnx", "b.py", "--out b.py: a file of --format onnx ends with .onnx")]
    [InlineData("torch", "b", "--out b: a file of --format torch ends with .py")]
    [InlineData(null, "b.pt", "--out b.pt: the ending must be .onnx or .py, or name a --format")]
    public void AnEndingThatSaysSomethingElseIsRefused(string? format, string path, string message) =>
        Assert.Equal(message, Assert.Throws<UsageException>(() => Exporter.For(format, path)).Message);

    public void Dispose() => _folder.Dispose();

    /// <summary>The lines of a graph.</summary>
    private sealed class TorchGraphText
    {
        public TorchGraphText(Func<IGraph, GraphValue> write)
        {
            var graph = new TorchGraph();
            Lines = [.. graph.Statements(write(graph))];
        }

        public string[] Lines { get; }
    }
}
