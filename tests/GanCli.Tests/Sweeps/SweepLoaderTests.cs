using GanCli.Engine.Config;
using GanCli.Engine.Losses;
using GanCli.Engine.Sweeps;

namespace GanCli.Tests.Sweeps;

public sealed class SweepLoaderTests : SweepWorkshop
{
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
                "3 loss=hinge, generator.lr=1e-3", "3 loss=hinge, generator.lr=1e-4", "3 loss={kind: alpha, alpha-d: 0.5}, generator.lr=1e-3",
                "3 loss={kind: alpha, alpha-d: 0.5}, generator.lr=1e-4",
                "4 loss=hinge, generator.lr=1e-3", "4 loss=hinge, generator.lr=1e-4", "4 loss={kind: alpha, alpha-d: 0.5}, generator.lr=1e-3",
                "4 loss={kind: alpha, alpha-d: 0.5}, generator.lr=1e-4",
            ],
            sweep.Points.Select(static point => $"{point.Config.Seed.Words} {point.Label}"));
        Assert.Equal([("loss", "hinge"), ("optimizer.generator.lr", "1e-4")], sweep.Points[1].Settings.Select(static s => (s.Key, s.Value)));
        Assert.IsType<HingeLossConfig>(sweep.Points[1].Config.Loss);
        Assert.Equal(0.5, Assert.IsType<AlphaLossConfig>(sweep.Points[3].Config.Loss).AlphaD);
        Assert.All(sweep.Points,
            static point => Assert.Equal((8, 1, false), (point.Config.Training.Batch, point.Config.Training.NumThreads, point.Config.Output.Pictures)));
    }

    // A default that some points change is one.
    [Fact]
    public void ASettingThatSomePointsChangeIsOneOfTheOthers()
    {
        Write("some.yaml", "base: ring.yaml\naxes: [{points: [{label: plain}, {label: small, set: {training.batch: 4}}]}]\n");

        Assert.Equal([("plain", 16), ("small", 4)], Load(new SweepRequest { File = "some.yaml", Set = ["training.batch=16"] }).Points
            .Select(static point => (point.Label, point.Config.Training.Batch)));
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
        string hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.IO.File.ReadAllBytes(Folder["table.csv"])));
        Assert.All(again.Points, point => Assert.Equal(hash, point.ContentHash));
    }

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
        const string Text =
            "base: ring.yaml\naxes:\n- {random: {optimizer.generator.lr: {log-uniform: [1e-5, 1e-2]}, training.batch: {choice: [8, 16, 32]}}, count: ";
        string[] few = Labels(File(Text + "5}"));
        string[] many = Labels(File(Text + "200}"));
        string[] others = Labels(File(Text + "5, seed: 1}"));

        Assert.Equal(few, many.Take(5));
        Assert.Empty(few.Intersect(others, StringComparer.Ordinal));
        double[] rates =
            [.. File(Text + "200}").Points
                .Select(static point => double.Parse(point.Settings["optimizer.generator.lr"], System.Globalization.CultureInfo.InvariantCulture))];
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
            sweep.Points
                .Select(static point =>
                    $"{point.Label}: {string.Join(' ', point.Config.Regularizers.Select(static one => Catalog.Describe(one.GetType()).Kind))}"));
        Assert.Equal("minibatch-stddev, packing", sweep.Points[3].Settings["regularizers[+]"]);
    }

    [Fact]
    public void WhatTheCommandLineAddsToAListStaysBesideWhatEveryPointAdds()
    {
        Sweep sweep = Load(new SweepRequest { Config = "ring.yaml", Set = ["regularizers[+]=r1"], SetEach = ["regularizers[+]=[packing, minibatch-stddev]"] });

        Assert.Equal(["r1 packing", "r1 minibatch-stddev"],
            sweep.Points.Select(static point => string.Join(' ', point.Config.Regularizers.Select(static one => Catalog.Describe(one.GetType()).Kind))));
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
    public void WholeNumbersAreDrawnWithBothEnds()
    {
        Sweep sweep = File("base: ring.yaml\naxes: [{random: {prior.dimension: {integer: [2, 5]}, seed.init: {integer: [0, 2147483647]}}, count: 200}]");

        // Each of the four gets 50 of 200 draws, and 5 standard deviations are 31.
        Assert.Equal(["2", "3", "4", "5"], sweep.Points.Select(static point => point.Settings["prior.dimension"]).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal));
        Assert.All(sweep.Points.CountBy(static point => point.Settings["prior.dimension"]), static count => Assert.InRange(count.Value, 19, 81));
    }

    [Fact]
    public void SmallRandomNumbersAreWrittenAsPeopleDo()
    {
        Sweep sweep =
            File("base: ring.yaml\naxes: [{random: {optimizer.generator.lr: {log-uniform: [1.145e-5, 1.1451e-5]}, optimizer.discriminator.lr: {uniform: "
                + "[0.001, 0.0010001]}}, count: 1}]");

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
}
