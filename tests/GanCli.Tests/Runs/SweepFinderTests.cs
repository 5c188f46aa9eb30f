using GanCli.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.Runs;

public sealed class SweepFinderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ANameIsTheNewestSweepOfThatName()
    {
        Write("small", "0000000a", day: 1);
        Write("small", "0000000b", day: 3);
        Write("small", "0000000c", day: 2);
        Write("smaller", "0000000d", day: 4);

        Assert.Equal("0000000b", SweepFinder.Find(_folder.FullName, "small").Id);
        Assert.Equal("0000000d", SweepFinder.Find(_folder.FullName, RunFinder.Latest).Id);
        Assert.Equal("0000000c", SweepFinder.Find(_folder.FullName, "c").Id);
        var several = Assert.Throws<RunNotFoundException>(() => SweepFinder.Find(_folder.FullName, "0000"));
        Assert.Equal("'0000' names 4 sweeps; the newest are 0000000d (smaller), 0000000b (small), 0000000c (small), 0000000a (small)", several.Message);
    }

    private void Write(string name, string id, int day)
    {
        SweepFolder sweep = SweepFolder.Create(_folder.FullName, name, id);
        new SweepPlan { Name = name, Id = id, Created = DateTimeOffset.UnixEpoch, Arguments = [], Points = [] }.Write(sweep.PlanPath);
        File.SetLastWriteTimeUtc(sweep.PlanPath, new DateTime(2026, 11, day, 0, 0, 0, DateTimeKind.Utc));
    }
}
