using GanCli.Engine.Config;
using GanCli.Engine.Sweeps;

namespace GanCli.Tests.Sweeps;

public sealed class SweepFaultTests : SweepWorkshop
{
    [Fact]
    public void AValueSaysWhereItStandsInTheFile()
    {
        AssertErrors(
            """
            base: ring.yaml
            axes:
              - grid:
                  loss: [hinge, wasserstien]
                  training.stepz: [1]
              - points:
                  - {label: a}
                  - {label: b, base: rign.yaml}
            """,
            $"sweep.yaml:4:21 loss: 'wasserstien' is not a loss; did you mean 'wasserstein'? (point loss=wasserstien, stepz=1, a)",
            "sweep.yaml:5:24 training.stepz: unknown key; did you mean 'steps'? (2 of 4 points, the first: loss=hinge, stepz=1, a)",
            $"sweep.yaml:8:26: 'rign.yaml': no such file in {Folder.FullName} or {Folder["shipped"]}; did you mean 'ring.yaml'? (2 of 4 points, the first: "
                + $"loss=hinge, stepz=1, b)");
    }

    [Theory]
    [InlineData("axes: []", "sweep.yaml:1:1: says neither base (a config file) nor config (its keys)")]
    [InlineData("[1]", "sweep.yaml: a sweep is a mapping of keys, for instance 'base: mog8.yaml'")]
    [InlineData("base: ring.yaml\nconfig: hinge", "sweep.yaml:2:9 config: a mapping of a config's keys is expected")]
    [InlineData("base: ring.yaml\nseeds: 0..x", "sweep.yaml:2:8 seeds: '0..x' is not a seed or a range of seeds, for instance 0..9")]
    [InlineData("base: ring.yaml\nseeds: [0..3, 2]", "sweep.yaml:2:8 seeds: seed 2 is listed more than once")]
    [InlineData("base: ring.yaml\nseeds: 4..3", "sweep.yaml:2:8 seeds: 4..3 has no seed: the smaller one comes first")]
    [InlineData("base: ring.yaml\nseeds: 0..999999", "sweep.yaml:2:8 seeds: more than 100,000 seeds")]
    [InlineData("base: ring.yaml\naxs: []", "sweep.yaml:2:1 axs: unknown key; did you mean 'axes'?")]
    [InlineData("base: ring.yaml\naxes: [{}]", "sweep.yaml:2:8 axes[0]: an axis is one of grid, zip, points and random")]
    [InlineData("base: ring.yaml\naxes: [{grid: {loss: [hinge]}, zip: {loss: [hinge]}}]", "sweep.yaml:2:8 axes[0]: an axis is one of grid and zip, not both")]
    [InlineData("base: ring.yaml\naxes: [{grid: {loss: hinge}}]", "sweep.yaml:2:22 axes[0].grid.loss: 'hinge' is not a list; write [hinge]")]
    [InlineData("base: ring.yaml\naxes: [{grid: {loss: [hinge]}, count: 3}]", "sweep.yaml:2:39 axes[0].count: belongs to random points")]
    [InlineData("base: ring.yaml\naxes: [{name: x, grid: {loss: [hinge], training.batch: [4]}}]",
        "sweep.yaml:2:15 axes[0].name: a grid of several keys is an axis for each of them, and is called by them")]
    [InlineData("base: ring.yaml\naxes: [{random: {loss: {choice: [hinge]}}}]", "sweep.yaml:2:8 axes[0]: say how many points are drawn: count")]
    [InlineData("base: ring.yaml\naxes: [{random: {loss: {choice: [hinge]}}, count: 2}]",
        "sweep.yaml:2:8 axes[0].count: 2 points that differ cannot be drawn; 1 were found")]
    [InlineData("base: ring.yaml\naxes: [{random: {prior.std: {uniform: [1, 1]}}, count: 2}]",
        "sweep.yaml:2:30 axes[0].random.prior.std.uniform: takes two numbers, the smaller one first")]
    [InlineData("base: ring.yaml\naxes: [{random: {prior.std: {}}, count: 2}]",
        "sweep.yaml:2:18 axes[0].random.prior.std: a distribution is one of uniform, log-uniform, integer and choice")]
    [InlineData("base: ring.yaml\naxes: [{random: {training.batch: {integer: [4, 4]}}, count: 2}]",
        "sweep.yaml:2:35 axes[0].random.training.batch.integer: takes two whole numbers, the smaller one first")]
    [InlineData("base: ring.yaml\naxes: [{random: {training.batch: {integer: [4, 5.5]}}, count: 2}]",
        "sweep.yaml:2:48 axes[0].random.training.batch.integer[1]: 5.5 is not a whole number")]
    [InlineData("base: ring.yaml\naxes: [{random: {prior.dimension: {uniform: [2, 16.5]}}, count: 1}]",
        "sweep.yaml:2:8 prior.dimension: 2.284 is not a whole number; integer: [2, 16] draws such numbers")]
    [InlineData("base: ring.yaml\naxes: [{random: {prior.dimension: {log-uniform: [0.1, 0.9]}}, count: 1}]",
        "sweep.yaml:2:8 prior.dimension: 0.1044 is not a whole number")]
    [InlineData("base: ring.yaml\nset: {name: other}",
        "sweep.yaml:2:13 name: all runs of a sweep have its name; give it with --name, or as the key name of the sweep's file")]
    [InlineData("base: ring.yaml\naxes: [{grid: {name: [a, b]}}]",
        "sweep.yaml:2:23 name: all runs of a sweep have its name; give it with --name, or as the key name of the sweep's file")]
    [InlineData("base: ring.yaml\naxes: [{points: [{label: a, set: {name: b}}]}]",
        "sweep.yaml:2:41 name: all runs of a sweep have its name; give it with --name, or as the key name of the sweep's file")]
    [InlineData("base: ring.yaml\naxes: [{zip: {loss: [hinge, hinge]}}]", "sweep.yaml:2:29 loss: hinge is there twice")]
    [InlineData("base: ring.yaml\naxes: [{zip: {loss: [hinge, hinge], training.batch: [1, 1]}}]",
        "sweep.yaml:2:22: two points of an axis are called 'loss=hinge, batch=1'")]
    [InlineData("base: ring.yaml\naxes: [{zip: {loss: [hinge], training.batch: [1, 2]}}]",
        "sweep.yaml:2:8 axes[0].zip: lists that move together are of equal length: loss 1, training.batch 2")]
    [InlineData("base: ring.yaml\naxes: [{points: [{set: {loss: hinge}}]}]",
        "sweep.yaml:2:18 axes[0].points[0].label: has no value; say what tables call this point")]
    [InlineData("base: ring.yaml\naxes: [{points: [{label: a}, {label: a, set: {loss: hinge}}]}]", "sweep.yaml:1:1: two points of an axis are called 'a'")]
    [InlineData("base: ring.yaml\naxes: [{grid: {loss: [hinge]}}, {grid: {loss: [minimax]}}]", "sweep.yaml:2:48: two axes set 'loss'; let one of them do it")]
    [InlineData("base: ring.yaml\naxes: [{points: [{label: a}, {label: b, set: {training.steps: 40}}]}]",
        "sweep.yaml:1:1: 'b' is the same experiment as 'a'; leave one of them out")]
    [InlineData("base: ring.yaml\naxes: [{points: []}]", "sweep.yaml:2:9 axes[0].points: has no point")]
    [InlineData("base: ring.yaml\naxes: [{grid: {}}]", "sweep.yaml:2:9 axes[0].grid: names no key that it sets")]
    [InlineData("base: ring.yaml\naxes: [{zip: {}}]", "sweep.yaml:2:9 axes[0].zip: names no key that it sets")]
    [InlineData("base: ring.yaml\naxes: [{random: {}, count: 2}]", "sweep.yaml:2:9 axes[0].random: names no key that it sets")]
    [InlineData("base: ring.yaml\naxes: [{grid: {training.batch: [4], loss: []}}]", "sweep.yaml:2:9 axes[0].grid: loss has no value to take")]
    [InlineData("base: ring.yaml\naxes: [{zip: {loss: []}}]", "sweep.yaml:2:9 axes[0].zip: loss has no value to take")]
    [InlineData("base: ring.yaml\naxes: [{grid: {a..b: [1]}}]", "sweep.yaml:2:23: 'a..b' is not a key of the config, for instance training.steps")]
    [InlineData("base: ring.yaml\nname: a/b",
        "sweep.yaml:2:7 name: 'a/b' cannot name a folder; use up to 100 letters, digits, '-', '_' and '.', beginning with a letter or digit")]
    public void AFaultSaysWhatIsWrong(string text, string error) => AssertErrors(text, error);

    [Theory]
    [InlineData("\"a\\0b\"")]
    [InlineData("\"\"")]
    [InlineData("..")]
    public void ABaseThatCannotBeAFileIsAFault(string name)
    {
        var exception = Assert.Throws<ConfigException>(() => File($"base: {name}"));

        Assert.StartsWith("sweep.yaml:1:7: '", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("loss", "--set-each: 'loss' is not KEY=[VALUE, …], for instance loss=[hinge, relativistic]")]
    [InlineData("loss=hinge", "--set-each loss: the values are a list; write loss=[hinge]")]
    [InlineData("loss=[]", "--set-each loss: the values are a list; write loss=[…], one element a point")]
    [InlineData("loss=", "--set-each loss: the values are a list; write loss=[…], one element a point")]
    [InlineData("loss=[hinge, hinge]", "--set-each loss: hinge is there twice")]
    [InlineData("generator.widths=[32,32]", "--set-each generator.widths: 32 is there twice; one value that is a list is written [[32, 32]]")]
    [InlineData("generator.widths=32,32", "--set-each generator.widths: the values are a list; write generator.widths=[32,32]")]
    [InlineData("training.steps=1..3",
        "--set-each training.steps: the values are a list; write training.steps=[1, …, 3] with every value; ranges are for seeds")]
    [InlineData("loss=[hinge", "--set-each: not valid YAML: while parsing a flow sequence, did not find expected ',' or ']'")]
    [InlineData("name=[aa, bb]", "--set-each name: all runs of a sweep have its name; give it with --name, or as the key name of the sweep's file")]
    public void AFaultyOptionSaysWhatIsWrong(string option, string error) => AssertFault(new SweepRequest { Config = "ring.yaml", SetEach = [option] }, error);

    [Fact]
    public void OtherFaultyOptionsSayWhatIsWrong()
    {
        AssertFault(
            new SweepRequest { Config = "ring.yaml", Set = ["name=aa"] },
            "--set name: all runs of a sweep have its name; give it with --name, or as the key name of the sweep's file");
        AssertFault(new SweepRequest { Config = "ring.yaml", SetEach = ["loss=[hinge]", "loss=[minimax]"] },
            "--set-each: two axes set 'loss'; let one of them do it");
        AssertFault(
            new SweepRequest { Config = "ring.yaml", Set = ["training.batch=4", "loss=relativistic"], SetEach = ["loss=[hinge, minimax]"] },
            "--set loss: an axis sets it too, at every point: it would be without effect; leave it out");
        AssertFault(
            new SweepRequest { Config = "ring.yaml", Seeds =
                "0..999",
                    SetEach =
                        [.. new[] { "evaluation.samples", "training.batch", "prior.dimension",
                            "training.steps" }.Select(static key => $"{key}=[{string.Join(',', Enumerable.Range(1, 200))}]")] },
            "--config: 1,600,000,000,000 runs; 100,000 are the most");
        AssertFault(new SweepRequest { Config = "ring.yaml", Seeds = "0,1,2" },
            "--seeds: '0,1,2' is not a seed or a range of seeds, for instance 0..9; a list is [0,1,2]");
        AssertFault(new SweepRequest { Config = "ring.yaml", Seeds = "[0" },
            "--seeds: not valid YAML: while parsing a flow sequence, did not find expected ',' or ']'");
    }

    private void AssertErrors(string text, params string[] errors)
    {
        var exception = Assert.Throws<ConfigException>(() => File(text));

        Assert.Equal(errors, exception.Message.Split('\n').Where(static line => !line.StartsWith(' ')));
    }
}
