using System.Globalization;
using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Losses;
using GanCli.Engine.Networks;
using GanCli.Engine.Optimizers;
using GanCli.Engine.Schedules;
using GanCli.Tests.Runs;

namespace GanCli.Tests.Config;

public sealed class BindingTests
{
    [Fact]
    public void EveryFormOfValueBinds()
    {
        ExperimentConfig config = ConfigFixture.Load("""
            name: my-run
            seed: {init: 1, latent: 9007199254740993}
            data: {kind: ring, modes: 0012, radius: +2.5e0, std: .5}
            generator:
              widths: [64, 32]
              norm: batch
              activation: leaky-relu
            loss: wasserstein
            optimizer:
              generator: {kind: adam, lr: {kind: cosine, from: 1e-3, to: 1E-5}}
              discriminator: {lr: 0.0004, beta1: 0}
            training: {steps: 1e5, ema: {decay: 0.99}, gradient-clipping: 1, update: simultaneous, dtype: float64}
            output: {tensorboard: false, pictures: True}
            """);

        Assert.Equal("my-run", config.Name);
        Assert.Equal(new SeedConfig { Init = 1, Latent = 9007199254740993 }, config.Seed);
        Assert.Equal(new RingConfig { Modes = 12, Radius = 2.5, Std = 0.5 }, config.Data);
        MlpConfig generator = Assert.IsType<MlpConfig>(config.Generator);
        Assert.Equal([64, 32], generator.Widths);
        Assert.Equal([NormKind.Batch], generator.Norm);
        Assert.IsType<WassersteinLossConfig>(config.Loss);
        Assert.Equal(new CosineSchedule { From = 1e-3, To = 1e-5 }, config.Optimizer.Generator.Lr);
        Assert.Equal(new AdamConfig { Lr = 0.0004, Beta1 = 0 }, config.Optimizer.Discriminator);
        Assert.Equal(100_000, config.Training.Steps);
        Assert.Equal(new AverageConfig { Decay = 0.99 }, config.Training.Ema);
        Assert.Equal(1, config.Training.GradientClipping);
        Assert.Equal(NumberType.Float64, config.Training.Dtype);
        Assert.False(config.Output.Tensorboard);
        Assert.True(config.Output.Pictures);
    }

    [Fact]
    public void NullSwitchesANullableKeyOff() =>
        Assert.Null(ConfigFixture.Load("training: {ema: {decay: 0.5}}", "training.ema=null").Training.Ema);

    [Fact]
    public void ANumberStandsForASchedule() =>
        Assert.Equal(new ConstantSchedule { Value = 0.01 }, ConfigFixture.Load("optimizer: {generator: {lr: 0.01}}").Optimizer.Generator.Lr);

    [Fact]
    public void ANumberStandsForAllSeeds() => Assert.Equal(SeedConfig.FromNumber(7), ConfigFixture.Load("seed: 7").Seed);

    [Fact]
    public void AliasesAndMergeKeysWork()
    {
        ExperimentConfig config = ConfigFixture.Load("""
            optimizer:
              generator: &adam {kind: adam, lr: 0.1, beta1: 0.2}
              discriminator:
                <<: *adam
                lr: 0.3
            generator: &small {widths: &widths [8], activation: tanh}
            discriminator:
              <<: [*small, {activation: elu, leaky-slope: 0.1}]
              widths: *widths
            """);

        Assert.Equal(new AdamConfig { Lr = 0.3, Beta1 = 0.2 }, config.Optimizer.Discriminator);
        MlpConfig discriminator = Assert.IsType<MlpConfig>(config.Discriminator);
        Assert.Equal([8], discriminator.Widths);
        Assert.Equal("tanh", KebabCase.Of(discriminator.Activation));
        Assert.Equal(0.1, discriminator.LeakySlope);
    }

    [Fact]
    public void TheNameIsThatOfTheFile()
    {
        using var fixture = new ConfigFixture();
        fixture.Write("my first run.yaml", "seed: 1").Write("b.yaml", "name: other");

        Assert.Equal("my-first-run", fixture.Read("my first run.yaml").Config.Name);
        Assert.Equal("other", fixture.Read("b.yaml").Config.Name);
    }

    [Fact]
    public void TheSourceIsKeptAsGiven()
    {
        using var fixture = new ConfigFixture();
        LoadedConfig loaded = fixture.Write("a.yaml", "# why\nseed: 1 # one\n").Read("a.yaml");

        Assert.Equal("# why\nseed: 1 # one\n", loaded.SourceText);
        Assert.Equal(Path.Combine(fixture.Here, "a.yaml"), loaded.Path);
    }

    [Fact]
    public void ANameIsSoughtHereThenAmongTheShipped()
    {
        using var fixture = new ConfigFixture();
        fixture.Ship("a.yaml", "seed: 1").Ship("b.yaml", "seed: 2").Write("a.yaml", "seed: 3");

        Assert.Equal(3, fixture.Read("a.yaml").Config.Seed.Single);
        Assert.Equal(2, fixture.Read("b.yaml").Config.Seed.Single);
        Assert.Equal(2, fixture.Read("b").Config.Seed.Single);
    }

    [Theory]
    [MemberData(nameof(Cultures.WithComma), MemberType = typeof(Cultures))]
    public void NumbersAreReadAndShownWithAPoint(string culture) => Cultures.Under(culture, () =>
    {
        Assert.Equal("1,5", 1.5.ToString(CultureInfo.CurrentCulture));
        Assert.Equal(new RingConfig { Std = 0.25 }, ConfigFixture.Load("data: {std: 0.25}").Data);
        Assert.Equal("mog8.yaml:1:16 data.radius: -0.5 is outside (0, 1e16]", ConfigFixture.ErrorOf("data: {radius: -0.5}"));
        Assert.Equal("mog8.yaml:1:13 data.std: '0,5' is not a number", ConfigFixture.ErrorOf("data: {std: '0,5'}"));
        Assert.Contains("  std: 0.02\n", ConfigWriter.ToYaml(new ExperimentConfig()), StringComparison.Ordinal);
        Assert.Contains("\"std\": 0.02", ConfigWriter.ToJson(new ExperimentConfig()), StringComparison.Ordinal);
    });
}
