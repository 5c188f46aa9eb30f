using GanCli.Engine.Config;
using GanCli.Engine.Losses;
using GanCli.Engine.Sweeps;
using GanCli.Tests.Support;

namespace GanCli.Tests.Sweeps;

public sealed class SweepLoaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SweepLoaderTests()
    {
        Write("ring.yaml", "data: {kind: ring, modes: 4}\ntraining: {steps: 40}\n");
        Write("other.yaml", "data: {kind: ring, modes: 5}\ntraining: {steps: 50}\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TheCommandLineMultipliesAndEverySettingGetsEverySeed()
    {
        Sweep sweep = Load(new SweepRequest
        {
            Config = "ring.yaml",
            Seeds = "3..4",
            Set = ["training.batch=8"],
            SetEach = ["loss=[hinge, {kind: alpha, alpha-d: 0.5}]", "optimizer.generator.lr=[1e-3, 1e-4]"],
        });

        Assert.Equal("ring", sweep.Name);
        Assert.Equal(
            [
                "3 loss=hinge, generator.lr=1e-3", "3 loss=hinge, generator.lr=1e-4", "3 loss={kind: alpha, alpha-d: 0.5}, generator.lr=1e-3", "3 loss={kind: alpha, alpha-d: 0.5}, generator.lr=1e-4",
                "4 loss=hinge, generator.lr=1e-3", "4 loss=hinge, generator.lr=1e-4", "4 loss={kind: alpha, alpha-d: 0.5}, generator.lr=1e-3", "4 loss={kind: alpha, alpha-d: 0.5}, generator.lr=1e-4",
            ],
            sweep.Points.Select(static point => $"{point.Config.Seed.Words} {point.Label}"));
        Assert.Equal([("loss", "hinge"), ("optimizer.generator.lr", "1e-4")], sweep.Points[1].Settings.Select(static s => (s.Key, s.Value)));
        Assert.IsType<HingeLossConfig>(sweep.Points[1].Config.Loss);
        Assert.Equal(0.5, Assert.IsType<AlphaLossConfig>(sweep.Points[3].Config.Loss).AlphaD);
        Assert.All(sweep.Points, static point => Assert.Equal((8, 1, false), (point.Config.Training.Batch, point.Config.Training.NumThreads, point.Config.Output.Pictures)));
    }

    // Names of values stay those of the whole sweep, so that its folder's runs keep theirs.
    [Theory]
    [InlineData("hinge, generator.lr=1e-3 | minimax, generator.lr=1e-3", "*=1e-3")]
    [InlineData("hinge, generator.lr=1e-4", "hinge, generator.lr=1e-4")]
    [InlineData("hinge, generator.lr=1e-4 | minimax, generator.lr=1e-3 | minimax, generator.lr=1e-4", "mini*", "hinge*1e-4")]
    public void SomeSettingsAloneAreRun(string labels, params string[] only)
    {
        Write("some.yaml", "base: ring.yaml\nseeds: 3..4\naxes: [{points: [{label: hinge, set: {loss: hinge}}, {label: minimax, set: {loss: minimax}}]}, {grid: {optimizer.generator.lr: [1e-3, 1e-4]}}]\n");
        Sweep sweep = Load(new SweepRequest
        {
            File = "some.yaml",
            Only = only,
        });

        Assert.Equal(labels.Split(" | ").SelectMany(static (label, i) => new[] { $"3 {label}", $"4 {label}" }).Order(), sweep.Points.Select(static point => $"{point.Config.Seed.Words} {point.Label}").Order());
    }

    // A default that some points change is one.
    [Fact]
    public void ASettingThatSomePointsChangeIsOneOfTheOthers()
    {
        Write("some.yaml", "base: ring.yaml\naxes: [{points: [{label: plain}, {label: small, set: {training.batch: 4}}]}]\n");

        Assert.Equal([("plain", 16), ("small", 4)], Load(new SweepRequest { File = "some.yaml", Set = ["training.batch=16"] }).Points.Select(static point => (point.Label, point.Config.Training.Batch)));
    }

    // A label is a label before it is a pattern.
    [Theory]
    [InlineData("GAN*", "GAN*")]
    [InlineData("GAN*+", "GAN*+")]
    [InlineData("a\\b", "a\\b")]
    [InlineData("GA*", "GAN*", "GAN*+")]
    public void AWholeLabelMeansJustThatSetting(string only, params string[] labels)
    {
        Write("some.yaml", "base: ring.yaml\naxes: [{points: [{label: 'GAN*'}, {label: 'GAN*+', set: {training.batch: 4}}, {label: 'a\\b', set: {training.batch: 5}}]}]\n");

        Assert.Equal(labels, Load(new SweepRequest { File = "some.yaml", Only = [only] }).Points.Select(static point => point.Label));
    }

    [Fact]
    public void AnotherContentOfItsDataFileMakesAnotherSweep()
    {
        Write("table.yaml", "data: {kind: csv, path: table.csv}\nevaluation: {metrics: [sliced-wasserstein]}\n");
        Sweep WithLast(int last)
        {
            Write("table.csv", $"x,y\n1,2\n3,4\n5,{last}\n");
            return Load(new SweepRequest { Config = "table.yaml", Seeds = "0..1" });
        }

        (Sweep first, Sweep other, Sweep again) = (WithLast(6), WithLast(7), WithLast(6));
        Assert.NotEqual(first.Id, other.Id);
        Assert.Equal(first.Id, again.Id);
        string hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.IO.File.ReadAllBytes(_folder["table.csv"])));
        Assert.All(again.Points, point => Assert.Equal(hash, point.ContentHash));
    }

    [Theory]
    [InlineData("loss=hing", "--only: no setting is called 'loss=hing'; did you mean 'loss=hinge'?\n   settings: loss=hinge; loss=minimax", "hinge, minimax")]
    [InlineData("LOSS=*", "--only: no setting is called 'LOSS=*'\n   settings: loss=hinge; loss=minimax", "hinge, minimax")]
    [InlineData("loss=hinge", "--only: there are no settings to choose 'loss=hinge' from: nothing but the seed varies", "")]
    public void ASettingThatThereIsNotIsRefused(string only, string error, string losses) => AssertFault(
        new SweepRequest { Config = "ring.yaml", Seeds = "0..1", SetEach = losses.Length > 0 ? [$"loss=[{losses}]"] : [], Only = [only] }, error);

    [Fact]
    public void AFileHasEveryKindOfAxis()
    {
        Sweep sweep = File(
            """
            name: all-kinds
            base: ring.yaml
            config: {training: {num-threads: 2}, output: {pictures: true}}
            set: {training.steps: 30}
            axes:
              - points:
                  - {label: plain}
                  - {label: larger, base: other.yaml, set: {training.batch: 16, loss: hinge}}
              - zip: {optimizer.generator.lr: [1e-3, 1e-4], optimizer.discriminator.lr: [2e-3, 2e-4]}
              - grid: {evaluation.samples: [10, 20]}
            """);

        Assert.Equal("all-kinds", sweep.Name);
        Assert.Equal(
            [
                "plain, generator.lr=1e-3, discriminator.lr=2e-3, samples=10", "plain, generator.lr=1e-3, discriminator.lr=2e-3, samples=20",
                "plain, generator.lr=1e-4, discriminator.lr=2e-4, samples=10", "plain, generator.lr=1e-4, discriminator.lr=2e-4, samples=20",
                "larger, generator.lr=1e-3, discriminator.lr=2e-3, samples=10", "larger, generator.lr=1e-3, discriminator.lr=2e-3, samples=20",
                "larger, generator.lr=1e-4, discriminator.lr=2e-4, samples=10", "larger, generator.lr=1e-4, discriminator.lr=2e-4, samples=20",
            ],
            sweep.Points.Select(static point => point.Label));
        Assert.Equal(["axis 1", "optimizer.generator.lr, optimizer.discriminator.lr", "evaluation.samples"], sweep.Axes);
        Assert.Equal(["plain", "generator.lr=1e-3, discriminator.lr=2e-3", "samples=10"], sweep.Points[0].Choices);
        Assert.Equal((30, 256, "non-saturating"), Facts(sweep.Points[0]));
        Assert.Equal((30, 16, "hinge"), Facts(sweep.Points[4]));
        Assert.Contains("\"modes\": 5", ConfigWriter.ToJson(sweep.Points[4].Config.Data), StringComparison.Ordinal);
        Assert.All(sweep.Points, static point => Assert.Equal((2, true), (point.Config.Training.NumThreads, point.Config.Output.Pictures)));

        static (long, int, string) Facts(SweepPoint point) =>
            (point.Config.Training.Steps, point.Config.Training.Batch, Catalog.Describe(point.Config.Loss.GetType()).Kind);
    }

    [Fact]
    public void RandomPointsAreTheSameEachTimeAndStayWhenMoreAreDrawn()
    {
        const string Text = "base: ring.yaml\naxes:\n- {random: {optimizer.generator.lr: {log-uniform: [1e-5, 1e-2]}, training.batch: {choice: [8, 16, 32]}}, count: ";
        string[] few = Labels(File(Text + "5}"));
        string[] many = Labels(File(Text + "200}"));
        string[] others = Labels(File(Text + "5, seed: 1}"));

        Assert.Equal(few, many.Take(5));
        Assert.Empty(few.Intersect(others, StringComparer.Ordinal));
        double[] rates = [.. File(Text + "200}").Points.Select(static point => double.Parse(point.Settings["optimizer.generator.lr"], System.Globalization.CultureInfo.InvariantCulture))];
        Assert.All(rates, static rate => Assert.InRange(rate, 1e-5, 1e-2));

        // Each decade gets a third: 67 of 200, and 5 standard deviations are 33.
        Assert.InRange(rates.Count(static rate => rate < 1e-4), 34, 100);
        Assert.InRange(rates.Count(static rate => rate > 1e-3), 34, 100);
    }

    [Fact]
    public void AxesHaveNamesAndAGridIsOneForEachKey()
    {
        Sweep sweep = File("base: ring.yaml\naxes: [{name: remedy, points: [{label: none}]}, {grid: {training.batch: [4, 8], loss: [hinge]}}]");

        Assert.Equal(["remedy", "training.batch", "loss"], sweep.Axes);
        Assert.Equal(["none", "batch=8", "loss=hinge"], sweep.Points[1].Choices);
    }

    [Fact]
    public void SeveralAxesMayAddToOneList()
    {
        Sweep sweep = File(
            """
            base: ring.yaml
            axes:
              - points: [{label: plain}, {label: stddev, set: {'regularizers[+]': minibatch-stddev}}]
              - points: [{label: none}, {label: packing, set: {'regularizers[+]': packing}}]
            """);

        Assert.Equal(
            ["plain, none: ", "plain, packing: packing", "stddev, none: minibatch-stddev", "stddev, packing: minibatch-stddev packing"],
            sweep.Points.Select(static point => $"{point.Label}: {string.Join(' ', point.Config.Regularizers.Select(static one => Catalog.Describe(one.GetType()).Kind))}"));
        Assert.Equal("minibatch-stddev, packing", sweep.Points[3].Settings["regularizers[+]"]);
    }

    [Fact]
    public void OneSeedOfThreeMayBeAnAxis()
    {
        Sweep sweep = Load(new SweepRequest { Config = "ring.yaml", Seeds = "7", SetEach = ["seed.init=[0, 1]"] });

        Assert.Equal(["0-7-7", "1-7-7"], sweep.Points.Select(static point => point.Config.Seed.Words));
    }

    [Fact]
    public void WithoutAxesOrSeedsThereIsOneRun()
    {
        Sweep sweep = Load(new SweepRequest { Config = "ring.yaml", Name = "alone" });

        SweepPoint point = Assert.Single(sweep.Points);
        Assert.Equal(("alone", "", "0"), (point.Config.Name, point.Label, point.Config.Seed.Words));
    }

    [Fact]
    public void TheSameSweepHasTheSameIdentityHoweverItIsWritten()
    {
        string[] ids =
        [
            Load(new SweepRequest { Config = "ring.yaml", Name = "x", SetEach = ["loss=[hinge, minimax]"], Seeds = "0..1" }).Id,
            File("name: x\nbase: ring.yaml\nseeds: [0, 1]\naxes: [{points: [{label: a, set: {loss: {kind: hinge}}}, {label: b, set: {loss: minimax}}]}]").Id,
        ];

        Assert.Equal(ids[0], ids[1]);
        Assert.Matches("^[0-9a-f]{8}$", ids[0]);
        Assert.NotEqual(ids[0], Load(new SweepRequest { Config = "ring.yaml", Name = "x", SetEach = ["loss=[hinge, minimax]"], Seeds = "0..2" }).Id);
    }

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
            $"sweep.yaml:8:26: 'rign.yaml': no such file in {_folder.FullName} or {_folder["shipped"]}; did you mean 'ring.yaml'? (2 of 4 points, the first: loss=hinge, stepz=1, b)");
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
    [InlineData("base: ring.yaml\naxes: [{grid: {loss: hinge}}]", "sweep.yaml:2:22 axes[0].grid.loss: 'hinge' is not a list")]
    [InlineData("base: ring.yaml\naxes: [{grid: {loss: [hinge]}, count: 3}]", "sweep.yaml:2:39 axes[0].count: belongs to random points")]
    [InlineData("base: ring.yaml\naxes: [{name: x, grid: {loss: [hinge], training.batch: [4]}}]", "sweep.yaml:2:15 axes[0].name: a grid of several keys is an axis for each of them, and is called by them")]
    [InlineData("base: ring.yaml\naxes: [{random: {loss: {choice: [hinge]}}}]", "sweep.yaml:2:8 axes[0]: say how many points are drawn: count")]
    [InlineData("base: ring.yaml\naxes: [{random: {loss: {choice: [hinge]}}, count: 2}]", "sweep.yaml:2:8 axes[0].count: 2 points that differ cannot be drawn; 1 were found")]
    [InlineData("base: ring.yaml\naxes: [{random: {prior.std: {uniform: [1, 1]}}, count: 2}]", "sweep.yaml:2:30 axes[0].random.prior.std.uniform: takes two numbers, the smaller one first")]
    [InlineData("base: ring.yaml\naxes: [{random: {prior.std: {}}, count: 2}]", "sweep.yaml:2:18 axes[0].random.prior.std: a distribution is one of uniform, log-uniform, integer and choice")]
    [InlineData("base: ring.yaml\naxes: [{random: {training.batch: {integer: [4, 4]}}, count: 2}]", "sweep.yaml:2:35 axes[0].random.training.batch.integer: takes two whole numbers, the smaller one first")]
    [InlineData("base: ring.yaml\naxes: [{random: {training.batch: {integer: [4, 5.5]}}, count: 2}]", "sweep.yaml:2:48 axes[0].random.training.batch.integer[1]: 5.5 is not a whole number")]
    [InlineData("base: ring.yaml\naxes: [{random: {prior.dimension: {uniform: [2, 16.5]}}, count: 1}]", "sweep.yaml:2:8 prior.dimension: 2.284 is not a whole number; integer: [2, 16] draws such numbers")]
    [InlineData("base: ring.yaml\naxes: [{random: {prior.dimension: {log-uniform: [0.1, 0.9]}}, count: 1}]", "sweep.yaml:2:8 prior.dimension: 0.1044 is not a whole number")]
    [InlineData("base: ring.yaml\nset: {name: other}", "sweep.yaml:2:13 name: all runs of a sweep have its name; give it with --name, or as the key name of the sweep's file")]
    [InlineData("base: ring.yaml\naxes: [{grid: {name: [a, b]}}]", "sweep.yaml:2:23 name: all runs of a sweep have its name; give it with --name, or as the key name of the sweep's file")]
    [InlineData("base: ring.yaml\naxes: [{points: [{label: a, set: {name: b}}]}]", "sweep.yaml:2:41 name: all runs of a sweep have its name; give it with --name, or as the key name of the sweep's file")]
    [InlineData("base: ring.yaml\naxes: [{zip: {loss: [hinge, hinge]}}]", "sweep.yaml:2:29 loss: hinge is there twice")]
    [InlineData("base: ring.yaml\naxes: [{zip: {loss: [hinge, hinge], training.batch: [1, 1]}}]", "sweep.yaml:2:22: two points of an axis are called 'loss=hinge, batch=1'")]
    [InlineData("base: ring.yaml\naxes: [{zip: {loss: [hinge], training.batch: [1, 2]}}]", "sweep.yaml:2:8 axes[0].zip: lists that move together are of equal length: loss 1, training.batch 2")]
    [InlineData("base: ring.yaml\naxes: [{points: [{set: {loss: hinge}}]}]", "sweep.yaml:2:18 axes[0].points[0].label: has no value; say what tables call this point")]
    [InlineData("base: ring.yaml\naxes: [{points: [{label: a}, {label: a, set: {loss: hinge}}]}]", "sweep.yaml:1:1: two points of an axis are called 'a'")]
    [InlineData("base: ring.yaml\naxes: [{grid: {loss: [hinge]}}, {grid: {loss: [minimax]}}]", "sweep.yaml:2:48: two axes set 'loss'; let one of them do it")]
    [InlineData("base: ring.yaml\naxes: [{points: [{label: a}, {label: b, set: {training.steps: 40}}]}]", "sweep.yaml:1:1: 'b' is the same experiment as 'a'; leave one of them out")]
    [InlineData("base: ring.yaml\naxes: [{points: []}]", "sweep.yaml:2:9 axes[0].points: has no point")]
    [InlineData("base: ring.yaml\naxes: [{grid: {}}]", "sweep.yaml:2:9 axes[0].grid: names no key that it sets")]
    [InlineData("base: ring.yaml\naxes: [{zip: {}}]", "sweep.yaml:2:9 axes[0].zip: names no key that it sets")]
    [InlineData("base: ring.yaml\naxes: [{random: {}, count: 2}]", "sweep.yaml:2:9 axes[0].random: names no key that it sets")]
    [InlineData("base: ring.yaml\naxes: [{grid: {training.batch: [4], loss: []}}]", "sweep.yaml:2:9 axes[0].grid: loss has no value to take")]
    [InlineData("base: ring.yaml\naxes: [{zip: {loss: []}}]", "sweep.yaml:2:9 axes[0].zip: loss has no value to take")]
    [InlineData("base: ring.yaml\naxes: [{grid: {a..b: [1]}}]", "sweep.yaml:2:23: 'a..b' is not a key of the config, for instance training.steps")]
    [InlineData("base: ring.yaml\nname: a/b", "sweep.yaml:2:7 name: 'a/b' cannot name a folder; use up to 100 letters, digits, '-', '_' and '.', beginning with a letter or digit")]
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
    [InlineData("training.steps=1..3", "--set-each training.steps: the values are a list; write training.steps=[1, …, 3] with every value; ranges are for seeds")]
    [InlineData("loss=[hinge", "--set-each: not valid YAML: while parsing a flow sequence, did not find expected ',' or ']'")]
    [InlineData("name=[aa, bb]", "--set-each name: all runs of a sweep have its name; give it with --name, or as the key name of the sweep's file")]
    public void AFaultyOptionSaysWhatIsWrong(string option, string error) => AssertFault(new SweepRequest { Config = "ring.yaml", SetEach = [option] }, error);

    [Fact]
    public void OtherFaultyOptionsSayWhatIsWrong()
    {
        AssertFault(
            new SweepRequest { Config = "ring.yaml", Set = ["name=aa"] },
            "--set name: all runs of a sweep have its name; give it with --name, or as the key name of the sweep's file");
        AssertFault(new SweepRequest { Config = "ring.yaml", SetEach = ["loss=[hinge]", "loss=[minimax]"] }, "--set-each: two axes set 'loss'; let one of them do it");
        AssertFault(
            new SweepRequest { Config = "ring.yaml", Set = ["training.batch=4", "loss=relativistic"], SetEach = ["loss=[hinge, minimax]"] },
            "--set loss: an axis sets it too, at every point: it would be without effect; leave it out");
        AssertFault(
            new SweepRequest { Config = "ring.yaml", Seeds = "0..999", SetEach = [.. new[] { "evaluation.samples", "training.batch", "prior.dimension", "training.steps" }.Select(static key => $"{key}=[{string.Join(',', Enumerable.Range(1, 200))}]")] },
            "--config: 1,600,000,000,000 runs; 100,000 are the most");
        AssertFault(new SweepRequest { Config = "ring.yaml", Seeds = "0,1,2" }, "--seeds: '0,1,2' is not a seed or a range of seeds, for instance 0..9; a list is [0,1,2]");
        AssertFault(new SweepRequest { Config = "ring.yaml", Seeds = "[0" }, "--seeds: not valid YAML: while parsing a flow sequence, did not find expected ',' or ']'");
    }

    [Fact]
    public void WholeNumbersAreDrawnWithBothEnds()
    {
        Sweep sweep = File("base: ring.yaml\naxes: [{random: {prior.dimension: {integer: [2, 5]}, seed.init: {integer: [0, 2147483647]}}, count: 200}]");

        // Each of the four gets 50 of 200 draws, and 5 standard deviations are 31.
        Assert.Equal(["2", "3", "4", "5"], sweep.Points.Select(static point => point.Settings["prior.dimension"]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.All(sweep.Points.CountBy(static point => point.Settings["prior.dimension"]), static count => Assert.InRange(count.Value, 19, 81));
    }

    [Fact]
    public void SmallRandomNumbersAreWrittenAsPeopleDo()
    {
        Sweep sweep = File("base: ring.yaml\naxes: [{random: {optimizer.generator.lr: {log-uniform: [1.145e-5, 1.1451e-5]}, optimizer.discriminator.lr: {uniform: [0.001, 0.0010001]}}, count: 1}]");

        Assert.Equal("generator.lr=1.145e-5, discriminator.lr=0.001", sweep.Points[0].Label);
    }

    [Fact]
    public void AThousandPointsAreCheckedWithinSeconds()
    {
        long start = System.Diagnostics.Stopwatch.GetTimestamp();

        Assert.Equal(1000, Load(new SweepRequest { Config = "ring.yaml", Seeds = "0..99", SetEach = ["training.batch=[1,2,3,4,5,6,7,8,9,10]"] }).Points.Count);
        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 10);
    }

    private static string[] Labels(Sweep sweep) => [.. sweep.Points.Select(static point => point.Label)];

    private void AssertErrors(string text, params string[] errors)
    {
        var exception = Assert.Throws<ConfigException>(() => File(text));

        Assert.Equal(errors, exception.Message.Split('\n').Where(static line => !line.StartsWith(' ')));
    }

    private void AssertFault(SweepRequest request, string error) => Assert.Equal(error, Assert.Throws<ConfigException>(() => Load(request)).Message);

    private Sweep File(string text)
    {
        Write("sweep.yaml", text);
        return Load(new SweepRequest { File = "sweep.yaml" });
    }

    private Sweep Load(SweepRequest request) => SweepLoader.Load(request, new ConfigFolders(_folder.FullName, _folder["shipped"]));

    private void Write(string name, string text) => System.IO.File.WriteAllText(_folder[name], text);
}
