using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Losses;
using GanCli.Engine.Networks;
using GanCli.Engine.Optimizers;
using GanCli.Engine.Schedules;

namespace GanCli.Tests.Config;

public sealed class OverrideTests
{
    private const string Yaml = "data: {kind: ring, modes: 5}\nseed: 3";

    [Fact]
    public void EditsAreMadeBeforeAnythingIsChecked() =>
        Assert.Equal(12, ConfigFixture.Load("training: {steps: wrong}", "training.steps=12").Training.Steps);

    [Theory]
    [InlineData("data.modes=6", 6, 0.02)]
    [InlineData("data={std: 0.5}", 8, 0.5)]
    [InlineData("data=ring", 8, 0.02)]
    [InlineData(" data.modes =7", 7, 0.02)]
    public void AKeyOrAWholeMapping(string assignment, int modes, double std) =>
        Assert.Equal(new RingConfig { Modes = modes, Std = std }, ConfigFixture.Load(Yaml, assignment).Data);

    [Fact]
    public void AKeyBelowABareKind() => Assert.Equal(new RingConfig { Modes = 4 }, ConfigFixture.Load("data: ring", "data.modes=4").Data);

    [Fact]
    public void AKeyThatTheFileDoesNotState() =>
        Assert.Equal(new AdamConfig { Lr = 0.5 }, ConfigFixture.Load("seed: 1", "optimizer.generator.lr=0.5").Optimizer.Generator);

    [Fact]
    public void APlusIsTheElementBehindTheLast()
    {
        Assert.Equal(
            ["r1", "packing", "unrolling"],
            ConfigFixture.Load("regularizers: [r1]", "regularizers[+]=packing", "regularizers[+]={kind: unrolling, steps: 2}").Regularizers
                .Select(static one => Catalog.Describe(one.GetType()).Kind));
        Assert.Equal("packing", Catalog.Describe(Assert.Single(ConfigFixture.Load("seed: 1", "regularizers[+]=packing").Regularizers).GetType()).Kind);
    }

    [Theory]
    [InlineData("data.kind=mixture", "data.means=[[1], [2]]")]
    [InlineData("data.means=[[1], [2]]", "data.kind=mixture")]
    public void AChangedKindKeepsWhatOptionsSayInAnyOrder(string first, string second)
    {
        DataConfig data = ConfigFixture.Load(Yaml, first, second).Data;

        MixtureConfig mixture = Assert.IsType<MixtureConfig>(data);
        Assert.Equal([[1], [2]], mixture.Means);
    }

    [Theory]
    [InlineData("generator.widths.1=7", new[] { 5, 7 })]
    [InlineData("generator.widths[0]=7", new[] { 7, 6 })]
    [InlineData("generator.widths[2]=7", new[] { 5, 6, 7 })]
    [InlineData("generator.widths=[9]", new[] { 9 })]
    public void ElementsOfLists(string assignment, int[] expected) =>
        Assert.Equal(expected, ((MlpConfig)ConfigFixture.Load("generator: {widths: [5, 6]}", assignment).Generator).Widths);

    [Fact]
    public void AnElementOfADefaultList() =>
        Assert.Equal([128, 64], ((MlpConfig)ConfigFixture.Load("seed: 1", "generator.widths[1]=64").Generator).Widths);

    [Fact]
    public void KeysOfListElements()
    {
        string error = ConfigFixture.ErrorOf("regularizers: [{kind: none-such}]", "regularizers.0.kind=nothing", "regularizers[1].kind=nothing-else");

        Assert.Contains("--set regularizers[0].kind: 'nothing' is not a regularizer\n", error, StringComparison.Ordinal);
        // What they could be was listed above.
        Assert.EndsWith("\n--set regularizers[1].kind: 'nothing-else' is not a regularizer", error, StringComparison.Ordinal);
        Assert.DoesNotContain("none-such", error, StringComparison.Ordinal);
    }

    [Fact]
    public void PartOfANumberThatStandsForAMapping()
    {
        Assert.Equal(new SeedConfig { Init = 3, Data = 8, Latent = 3 }, ConfigFixture.Load(Yaml, "seed.data=8").Seed);
        Assert.Equal(
            new LinearSchedule { From = 2, To = 1 },
            ConfigFixture.Load("optimizer: {generator: {lr: 0.1}}", "optimizer.generator.lr.kind=linear", "optimizer.generator.lr.from=2",
                "optimizer.generator.lr.to=1")
                .Optimizer.Generator.Lr);
    }

    [Theory]
    [InlineData("training.steps", "--set: 'training.steps' is not KEY=VALUE, for instance training.steps=100")]
    [InlineData("=3", "--set: '=3' is not KEY=VALUE, for instance training.steps=100")]
    [InlineData("a..b=3", "--set: 'a..b=3' is not KEY=VALUE, for instance training.steps=100")]
    [InlineData("a[x]=3", "--set: 'a[x]=3' is not KEY=VALUE, for instance training.steps=100")]
    [InlineData("training.stepz=100", "--set training.stepz: unknown key; did you mean 'steps'?")]
    [InlineData("training.steps=many", "--set training.steps: 'many' is not a whole number")]
    [InlineData("training.steps=", "--set training.steps: has no value; a whole number is expected")]
    [InlineData("training.steps.x=3", "--set training.steps.x: 'training.steps' is a single value and has no keys")]
    [InlineData("generator.widths.3=8", "--set generator.widths.3: 'generator.widths' has 1 elements; the next one is generator.widths[1]")]
    [InlineData("generator.widths.first=8", "--set generator.widths.first: 'generator.widths' is a list; name an element, for instance generator.widths[0]")]
    [InlineData("training=[1", "--set training: not valid YAML: while parsing a flow sequence, did not find expected ',' or ']'")]
    [InlineData("training={steps: 1, steps: 2}", "--set training.steps: duplicate key; first stated at line 1")]
    [InlineData("base=mog8.yaml", "--set base: inheritance belongs into a file")]
    public void FaultsNameTheOption(string assignment, string expected) =>
        Assert.Equal(expected, ConfigFixture.ErrorOf("generator: {widths: [5]}", assignment));

    [Fact]
    public void OptionsOfTheirOwnAreNamedInErrors()
    {
        using var fixture = new ConfigFixture();
        fixture.Write("a.yaml", "seed: 1");
        ConfigException exception = Assert.Throws<ConfigException>(() => ConfigLoader.Load(
            "a.yaml",
            [ConfigOverride.Key("--seed", "seed", "x"), ConfigOverride.Text("--name", "name", "{a: b}")],
            fixture.Folders));

        Assert.Equal(
            """
            --seed seed: 'x' is not a whole number or a mapping
            """,
            exception.Message);

        ConfigException name =
            Assert.Throws<ConfigException>(() => ConfigLoader.Load("a.yaml", [ConfigOverride.Text("--name", "name", "{a: b}")], fixture.Folders));
        Assert.StartsWith("--name name: '{a: b}' cannot name a folder;", name.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LaterOptionsWin() => Assert.IsType<HingeLossConfig>(ConfigFixture.Load("seed: 1", "loss=wasserstein", "loss=hinge").Loss);
}
