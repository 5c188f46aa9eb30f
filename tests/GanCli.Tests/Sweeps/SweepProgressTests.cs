using GanCli.Runs;
using GanCli.Sweeps;

namespace GanCli.Tests.Sweeps;

public sealed class SweepProgressTests
{
    [Fact]
    public void WhatIsTriedAgainCountsAsWorkToDo()
    {
        PointStatus[] points = [Status(0, RunState.Completed), Status(1, RunState.Diverged), Status(2, RunState.Failed), Status(3, null)];

        var again = new SweepProgress(points, points[1..]);
        Assert.Equal((1, 0, 0.25), (again.Ended, again.Failed, again.Share));
        Assert.Null(again.SecondsLeft());

        again.NoteEnd(Status(1, RunState.Completed));
        Assert.Equal((2, 0, 0.5), (again.Ended, again.Failed, again.Share));
        // Two points are left, and one was done since the beginning.
        double before = again.SecondsLeft()!.Value;
        Assert.InRange(before, 0, 60);

        var asItIs = new SweepProgress(points, points[3..]);
        Assert.Equal((3, 2, 0.75), (asItIs.Ended, asItIs.Failed, asItIs.Share));
    }

    private static PointStatus Status(int index, RunState? state) =>
        new(new PlannedRun(index, "", new Dictionary<string, string>(StringComparer.Ordinal), "0", 100), state, null, null);
}
