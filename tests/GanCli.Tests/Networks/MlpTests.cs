using GanCli.Engine.Config;
using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Random;
using GanCli.Engine.Tensors;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Networks;

public sealed class MlpTests
{
    private static readonly RandomStreams Streams = new(4);

    public MlpTests() => TorchRuntime.EnsureLoaded();

    [Fact]
    public void SizesOfTheUsualPair()
    {
        Assert.Equal(49_666, new MlpConfig { Widths = [128, 128] }.Build([256], [2]).Layout.ParameterCount);
        Assert.Equal(17_025, new MlpConfig { Widths = [128, 128] }.Build([2], [1]).Layout.ParameterCount);
    }

    [Fact]
    public void TableOfEverything()
    {
        Network network = new MlpConfig
        {
            Widths = [4, 6],
            Activation = ActivationKind.LeakyRelu,
            Norm = [NormKind.Batch, NormKind.Layer],
            InputScale = 0.25,
            Dropout = 0.1,
            OutputActivation = OutputActivation.Tanh,
        }.Build([3], [2]);
        Assert.Equal(
            [
                ("scale", 3, 0),
                ("0.linear", 4, 16),
                ("0.norm", 4, 8),
                ("0.leaky-relu", 4, 0),
                ("0.dropout", 4, 0),
                ("1.linear", 6, 30),
                ("1.norm", 6, 12),
                ("1.leaky-relu", 6, 0),
                ("1.dropout", 6, 0),
                ("output.linear", 2, 14),
                ("output.tanh", 2, 0),
            ],
            network.Layers.Select(static l => (l.Name, l.Output.Single(), l.Parameters)));
        Assert.Equal(80, network.Layout.ParameterCount);
        Assert.Equal([2], network.OutputShape);
        Assert.Equal([3], network.InputShape);
        Assert.True(network.MixesSamples);
        Assert.Equal(["0.norm.running-mean", "0.norm.running-variance"], network.Layout.Specs.Where(static s => !s.IsParameter).Select(static s => s.Name));
    }

    [Fact]
    public void MaxoutHasItsPiecesBeforeThePool()
    {
        Network network = new MlpConfig { Widths = [4, 3], Activation = ActivationKind.Maxout, MaxoutPieces = 5 }.Build([2], [1]);
        Assert.Equal(
            [("0.linear", 20, 60), ("0.maxout", 4, 0), ("1.linear", 15, 75), ("1.maxout", 3, 0), ("output.linear", 1, 4)],
            network.Layers.Select(static l => (l.Name, l.Output.Single(), l.Parameters)));
        Assert.False(network.MixesSamples);
    }

    [Fact]
    public void EqualsItsLayersByHand()
    {
        using var scope = NewDisposeScope();
        var config = new MlpConfig { Widths = [4, 6], Activation = ActivationKind.Tanh, InputScale = 0.5, OutputActivation = OutputActivation.Sigmoid };
        Network network = config.Build([3], [2]);
        using WeightStore store = WeightStore.Draw(network.Layout, Streams.Init, 0, ScalarType.Float64, CPU);
        Weights w = store.Frozen;
        Tensor input = Numbers.Random(1, 1, 5, 3);
        Tensor hidden = input.Over(2).mm(w["0.linear.weight"].t()).Plus(w["0.linear.bias"]).tanh();
        hidden = hidden.mm(w["1.linear.weight"].t()).Plus(w["1.linear.bias"]).tanh();
        Tensor output = (-hidden.mm(w["output.linear.weight"].t()).Plus(w["output.linear.bias"])).exp().Plus(1).reciprocal();
        var features = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        Numbers.Close(output, network.Forward(w, input, Pass.Evaluation with { Features = features }), 1e-14);
        Numbers.Close(hidden, features["1.tanh"], 1e-14);
        Assert.Equal(network.Layers.Select(static l => l.Name), features.Keys);
    }

    [Fact]
    public void OneValueOfNormCountsForEveryLayer()
    {
        Network network = new MlpConfig { Widths = [4, 6, 5], Norm = [NormKind.Layer] }.Build([3], [2]);
        Assert.Equal(["0.norm", "1.norm", "2.norm"], network.Layers.Select(static l => l.Name).Where(static n => n.EndsWith("norm", StringComparison.Ordinal)));
        Assert.False(network.MixesSamples);
    }

    [Fact]
    public void NoHiddenLayersIsALinearMap() =>
        Assert.Equal(["output.linear"], new MlpConfig { Widths = [] }.Build([3], [2]).Layers.Select(static l => l.Name));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void APassWithoutASinkChangesNothing(bool training)
    {
        using var scope = NewDisposeScope();
        Network network = new MlpConfig { Widths = [4], Norm = [NormKind.Batch], Dropout = 0.5 }.Build([3], [2]);
        using WeightStore store = WeightStore.Draw(network.Layout, Streams.Init, 0, ScalarType.Float64, CPU);
        double[] before = [.. store.Frozen.All.ToArray().SelectMany(Numbers.Of)];
        network.Forward(store.Leaves, Numbers.Random(1, 1, 5, 3), new Pass { Training = training });
        Assert.Equal(before, store.Frozen.All.ToArray().SelectMany(Numbers.Of));
    }

    [Fact]
    public void BadCombinationsAreReported()
    {
        var check = new ConfigCheck();
        new MlpConfig { Widths = [4, 6], Norm = [NormKind.Batch, NormKind.None, NormKind.None], InputScale = 0 }.Validate(check);
        Assert.Equal(
            [
                ("norm", "names 3 layers, but widths has 2; give one value, or one for each hidden layer"),
                ("input-scale", "0 would hide the input from the network"),
            ],
            check.Faults);
    }
}
