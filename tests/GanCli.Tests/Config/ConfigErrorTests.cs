using GanCli.Engine.Config;

namespace GanCli.Tests.Config;

/// <summary>The exact words of what a person reads when a config is wrong.</summary>
public sealed class ConfigErrorTests
{
    private static readonly string Losses = string.Join(", ", Catalog.FindFamily("losses")!.Kinds);

    [Fact]
    public void EverythingIsToldAtOnceInTheOrderOfTheFile()
    {
        const string Yaml = """
            # The ring, with three slips.

            seed: 0

            data:
              kind: ring
              radios: 2

            prior:
              kind: gaussian

            loss:
              # not a loss
              kind: wasserstien

            optimizer:
              generator:
                kind: adam
                lr: -0.001
            """;
        ConfigException exception = Assert.Throws<ConfigException>(() => ConfigFixture.Load(Yaml, "training.stepz=100"));

        Assert.Equal(
            $"""
            mog8.yaml:7:3  data.radios: unknown key; did you mean 'radius'?
            mog8.yaml:14:9 loss.kind: 'wasserstien' is not a loss; did you mean 'wasserstein'?
                             losses: {Losses}   (gan list losses)
            mog8.yaml:19:9 optimizer.generator.lr: -0.001 is outside (0, 10]
            --set          training.stepz: unknown key; did you mean 'steps'?
            """,
            exception.Message);
        Assert.Equal("4 errors", exception.Summary);
    }

    [Theory]
    [InlineData("training: {steps: abc}", "mog8.yaml:1:19 training.steps: 'abc' is not a whole number")]
    [InlineData("training: {steps: 1.5}", "mog8.yaml:1:19 training.steps: 1.5 is not a whole number")]
    [InlineData("training: {steps: 1_000}", "mog8.yaml:1:19 training.steps: '1_000' is not a whole number; write 1000")]
    [InlineData("training: {steps: '100'}", "mog8.yaml:1:19 training.steps: '100' is text; remove the quotes")]
    [InlineData("training: {steps: 0}", "mog8.yaml:1:19 training.steps: 0 is outside [1, 1000000000000]")]
    [InlineData("training: {steps: 99999999999999999999}", "mog8.yaml:1:19 training.steps: 99999999999999999999 is outside [1, 1000000000000]")]
    [InlineData("training: {steps: }", "mog8.yaml:1:12 training.steps: has no value; a whole number is expected")]
    [InlineData("training: {steps: [1]}", "mog8.yaml:1:19 training.steps: a list is not a whole number")]
    [InlineData("training: {steps: {a: 1}}", "mog8.yaml:1:19 training.steps: a mapping is not a whole number")]
    [InlineData("evaluation: {every: 0}", "mog8.yaml:1:21 evaluation.every: 0 is too small; it must be at least 1")]
    [InlineData("evaluation: {every: 9223372036854775808}",
        "mog8.yaml:1:21 evaluation.every: 9223372036854775808 is too large; it must be at most 9223372036854775807")]
    [InlineData("output: {keep-checkpoints: 2147483648}", "mog8.yaml:1:28 output.keep-checkpoints: 2147483648 is too large; it must be at most 2147483647")]
    [InlineData("output: {tensorboard: yes}", "mog8.yaml:1:23 output.tensorboard: 'yes' is not true or false")]
    [InlineData("output: {tensorboard: 'true'}", "mog8.yaml:1:23 output.tensorboard: 'true' is text; remove the quotes")]
    [InlineData("data: {std: .nan}", "mog8.yaml:1:13 data.std: .nan is not a finite number")]
    [InlineData("data: {std: -.inf}", "mog8.yaml:1:13 data.std: -.inf is not a finite number")]
    [InlineData("data: {std: 1e999}", "mog8.yaml:1:13 data.std: 1e999 is not a finite number")]
    [InlineData("data: {std: one}", "mog8.yaml:1:13 data.std: 'one' is not a number")]
    [InlineData("data: {std: null}", "mog8.yaml:1:8 data.std: has no value; a number is expected")]
    [InlineData("data: {radius: 0}", "mog8.yaml:1:16 data.radius: 0 is outside (0, 1e16]")]
    [InlineData("optimizer: {generator: {lr: .nan}}", "mog8.yaml:1:29 optimizer.generator.lr: .nan is not a finite number")]
    [InlineData("optimizer: {generator: {lr: 11}}", "mog8.yaml:1:29 optimizer.generator.lr: 11 is outside (0, 10]")]
    [InlineData("optimizer: {generator: {lr: {kind: cosine, from: 0.1, to: -1}}}", "mog8.yaml:1:59 optimizer.generator.lr.to: -1 is outside (0, 10]")]
    [InlineData("optimizer: {generator: {lr: {kind: cosine, from: 0.1, to: 0}}}", null)]
    [InlineData("optimizer: {generator: {lr: {kind: constant, value: 0}}}", "mog8.yaml:1:53 optimizer.generator.lr.value: 0 is outside (0, 10]")]
    [InlineData("optimizer: {generator: {lr: {kind: warmup, value: 11}}}", "mog8.yaml:1:51 optimizer.generator.lr.value: 11 is outside (0, 10]")]
    [InlineData("optimizer: {generator: {lr: {kind: warmup, value: {kind: linear, from: 11, to: 1}}}}",
        "mog8.yaml:1:72 optimizer.generator.lr.value.from: 11 is outside (0, 10]")]
    [InlineData("optimizer: {generator: {lr: {kind: step, from: 1}}}", null)]
    [InlineData("optimizer: {generator: {lr: [1]}}",
        "mog8.yaml:1:29 optimizer.generator.lr: a list is not a number or a schedule\n                 schedules: constant, cosine, linear, step, warmup   "
            + "(gan list schedules)")]
    [InlineData("optimizer: {generator: {lr: fast}}",
        "mog8.yaml:1:29 optimizer.generator.lr: 'fast' is not a number or a schedule\n                 schedules: constant, cosine, linear, step, warmup   "
            + "(gan list schedules)")]
    [InlineData("training: {update: alternatng}",
        "mog8.yaml:1:20 training.update: 'alternatng' is not one of alternating, simultaneous; did you mean 'alternating'?")]
    [InlineData("training: {update: simultaneous, d-steps: 2}",
        "mog8.yaml:1:20 training.update: simultaneous updates take exactly one step of each player; set d-steps and g-steps to 1")]
    [InlineData("training: 7", "mog8.yaml:1:11 training: '7' is not a mapping; write {steps: 7}")]
    [InlineData("seed: -1", "mog8.yaml:1:7 seed: -1 is too small; it must be at least 0")]
    [InlineData("seed: 1.5", "mog8.yaml:1:7 seed: '1.5' is not a whole number or a mapping")]
    [InlineData("seed: {init: 1, date: 2}", "mog8.yaml:1:17 seed.date: unknown key; did you mean 'data'?")]
    [InlineData("generator: {widths: 128}", "mog8.yaml:1:21 generator.widths: '128' is not a list; write [128]")]
    [InlineData("generator: {widths: [128, x, 0]}",
        "mog8.yaml:1:27 generator.widths[1]: 'x' is not a whole number\nmog8.yaml:1:30 generator.widths[2]: 0 is outside [1, 65536]")]
    [InlineData("generator: {norm: []}", "mog8.yaml:1:19 generator.norm: a list of 0; at least 1 are needed")]
    [InlineData("regularizers: {weight: 1}", "mog8.yaml:1:15 regularizers: a mapping is not a list; put it in brackets: [{…}]")]
    [InlineData("steps: 100", "mog8.yaml:1:1 steps: unknown key; did you mean 'training.steps'?")]
    [InlineData("training: {x: 1}",
        "mog8.yaml:1:12 training.x: unknown key\n                 keys: steps, batch, d-steps, g-steps, update, ema, gradient-clipping, dtype, num-threads")]
    [InlineData("seed: 1\nseed: 2\nname: a\nseed: 3",
        "mog8.yaml:2:1 seed: duplicate key; first stated at line 1\nmog8.yaml:4:1 seed: duplicate key; first stated at line 1")]
    [InlineData("device: gpu", "mog8.yaml:1:9 device: 'gpu' is not a device; use auto, cpu, cuda or cuda:N")]
    [InlineData("name: a/b",
        "mog8.yaml:1:7 name: 'a/b' cannot name a folder; use up to 100 letters, digits, '-', '_' and '.', beginning with a letter or digit")]
    [InlineData("? [a]\n: 1", "mog8.yaml:1:3 ?: a key must be plain text")]
    [InlineData("loss: {kind: [hinge]}", "mog8.yaml:1:8 loss.kind: a list is not a loss\n                LOSSES")]
    [InlineData("loss: 3", "mog8.yaml:1:7 loss: '3' is not a loss\n                LOSSES")]
    [InlineData("loss: hing", "mog8.yaml:1:7 loss: 'hing' is not a loss; did you mean 'hinge'?\n                LOSSES")]
    public void OneFault(string yaml, string? expected)
    {
        if (expected is null)
        {
            Assert.NotNull(ConfigFixture.Load(yaml));
            return;
        }

        Assert.Equal(expected.Replace("LOSSES", $"losses: {Losses}   (gan list losses)", StringComparison.Ordinal), ConfigFixture.ErrorOf(yaml));
    }

    [Theory]
    [InlineData("", "mog8.yaml: empty; a config is a mapping of keys, for instance 'data: ring'")]
    [InlineData("# nothing\n", "mog8.yaml: empty; a config is a mapping of keys, for instance 'data: ring'")]
    [InlineData("---\n", "mog8.yaml: empty; a config is a mapping of keys, for instance 'data: ring'")]
    [InlineData("- 1\n", "mog8.yaml:1:1: a list, where a mapping of keys is expected, for instance 'data: ring'")]
    [InlineData("hello", "mog8.yaml:1:1: a single value, where a mapping of keys is expected, for instance 'data: ring'")]
    [InlineData("seed: 1\n---\nseed: 2\n", "mog8.yaml:2:1: a second document starts here; a config is one document")]
    [InlineData("training:\n\tsteps: 1\n", "mog8.yaml:2:1: a tab cannot indent YAML; use spaces")]
    [InlineData("seed: [1\n", "mog8.yaml:2:1: not valid YAML: while parsing a flow sequence, did not find expected ',' or ']'")]
    [InlineData("seed: !!int 3\n", "mog8.yaml:1:7 seed: tags are not supported; remove 'tag:yaml.org,2002:int'")]
    [InlineData("seed: *one\n", "mog8.yaml:1:7 seed: no anchor '&one' is complete above this alias")]
    [InlineData("data: &d {std: *d}\n", "mog8.yaml:1:16 data.std: no anchor '&d' is complete above this alias")]
    [InlineData("data:\n  <<: 3\n", "mog8.yaml:2:3 data.<<: only a mapping or a list of mappings can be merged in")]
    public void NotAConfig(string yaml, string expected) => Assert.Equal(expected, ConfigFixture.ErrorOf(yaml));

    [Fact]
    public void NotUtf8()
    {
        using var fixture = new ConfigFixture();
        File.WriteAllBytes(Path.Combine(fixture.Here, "a.yaml"), [.. "seed: 1\nname: "u8, 0xFF, 0xFE, (byte)'\n']);

        Assert.Equal("a.yaml:2:1: not UTF-8 text", fixture.ErrorOfReading("a.yaml"));
    }

    [Fact]
    public void AMissingFileSaysWhereItWasSought()
    {
        using var fixture = new ConfigFixture();
        fixture.Ship("mog8.yaml", "seed: 1");
        Directory.CreateDirectory(Path.Combine(fixture.Here, "folder"));

        Assert.Equal(
            $"mgo8.yaml: no such file in {fixture.Folders.Current} or {fixture.Folders.Shipped}; did you mean 'mog8.yaml'?",
            fixture.ErrorOfReading("mgo8.yaml"));
        Assert.Equal("folder: a folder, not a config file", fixture.ErrorOfReading("folder"));
    }

    [Fact]
    public void OnlyTheFirstFiftyOfManyErrorsAreShown()
    {
        string yaml = string.Concat(Enumerable.Range(0, 1234).Select(i => $"unknown-{i}: 1\n"));
        ConfigException exception = Assert.Throws<ConfigException>(() => ConfigFixture.Load(yaml));

        Assert.Equal("1,234 errors", exception.Summary);
        Assert.EndsWith("\n… and 1,184 more", exception.Message, StringComparison.Ordinal);
    }
}
