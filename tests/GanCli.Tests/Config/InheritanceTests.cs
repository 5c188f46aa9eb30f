using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Losses;
using GanCli.Engine.Networks;
using GanCli.Engine.Optimizers;
using GanCli.Engine.Schedules;

namespace GanCli.Tests.Config;

public sealed class InheritanceTests : IDisposable
{
    private readonly ConfigFixture _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void MappingsMergeAndListsReplace()
    {
        _files.Write("base.yaml", """
            seed: 3
            data: {kind: ring, modes: 5, std: 0.1}
            generator: {widths: [1, 2, 3], activation: tanh}
            training: {steps: 7, batch: 9}
            """);
        _files.Write("derived.yaml", """
            base: base.yaml
            data: {modes: 6}
            generator: {widths: [4]}
            training: {batch: 10}
            """);

        ExperimentConfig config = _files.Read("derived.yaml").Config;

        Assert.Equal(3, config.Seed.Single);
        Assert.Equal(new RingConfig { Modes = 6, Std = 0.1 }, config.Data);
        MlpConfig generator = Assert.IsType<MlpConfig>(config.Generator);
        Assert.Equal([4], generator.Widths);
        Assert.Equal("tanh", KebabCase.Of(generator.Activation));
        Assert.Equal(7, config.Training.Steps);
        Assert.Equal(10, config.Training.Batch);
    }

    [Theory]
    [InlineData("{kind: rmsprop}", "{lr: 0.5}", null)]
    [InlineData("{kind: rmsprop, lr: 0.5}", "{kind: adam}", 1e-3)]
    [InlineData("{kind: rmsprop, lr: 0.5}", "adam", 1e-3)]
    [InlineData("{lr: 0.5}", "{kind: adam}", 0.5)]
    [InlineData("{lr: 0.5}", "adam", 0.5)]
    [InlineData("{lr: 0.5, beta1: 0.7}", "rmsprop", null)]
    public void AChangedKindReplacesItsWholeMapping(string lower, string upper, double? adamRate)
    {
        _files.Write("base.yaml", $"optimizer: {{generator: {lower}}}").Write("derived.yaml", $"base: base.yaml\noptimizer: {{generator: {upper}}}");

        OptimizerConfig optimizer = _files.Read("derived.yaml").Config.Optimizer.Generator;

        if (adamRate is { } rate)
        {
            Assert.Equal(new AdamConfig { Lr = rate }, optimizer);
        }
        else
        {
            Assert.IsType<RmsPropConfig>(optimizer);
        }
    }

    [Fact]
    public void ShortFormsMergeLikeTheMappingsTheyStandFor()
    {
        _files.Write("base.yaml", "seed: 3\noptimizer: {generator: {lr: 0.5}}");
        _files.Write("derived.yaml", "base: base.yaml\nseed: {data: 5}\noptimizer: {generator: {lr: {kind: linear, from: 1, to: 2}}}");

        ExperimentConfig config = _files.Read("derived.yaml").Config;

        Assert.Equal(new SeedConfig { Init = 3, Data = 5, Latent = 3 }, config.Seed);
        Assert.Equal(new LinearSchedule { From = 1, To = 2 }, config.Optimizer.Generator.Lr);
    }

    [Fact]
    public void PathsResolveAgainstWhoeverStatesThem()
    {
        _files.Write("family/base.yaml", "data: {kind: csv, path: tables/a.csv}");
        _files.Write("derived.yaml", "base: family/base.yaml\ndata: {header: false}");
        _files.Write("own.yaml", "base: family/base.yaml\ndata: {path: b.csv}");

        Assert.Equal(Path.Combine(_files.Here, "family", "tables", "a.csv"), PathOf(_files.Read("derived.yaml")));
        Assert.Equal(Path.Combine(_files.Here, "b.csv"), PathOf(_files.Read("own.yaml")));
        Assert.Equal(Path.Combine(_files.Here, "c.csv"), PathOf(_files.Read("family/base.yaml", "data.path=c.csv")));
        Assert.Equal(Path.GetFullPath("/d.csv"), PathOf(_files.Read("own.yaml", "data.path=/d.csv")));

        static string PathOf(LoadedConfig loaded) => Assert.IsType<CsvConfig>(loaded.Config.Data).Path!;
    }

    [Fact]
    public void ErrorsNameTheFileThatStatedTheKey()
    {
        _files.Write("family/base.yaml", "training:\n  steps: 0\n  batch: 0\n");
        _files.Write("derived.yaml", "base: family/base.yaml\ntraining: {batch: -1}\n");

        Assert.Equal(
            """
            derived.yaml:2:19    training.batch: -1 is outside [1, 1048576]
            family/base.yaml:2:10 training.steps: 0 is outside [1, 1000000000000]
            """.Replace("derived.yaml:2:19    ", "derived.yaml:2:19     ", StringComparison.Ordinal),
            _files.ErrorOfReading("derived.yaml"));
    }

    [Fact]
    public void ABaseIsSoughtBesideItsFileThenAmongTheShipped()
    {
        _files.Write("a/one.yaml", "base: two.yaml").Write("a/two.yaml", "base: mog8.yaml\nloss: hinge").Ship("mog8.yaml", "seed: 9\nloss: wasserstein");

        ExperimentConfig config = _files.Read("a/one.yaml").Config;

        Assert.Equal(9, config.Seed.Single);
        Assert.IsType<HingeLossConfig>(config.Loss);
        Assert.Equal("one", config.Name);
    }

    [Fact]
    public void CirclesAreRefused()
    {
        _files.Write("a.yaml", "base: b.yaml").Write("b.yaml", "seed: 1\nbase: c.yaml").Write("c.yaml", "base: b.yaml").Write("self.yaml", "base: ./self.yaml");

        Assert.Equal("c.yaml:1:7 base: the files inherit from each other in a circle: b.yaml → c.yaml → b.yaml", _files.ErrorOfReading("a.yaml"));
        Assert.Equal("self.yaml:1:7 base: the files inherit from each other in a circle: self.yaml → self.yaml", _files.ErrorOfReading("self.yaml"));
    }

    [Fact]
    public void AMissingBaseIsNamedWhereItIsStated()
    {
        _files.Write("a.yaml", "seed: 1\nbase: nothing.yaml");

        Assert.Equal(
            $"a.yaml:2:7 base: 'nothing.yaml': no such file in {_files.Here} or {_files.Folders.Shipped}",
            _files.ErrorOfReading("a.yaml"));
    }

    [Theory]
    [InlineData("base: [a.yaml]")]
    [InlineData("base: null")]
    [InlineData("base:")]
    public void ABaseIsOneName(string yaml)
    {
        _files.Write("a.yaml", yaml);

        Assert.Equal("a.yaml:1:1 base: the name of one config file is expected", _files.ErrorOfReading("a.yaml"));
    }

    [Fact]
    public void TheSourceTextIsThatOfTheDerivedFile()
    {
        _files.Write("base.yaml", "seed: 1").Write("a.yaml", "base: base.yaml\n");

        Assert.Equal("base: base.yaml\n", _files.Read("a.yaml").SourceText);
    }
}
