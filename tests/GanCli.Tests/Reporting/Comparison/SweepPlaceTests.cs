using GanCli.Reporting.Comparison;
using GanCli.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.Reporting.Comparison;

public sealed class SweepPlaceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void GroupsAreCalledWhatTheirSweepCallsThemWhereItVaries()
    {
        new SweptRuns(_folder.FullName, "remedy", "data", "optimizer.generator.lr")
            .Add(["baseline", "ring", "lr=1"], [1, 2])
            .Add(["packing", "ring", "lr=1"], [8, 8])
            .Add(["packing", "ring", "lr=2"], [8, 7])
            .Close();
        (RunComparison comparison, IReadOnlyList<string> notes) = Compare();
        Assert.Equal(["baseline, lr=1", "packing, lr=1", "packing, lr=2"], comparison.Groups.Select(group => group.Label));
        Assert.Equal(["remedy", "optimizer.generator.lr"], comparison.Axes);
        Assert.Empty(notes);
        SettingAxes axes = Assert.IsType<SettingAxes>(SettingAxes.Of(comparison));
        Assert.Equal(("remedy", "optimizer.generator.lr"), (axes.Rows, axes.Columns));
        Assert.Equal(["baseline", "packing"], axes.RowValues);
        Assert.Equal(["1", "2"], axes.ColumnValues);
        Assert.Equal([8.0, 7.0], axes.Cells[("packing", "2")].Of(comparison.Metrics[0]).Values);

        // Of one remedy only the rate varies, and of one point nothing does.
        RunComparison packing = RunComparison.Of([.. comparison.Groups.Skip(1).SelectMany(group => group.Runs)]);
        Assert.Equal(["lr=1", "lr=2"], packing.Groups.Select(group => group.Label));
        Assert.Equal(["optimizer.generator.lr"], packing.Axes);
        Assert.Empty(RunComparison.Of(comparison.Groups[0].Runs).Axes);

        // A run that is of no sweep: all are called by their settings.
        new SeedRun { LearningRate = "7", Begun = 9 }.Write(_folder.FullName);
        Assert.Equal(["lr=1", "lr=2", "lr=3", "lr=7"], Compare().Comparison.Groups.Select(group => group.Label));
        Assert.Empty(Compare().Comparison.Axes);
    }

    // Which folder the system lists first is luck, and must not choose the baseline.
    [Theory]
    [InlineData("00000000")]
    [InlineData("ffffffff")]
    public void OfSeveralSweepsTheOneWithMostOfTheRunsPlacesThem(string other)
    {
        SweptRuns runs = new SweptRuns(_folder.FullName, "remedy", "rate").Add(["none", "low"], [1, 2]).Add(["packing", "low"], [8, 8])
            .Add(["packing", "high"], [8, 7]);
        runs.Close();
        SweepFolder some = runs.Share(other, 9, 2..4, ["of its own"], "it");
        Assert.Equal(["none, low", "packing, low", "packing, high"], Compare().Comparison.Groups.Select(group => group.Label));
        Assert.Equal("none, low", Compare().Comparison.Baseline(null)?.Label);

        // Whoever names the smaller sweep means its runs alone, which it has no others beside.
        SweepPlace place = SweepPlace.Of([.. some.Runs().Select(pair => pair.Run)], [])[Path.GetFullPath(some.Runs()[0].Run.Path)];
        Assert.Equal((other, 0), (SweepFolder.Open(place.Sweep).Id, place.Index));
        Assert.Equal(["of its own"], place.Axes);
        Assert.Equal(["it"], place.Choices);
    }

    [Theory]
    [InlineData("00000000", "renamed")]
    [InlineData("ffffffff", "renamed")]
    public void OfEqualSweepsTheNewestPlacesRuns(string other, string label)
    {
        SweptRuns runs = new SweptRuns(_folder.FullName, "remedy").Add(["none"], [1]).Add(["packing"], [8]);
        runs.Close();
        runs.Share(other, 5, .., ["remedy"], label);
        Assert.All(SweepPlace.Of([.. runs.Sweep.Runs().Select(pair => pair.Run)], []).Values, place => Assert.Equal([label], place.Choices));
    }

    // Sweeps of earlier versions call the rate of either player lr; a larger sweep of today names the player.
    [Fact]
    public void LabelsOfFinishedSweepsAreStillRead()
    {
        new SweptRuns(_folder.FullName, "remedy", "optimizer.discriminator.lr")
            .Add(["none", "lr=1"], [1, 2]).Add(["none", "lr=2"], [3, 3]).Add(["packing", "lr=1"], [4, 4]).Add(["packing", "discriminator.lr=2"], [5, 6])
            .Close();
        RunComparison comparison = Compare().Comparison;
        Assert.Equal(["none, lr=1", "none, lr=2", "packing, lr=1", "packing, discriminator.lr=2"], comparison.Groups.Select(group => group.Label));
        SettingAxes axes = Assert.IsType<SettingAxes>(SettingAxes.Of(comparison));
        Assert.Equal((2, 2), (axes.RowValues.Count, axes.ColumnValues.Count));
        Assert.Equal([5.0, 6.0], axes.Cells[("packing", "2")].Of(comparison.Metrics[0]).Values);
        Assert.Equal("packing, discriminator.lr=2", comparison.Baseline("packing, discriminator")?.Label);
    }

    [Fact]
    public void ASweepThatDoesNotTellLeavesSettings()
    {
        SweptRuns runs = new SweptRuns(_folder.FullName).Add([], [1]).Add([], [2]);
        runs.Close();
        Assert.Equal(["lr=1", "lr=2"], Compare().Comparison.Groups.Select(group => group.Label));
        File.WriteAllText(runs.Sweep.PlanPath, "{");
        (RunComparison comparison, IReadOnlyList<string> notes) = Compare();
        Assert.Equal(["lr=1", "lr=2"], comparison.Groups.Select(group => group.Label));
        Assert.StartsWith($"runs of a sweep are called by their settings: {Path.GetFullPath(runs.Sweep.PlanPath)}: ", Assert.Single(notes),
            StringComparison.Ordinal);
    }

    private (RunComparison Comparison, IReadOnlyList<string> Notes) Compare()
    {
        (IReadOnlyList<ComparedRun> runs, IReadOnlyList<string> notes) = RunComparison.Read(RunFinder.All(_folder.FullName));
        return (RunComparison.Of(runs), notes);
    }
}
