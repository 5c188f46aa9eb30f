using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Random;
using GanCli.Engine.Tensors;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Networks;

public sealed class AutoencoderTests
{
    private static readonly RandomStreams Streams = new(4);

    public AutoencoderTests() => TorchRuntime.EnsureLoaded();

    [Fact]
    public void TheErrorIsTheMeanAbsoluteDifference()
    {
        using var scope = NewDisposeScope();
        var config = new AutoencoderConfig { Code = 2, Encoder = Small(5), Decoder = Small(4) };
        Network network = config.Build([3], [1]);
        using WeightStore store = WeightStore.Draw(network.Layout, Streams.Init, 0, ScalarType.Float64, CPU);
        Weights w = store.Frozen;
        Tensor input = Numbers.Random(1, 1, 7, 3);
        Tensor code = input.mm(w["encoder.0.linear.weight"].t()).Plus(w["encoder.0.linear.bias"]).tanh();
        code = code.mm(w["encoder.output.linear.weight"].t()).Plus(w["encoder.output.linear.bias"]);
        Tensor back = code.mm(w["decoder.0.linear.weight"].t()).Plus(w["decoder.0.linear.bias"]).tanh();
        back = back.mm(w["decoder.output.linear.weight"].t()).Plus(w["decoder.output.linear.bias"]);
        double[] expected = [.. Numbers.Of(input - back).Chunk(3).Select(static row => row.Average(Math.Abs))];
        var features = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        Tensor error = network.Forward(w, input, Pass.Evaluation with { Features = features });
        Assert.Equal([7, 1], error.shape);
        Numbers.Close(expected, Numbers.Of(error), 1e-13);
        Numbers.Close(code, features["encoder.output.linear"], 1e-13);
        Assert.Equal(network.Layers.Select(static l => l.Name), features.Keys);
        Assert.Equal(
            [
                ("encoder.0.linear", 5, 20), ("encoder.0.tanh", 5, 0), ("encoder.output.linear", 2, 12),
                ("decoder.0.linear", 4, 12), ("decoder.0.tanh", 4, 0), ("decoder.output.linear", 3, 15), ("error", 1, 0),
            ],
            network.Layers.Select(static l => (l.Name, l.Output.Single(), l.Parameters)));
        Assert.Equal(59, network.Layout.ParameterCount);
    }

    [Fact]
    public void BuffersOfBothPartsAdvanceThroughSeveralPasses()
    {
        using var scope = NewDisposeScope();
        var encoder = new MlpConfig { Widths = [4], Norm = [NormKind.Batch] };
        var network = (Autoencoder)new AutoencoderConfig { Encoder = encoder, Decoder = encoder }.Build([3], [1]);
        Assert.True(network.MixesSamples);
        using WeightStore store = WeightStore.Draw(network.Layout, Streams.Init, 0, ScalarType.Float64, CPU);
        (Tensor first, Tensor second) = (Numbers.Random(1, 1, 7, 3), Numbers.Random(2, 1, 7, 3));
        var sink = new BufferSink();
        var pass = new Pass { Training = true, Sink = sink };
        network.Forward(store.Frozen, first, pass);
        network.Forward(store.Frozen, second, pass);

        // The encoder alone, from the same first values.
        Network alone = encoder.Build([3], [1]);
        var own = new Weights(alone.Layout, alone.Layout.Specs.Select(s => store.Frozen["encoder." + s.Name]));
        var expected = new BufferSink();
        alone.Forward(own, first, pass with { Sink = expected });
        alone.Forward(own, second, pass with { Sink = expected });
        Assert.Equal(
            ["decoder.0.norm.running-mean", "decoder.0.norm.running-variance", "encoder.0.norm.running-mean", "encoder.0.norm.running-variance"],
            sink.Values.Keys.Order(StringComparer.Ordinal));
        Numbers.Close(expected.Values["0.norm.running-mean"], sink.Values["encoder.0.norm.running-mean"], 1e-14);
        Numbers.Close(expected.Values["0.norm.running-variance"], sink.Values["encoder.0.norm.running-variance"], 1e-14);
    }

    [Fact]
    public void DropoutOfThePartsDiffers()
    {
        using var scope = NewDisposeScope();
        var config = new MlpConfig { Widths = [64], Dropout = 0.5 };
        var network = (Autoencoder)new AutoencoderConfig { Encoder = config, Decoder = config }.Build([3], [1]);
        using WeightStore store = WeightStore.Draw(network.Layout, Streams.Init, 0, ScalarType.Float64, CPU);
        var features = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        network.Forward(store.Frozen, Numbers.Random(1, 1, 4, 3), new Pass { Training = true, Noise = Streams.Regularizer, Features = features });
        double[] encoder = Kept("encoder");
        double[] decoder = Kept("decoder");
        Assert.NotEqual(encoder, decoder);
        Assert.InRange(encoder.Average(), 0.1, 0.9);

        // Units that the activation left on, and whether dropout did.
        double[] Kept(string part) => Numbers.Of(features[$"{part}.0.dropout"].IsEqualTo(0).logical_not() | features[$"{part}.0.relu"].IsEqualTo(0));
    }

    [Fact]
    public void LayersOfBothPartsAreVisited()
    {
        Network network = new AutoencoderConfig { Encoder = Small(5), Decoder = Small(4) }.Build([3], [1]);
        var visited = new List<string>();
        Network mapped = network.Map((path, layer) =>
        {
            visited.Add(path + layer.Name);
            return layer is Activation ? new Scale(layer.Name, 0.5) : layer;
        });
        string[] names = [.. network.Layers.Select(static layer => layer.Name)];
        Assert.Equal([.. visited, "error"], names);
        Assert.Equal(names, mapped.Layers.Select(static layer => layer.Name));
        Assert.Same(network, network.Rewrite(static layers => [new Scale("half", 0.5), .. layers]));
        Assert.Equal(
            "a network of parts is built for its input",
            Assert.Throws<NotSupportedException>(() => network.Rewrite(static layers => layers, [4])).Message);
    }

    private static MlpConfig Small(int width) => new() { Widths = [width], Activation = ActivationKind.Tanh };
}
