using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using GanCli.Tests.Config;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Training;

public sealed class TimeScalesTests
{
    public TimeScalesTests() => TorchRuntime.EnsureLoaded();

    [Theory]
    [InlineData("as-given", 1e-4, 1e-4)]
    [InlineData("unrolled-notebook", 1e-3, 1e-4)]
    [InlineData("ttur", 5e-4, 1e-4)]
    [InlineData("sagan", 1e-4, 4e-4)]
    public void WithTheUsualRateTheyAreThePublishedPairs(string scales, double generator, double discriminator)
    {
        ExperimentConfig config = ConfigFixture.Load($"optimizer: {{time-scales: {scales}, generator: {{lr: 1e-4}}, discriminator: {{lr: 1e-4}}}}");
        using var experiment = new Experiment(Blueprint.Of(config), CPU);
        Assert.Equal(generator, experiment.Generator.LearningRate(default), 1e-15);
        Assert.Equal(discriminator, experiment.Discriminator.LearningRate(default), 1e-15);
    }

    [Fact]
    public void TheRatioIsOnTopOfASchedule()
    {
        ExperimentConfig config = ConfigFixture.Load("optimizer: {time-scales: sagan, discriminator: {lr: {kind: linear, from: 0.1, to: 0}}}");
        using var experiment = new Experiment(Blueprint.Of(config), CPU);
        Assert.Equal(0.4 * 0.75, experiment.Discriminator.LearningRate(new StepTime(25, 100, default)), 1e-12);
    }

    [Fact]
    public void UpdatesTakeTheFasterRate()
    {
        ExperimentConfig config = ConfigFixture.Load("training: {batch: 8, dtype: float64}\noptimizer: {generator: sgd, discriminator: sgd}");
        using var plain = new Experiment(Blueprint.Of(config), CPU);
        using var scaled = new Experiment(Blueprint.Of(config with { Optimizer = config.Optimizer with { TimeScales = TimeScales.Sagan } }), CPU);
        using var scope = NewDisposeScope();
        Tensor before = plain.Discriminator.Store.Flat.clone();
        plain.Step.Run(0);
        scaled.Step.Run(0);
        Numbers.Close((plain.Discriminator.Store.Flat - before).Times(4), scaled.Discriminator.Store.Flat - before, 1e-9);
    }
}
