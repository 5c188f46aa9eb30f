using GanCli.Engine.Game;
using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Inits;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Random;
using GanCli.Engine.Tensors;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Networks;

public sealed class CompositeTests
{
    public CompositeTests() => TorchRuntime.EnsureLoaded();

    /// <summary>A part that does nothing yet, such as a block of a network that is to grow, has gradient 0, and its weights stay.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void APartThatTakesNoPartStaysAsItIs(bool generator)
    {
        using var scope = NewDisposeScope();
        (int inputs, int outputs) = generator ? (3, 2) : (2, 1);
        Part[] parts = [new("first", Chain("a", inputs, 4)), new("second", Chain("b", 4, outputs)), new("later", Chain("c", 4, 4))];
        var network = new PartByPart(parts, idle: 1);
        using var lab = new Lab(generator ? new LabParts { Generator = network } : new LabParts { Discriminator = network });
        Player player = generator ? lab.Generator : lab.Discriminator;
        (double[] used, double[] idle) = (Numbers.Of(player.Store.Frozen["first.a.weight"]), Numbers.Of(player.Store.Frozen["later.c.weight"]));
        lab.Run(3);
        Assert.NotEqual(used, Numbers.Of(player.Store.Frozen["first.a.weight"]));
        Assert.Equal(idle, Numbers.Of(player.Store.Frozen["later.c.weight"]));
    }

    /// <summary>Parts and blocks that are alike drop numbers of their own.</summary>
    [Fact]
    public void PartsAndBlocksDrawNoiseOfTheirOwn()
    {
        using var scope = NewDisposeScope();
        static Sequential Dropping() => new([64], [new Dropout("drop", 0.5, 0)]);
        var parts = new PartByPart([new Part("a", Dropping()), new Part("b", Dropping())]);
        var blocks = new Sequential([64], [Residual.Of("a", Dropping()), Residual.Of("b", Dropping())]);
        var branches = new Sequential([64], [Residual.Of("c", Dropping(), Dropping())]);
        (Network, string, string)[] cases =
            [(parts, "a.drop", "b.drop"), (blocks, "a.body.drop", "b.body.drop"), (branches, "c.body.drop", "c.shortcut.drop")];
        foreach ((Network network, string one, string other) in cases)
        {
            var features = new Dictionary<string, Tensor>(StringComparer.Ordinal);
            var pass = new Pass { Training = true, Noise = new RandomStreams(1).Regularizer, Features = features };
            network.Forward(new Weights(network.Layout, []), ones(4, 64), pass);
            double[][] dropped = [.. new[] { one, other }.Select(name => Numbers.Of(features[name].IsEqualTo(0).to(ScalarType.Float64)))];
            int alike = dropped[0].Zip(dropped[1]).Count(static pair => pair.First == pair.Second);

            // In the chain the second finds half of its numbers dropped: 192 are alike in the mean, and 256 where the masks are one.
            Assert.InRange(alike, 64, 230);
        }
    }

    [Fact]
    public void ABlockIsAFeatureAndRefusesOtherInputs()
    {
        var block = Residual.Of("block", Chain("inside", 4, 4));
        var network = new Sequential([4], [block, new Linear("output", 4, 1, new DefaultInitConfig())]);
        Assert.Equal(["block.body.inside", "block", "output"], network.Layers.Select(static layer => layer.Name));
        Assert.Equal("'block' takes inputs of [4], and [6] come", Assert.Throws<NotSupportedException>(() => new Sequential([6], [block])).Message);
        var pictures = Assert.Throws<NotSupportedException>(() => new Sequential([3, 8], [new BatchNorm("norm", 3)]));
        Assert.Equal("'norm' normalizes vectors and pictures, and [3, 8] come", pictures.Message);
    }

    private static Sequential Chain(string name, long inputs, long outputs) => new([inputs], [new Linear(name, inputs, outputs, new DefaultInitConfig())]);
}
