using GanCli.Engine.Game;
using GanCli.Engine.Networks;
using GanCli.Engine.Optimizers;
using GanCli.Engine.Random;
using GanCli.Engine.Schedules;
using GanCli.Engine.Tensors;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Game;

public sealed class PlayerTests
{
    private static readonly StepTime Now = new(0, 10, new RandomStreams(1).Regularizer);

    public PlayerTests() => TorchRuntime.EnsureLoaded();

    [Theory]
    [InlineData(null, 1)]
    [InlineData(10d, 1)]
    [InlineData(5d, 1)]
    [InlineData(0.5, 0.1)]
    public void LongGradientsAreShortenedToTheLimit(double? limit, double factor)
    {
        // (3, 4) has length 5.
        (double[] weights, double norm) = Update(limit, [3, 4]);
        Numbers.Close([-3 * factor, -4 * factor], weights, 1e-15);
        Assert.Equal(5, norm);
    }

    [Fact]
    public void NoGradientStaysNone()
    {
        (double[] weights, double norm) = Update(0.5, [0, 0]);
        Assert.Equal([0, 0, 0], [.. weights, norm]);
    }

    [Fact]
    public void ABadGradientShows() => Assert.All(Update(0.5, [double.NaN, 1]).Weights, static w => Assert.True(double.IsNaN(w)));

    [Fact]
    public void TheLearningRateIsTheStepsOwn()
    {
        var schedule = new LinearSchedule { From = 1, To = 0 };
        Network network = new MlpConfig { Widths = [] }.Build([1], [1]);
        using var player = new Player("p", network, Zeros(network), new SgdConfig { Lr = schedule });
        using var scope = NewDisposeScope();
        player.Update(tensor([1d, 1d]), Now with { Step = 5 });
        double expected = schedule.At(5, 10);
        Assert.InRange(expected, 0.1, 0.9);
        Assert.Equal([-expected, -expected], Numbers.Of(player.Store.Flat));
    }

    private static (double[] Weights, double Norm) Update(double? limit, double[] gradient)
    {
        Network network = new MlpConfig { Widths = [] }.Build([1], [1]);
        using var player = new Player("p", network, Zeros(network), new SgdConfig { Lr = 1 }, limit);
        using var scope = NewDisposeScope();
        (Tensor ahead, _) = player.LookAhead(player.Store.Flat, tensor(gradient), player.State, Now);
        double norm = player.Update(tensor(gradient), Now).item<double>();
        Assert.Equal(Numbers.Of(ahead), Numbers.Of(player.Store.Flat));
        return (Numbers.Of(player.Store.Flat), norm);
    }

    private static WeightStore Zeros(Network network)
    {
        WeightStore store = WeightStore.Draw(network.Layout, Now.Noise, 0, ScalarType.Float64, CPU);
        using var scope = NewDisposeScope();
        store.Flat.zero_();
        return store;
    }
}
