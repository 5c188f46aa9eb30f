using CsCheck;
using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Losses;
using GanCli.Engine.Optimizers;
using GanCli.Engine.Schedules;

namespace GanCli.Tests.Config;

public sealed class ConfigWriterTests
{
    [Fact]
    public void YamlReadsAsAPersonWouldWriteIt()
    {
        var config = new ExperimentConfig
        {
            Name = "cuda:0",
            Seed = new SeedConfig { Init = 1 },
            Optimizer = new OptimizersConfig { Generator = new AdamConfig { Lr = new LinearSchedule { From = 1e-3, To = 1e-8 } } },
            Data = new MixtureConfig { Means = [[0, 1], [2.5, -3]] },
        };
        string yaml = ConfigWriter.ToYaml(config);

        Assert.StartsWith("name: \"cuda:0\"\nseed:\n  init: 1\n  data: 0\n  latent: 0\ndevice: auto\ndata:\n  kind: mixture\n", yaml, StringComparison.Ordinal);
        Assert.Contains("\n  means:\n    - [0, 1]\n    - [2.5, -3]\n", yaml, StringComparison.Ordinal);
        Assert.Contains("\n    lr:\n      kind: linear\n      from: 0.001\n      to: 1e-8\n      begin: 0\n      end: null\n", yaml, StringComparison.Ordinal);
        Assert.Contains("\n  discriminator:\n    kind: adam\n    lr: 0.001\n", yaml, StringComparison.Ordinal);
        Assert.Contains("\nregularizers: []\n", yaml, StringComparison.Ordinal);
        Assert.Contains("\n  tensorboard: true\n", yaml, StringComparison.Ordinal);
    }

    [Fact]
    public void DefaultsSurviveYamlAndJson() => AssertSurvives(new ExperimentConfig { Name = "a" });

    [Fact]
    public void EveryDoubleSurvivesToTheLastBit() =>
        Gen.Double.Where(static value => Math.Abs(value) <= 1e16).Sample(value => AssertSurvives(new ExperimentConfig
        {
            Name = "a",
            Data = new MixtureConfig { Means = [[value, -value]] },
        }));

    [Fact]
    public void EveryTextSurvives()
    {
        Gen<string> text = Gen.OneOf(
            Gen.String,
            Words("null", "true", "1e3", ".nan", "", " a ", "a: b", "- a", "#", "'", "\"", "\ud83d\ude00", "a\nb", "*a", "&a", "!a", "@", "%", "---", "...",
                "~", "=", "<<", "0x1F", "\u2028"));
        text.Where(value => value.EnumerateRunes().All(rune => rune.Value != 0xFFFD)).Sample(value =>
        {
            string yaml = $"key: {YamlText.Flow(new ConfigScalar(default, value, plain: false))}\n";
            var map = (ConfigMap)YamlReader.Read(yaml, new ConfigSource("a", "/", 0), [])!;
            var scalar = (ConfigScalar)map.Find("key")!.Value;

            Assert.Equal(value, scalar.Text);
            Assert.False(scalar.Plain && (scalar.IsNull || ScalarText.IsNumber(value) || ScalarText.Boolean(value) is not null));
        });
    }

    [Theory]
    [InlineData("{", "checkpoint: its config is not valid JSON: ")]
    [InlineData("[]", "checkpoint: its config is not a JSON object")]
    [InlineData("{\"seed\": 1, \"seed\": 2}", "checkpoint: its config is not valid JSON: ")]
    [InlineData("{\"sed\": 1}", "checkpoint sed: unknown key; did you mean 'seed'?")]
    [InlineData("{\"data\": {\"kind\": \"ring\", \"modes\": 0}}", "checkpoint data.modes: 0 is outside [1, 100000]")]
    public void JsonIsCheckedAlike(string json, string expected)
    {
        ConfigException exception = Assert.Throws<ConfigException>(() => ConfigLoader.FromJson(json, "checkpoint"));

        Assert.StartsWith(expected, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Fact]
    public void JsonTakesOptionsToo() =>
        Assert.Equal(5, ConfigLoader.FromJson(ConfigWriter.ToJson(new ExperimentConfig()), "run", [ConfigOverride.Set("training.steps=5")]).Training.Steps);

    [Fact]
    public void DifferencesLeaveOutWhatOnlyObserves()
    {
        var old = new ExperimentConfig { Name = "a", Loss = new HingeLossConfig(), Seed = SeedConfig.FromNumber(1) };
        ExperimentConfig @new = old with
        {
            Name = "b",
            Seed = new SeedConfig { Init = 1, Data = 2, Latent = 1 },
            Loss = new WassersteinLossConfig(),
            Optimizer = new OptimizersConfig { Discriminator = new AdamConfig { Lr = 0.25 } },
            Training = new TrainingConfig { Steps = 11, Ema = new AverageConfig() },
            Output = new OutputConfig { LogEvery = 1, Tensorboard = false },
            Evaluation = new EvaluationConfig { Every = 3, Metrics = [] },
        };

        Assert.Equal(
            [
                "seed: 1 → {init: 1, data: 2, latent: 1}",
                "loss.kind: hinge → wasserstein",
                "optimizer.discriminator.lr: 0.001 → 0.25",
                "training.steps: 10000 → 11",
                "training.ema: null → {decay: 0.999, warmup: 0, ramp-up: null}",
            ],
            ConfigDiff.TrainingDifferences(old, @new).Select(difference => difference.ToString()));
        Assert.Empty(ConfigDiff.TrainingDifferences(old, old with { }));
    }

    private static Gen<string> Words(params string[] words) => Gen.OneOf([.. words.Select(Gen.Const)]);

    internal static void AssertSurvives(ExperimentConfig config)
    {
        using var files = new ConfigFixture();
        string json = ConfigWriter.ToJson(config);

        Assert.Equal(json, ConfigWriter.ToJson(files.Write("a.yaml", ConfigWriter.ToYaml(config)).Read("a.yaml").Config));
        Assert.Equal(json, ConfigWriter.ToJson(ConfigLoader.FromJson(json, "a")));
    }
}
