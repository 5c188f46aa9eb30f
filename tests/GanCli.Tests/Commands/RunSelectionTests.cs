using GanCli.Commands;
using GanCli.Runs;
using GanCli.Tests.Reporting.Comparison;

namespace GanCli.Tests.Commands;

public sealed class RunSelectionTests : ComparedRuns
{
    [Fact]
    public void RunsAreNamedInManyWays()
    {
        RunFolder[] runs =
            [new SeedRun { Name = "a" }.Write(Folder.FullName), new SeedRun { Name = "b", Seed = "1" }.Write(Folder["deep/sweep"]),
                new SeedRun { Name = "b", Seed = "2" }.Write(Folder["deep/sweep"])];
        Assert.Equal(Paths(runs), Find());
        Assert.Equal(Paths(runs[0]), Find("a"));
        Assert.Equal(Paths(runs[0]), Find(runs[0].Id));
        Assert.Equal(Paths(runs[0]), Find(runs[0].Path, "a", "latest"));
        Assert.Equal(Paths(runs[1..]), Find("deep"));
        Assert.Equal(Paths(runs[1..]), Find("deep/sweep/b"));
        Assert.Equal(Paths(runs[1..]), Find(Folder["deep"]));
        Assert.Equal(Paths(runs[2]), Find(Folder["deep/sw*/b/*-s2-*"]));
        Assert.Equal(Paths(runs[0]), Find("a/*"));
        Assert.Equal("no run matches 'zz*', neither as a folder nor among the names in "
            + Folder.FullName, Assert.Throws<RunNotFoundException>(() => Find("zz*")).Message);
        Assert.StartsWith("no run 'zz' in ", Assert.Throws<RunNotFoundException>(() => Find("zz")).Message, StringComparison.Ordinal);
        Assert.Throws<RunNotFoundException>(() => RunSelection.Find(Folder["nothing"], []));

        // A sweep lies beside its runs, and not all that lie there are its own.
        SweepFolder sweep = SweepFolder.Create(Folder["deep/sweep"], "b", "1d909940");
        new SweepPlan { Name = "b", Id = sweep.Id, Created =
            SeedRun.Morning, Arguments = [], Points = [new PlannedRun(0, "hinge", new Dictionary<string, string>(), "2", 100)] }.Write(sweep.PlanPath);
        sweep.Write(0, new PointRecord { Run = runs[2].FolderPart });
        Assert.Equal(Paths(runs[2]), Find(sweep.Path));
        Assert.Equal(Paths(runs[2]), Find(Folder["deep/*/b/sweep-*"]));
        Assert.Equal(Paths(runs[2]), Paths([.. RunSelection.Find(Folder["deep/sweep"], ["1d909940"])]));
        Assert.Equal(Paths(runs[2]), Paths([.. RunSelection.Find(Folder["deep/sweep"], ["b/sweep-1d909940"])]));
        Assert.Equal(Paths(runs), Find());

        string[] Find(params string[] words) => Paths([.. RunSelection.Find(Folder.FullName, words)]);
        static string[] Paths(params RunFolder[] folders) => [.. folders.Select(run => Path.GetFullPath(run.Path)).Order(StringComparer.Ordinal)];
    }
}
