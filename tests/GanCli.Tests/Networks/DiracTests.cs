using GanCli.Engine.Data;
using GanCli.Engine.Networks;
using GanCli.Engine.Random;
using GanCli.Engine.Tensors;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Networks;

public sealed class DiracTests
{
    public DiracTests() => TorchRuntime.EnsureLoaded();

    [Fact]
    public void TheGeneratorIsAPointAndTheDiscriminatorALine()
    {
        using var scope = NewDisposeScope();
        Network generator = new DiracNetworkConfig { Start = 0.5 }.Generator([7], [2]);
        Network discriminator = new DiracNetworkConfig { Start = -3 }.Build([2], [1]);
        using WeightStore g = WeightStore.Draw(generator.Layout, new RandomStreams(1).Init, 0, ScalarType.Float64, CPU);
        using WeightStore d = WeightStore.Draw(discriminator.Layout, new RandomStreams(1).Init, 0, ScalarType.Float64, CPU);
        Assert.Equal(["theta"], generator.Layout.Specs.Select(static spec => spec.Name));
        Assert.Equal(["psi"], discriminator.Layout.Specs.Select(static spec => spec.Name));
        Assert.Equal([0.5, 0.5, 0.5, 0.5, 0.5, 0.5], Numbers.Of(generator.Forward(g.Frozen, Numbers.Random(1, 1, 3, 7), Pass.Evaluation)));
        Tensor samples = tensor(new double[,] { { 1, 2 }, { 0, -1 } });
        Assert.Equal([-9, 3], Numbers.Of(discriminator.Forward(d.Frozen, samples, Pass.Evaluation)));
        Assert.Equal([2], generator.OutputShape);
        Assert.Equal([1], discriminator.OutputShape);
    }

    [Fact]
    public void TheDiscriminatorAdaptsToWhatItSees()
    {
        Network packed = new DiracNetworkConfig().Build([1], [1]).Rewrite(static layers => layers, [3]);
        Assert.Equal(3, packed.Layout.ParameterCount);
    }

    [Fact]
    public void TheDataAreAPoint()
    {
        DataSource data = new DiracDataConfig().Build(new RandomStreams(1));
        float[] rows = [1, 2, 3];
        data.Fill(new RandomStreams(1).Data, 0, rows);
        Assert.Equal(1, data.Dimension);
        Assert.Equal([0, 0, 0], rows);
    }
}
