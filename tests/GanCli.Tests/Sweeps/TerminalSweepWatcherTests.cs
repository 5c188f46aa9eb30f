using GanCli.Runs;
using GanCli.Sweeps;
using GanCli.Terminal;
using GanCli.Tests.Support;

namespace GanCli.Tests.Sweeps;

public sealed class TerminalSweepWatcherTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(6, 4, new[] { "  seed 0  starting", "  seed 1  starting", "  seed 2  starting", "  seed 3  starting" })]
    [InlineData(6, 7, new[] { "  seed 0  starting", "  seed 1  starting", "  seed 2  starting", "  and 4 more" })]
    [InlineData(50, 64, null)]
    [InlineData(2, 7, new[] { "  and 7 more" })]
    public void TheLinesFitTheScreenWithTheCursorBelow(int height, int workers, string[]? expected)
    {
        var output = new RecordedOutput(new StreamTraits(IsTerminal: true, HasColour: false, 80, height));
        Watcher(output).Update(Points(workers));

        string[] lines = output.Talk.Split('\n')[..^1];
        Assert.InRange(lines.Length, 1, Math.Max(2, height - 1));
        Assert.EndsWith("0 of 64 runs", lines[^1], StringComparison.Ordinal);
        Assert.Equal(expected ?? [.. Enumerable.Range(0, 47).Select(static seed => $"  seed {seed}  starting"), "  and 17 more"], lines[..^1]);
    }

    [Fact]
    public void LinesThatANarrowerTerminalHasBrokenAreTakenAway()
    {
        int width = 80;
        var output = new RecordedOutput(() => new StreamTraits(IsTerminal: true, HasColour: true, width, 24));
        TerminalSweepWatcher watcher = Watcher(output);
        watcher.Update(Points(2));
        string first = output.Talk;

        // Of 18, 18 and 56 characters: "  ", a bar of 40 and "  0 of 64 runs" in the last, whose colours take no room.
        width = 17;
        watcher.Close();

        Assert.Equal(string.Concat(Enumerable.Repeat("\e[1A\e[2K", 8)), output.Talk[first.Length..]);
    }

    private static PlannedRun[] Points(int count) =>
        [.. Enumerable.Range(0, count)
            .Select(static i => new PlannedRun(i, "", new Dictionary<string, string>(StringComparer.Ordinal), FormattableString.Invariant($"{i}"), 100))];

    private TerminalSweepWatcher Watcher(RecordedOutput output)
    {
        PointStatus[] points = [.. Points(64).Select(static point => new PointStatus(point, null, null, null))];
        return new TerminalSweepWatcher(output.Output, SweepFolder.Create(_folder.FullName, "ring", "0000000a"), new SweepProgress(points, points));
    }
}
