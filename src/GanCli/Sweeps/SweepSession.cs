using System.Diagnostics;
using GanCli.Commands;
using GanCli.Engine.Sweeps;
using GanCli.Runs;
using GanCli.Terminal;
using GanCli.Training;

namespace GanCli.Sweeps;

/// <summary>Runs a sweep, or goes on with it, and talks about it.</summary>
internal sealed class SweepSession(Sweep sweep, string runsDirectory, Output output, bool quiet)
{
    /// <summary>Who runs it: given the folder, and how to say a line.</summary>
    public required Func<SweepFolder, Action<string>, ILauncher> Launcher { get; init; }

    /// <summary>Try runs again that failed.</summary>
    public required bool RetryFailed { get; init; }

    /// <summary>The sweep's folder, made by <see cref="Run"/>.</summary>
    public SweepFolder Folder { get; private set; } = null!;

    /// <summary>Runs what is left of it.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public int Run(CancellationToken stop)
    {
        Folder = SweepFolder.Create(runsDirectory, sweep.Name, sweep.Id);
        using IDisposable claim = Folder.TryLock() ?? throw new UsageException($"this sweep is being run by another process just now ({Paths.Shown(Folder.Path)})");
        (SweepPlan plan, int ofOtherData) = SweepStore.Write(sweep, Folder, output.Now);
        PointStatus[] before = [.. plan.Points.Select(Folder.Status)];
        PointStatus[] left = [.. before.Where(point => point.State != RunState.Completed && (RetryFailed || !point.HasFailed()))];
        var progress = new SweepProgress(before, left);
        ILauncher launcher = Launcher(Folder, quiet ? static _ => { } : Say);
        Open(before, launcher);
        if (ofOtherData > 0 && !quiet)
        {
            Say($"{RunWords.Count(ofOtherData)} earlier {(ofOtherData == 1 ? "run is" : "runs are")} left alone: what is in the data file has changed since");
        }

        SweepWatcher watcher = output.TalkTraits.IsTerminal && !quiet ? new TerminalSweepWatcher(output, Folder, progress) : new PlainSweepWatcher(output, Folder, progress) { OnlyFailures = quiet };
        long begin = Stopwatch.GetTimestamp();
        bool waited;
        try
        {
            waited = launcher.Run(
                [.. left.Select(static point => point.Point)],
                watcher.Update,
                point =>
                {
                    progress.NoteEnd(point);
                    watcher.Ended(point);
                },
                stop);
        }
        finally
        {
            watcher.Close();
        }

        if (!waited)
        {
            return stop.IsCancellationRequested ? StopSignals.ExitCode : ExitCodes.Ok;
        }

        PointStatus[] after = [.. plan.Points.Select(Folder.Status)];
        Close(before, after, Stopwatch.GetElapsedTime(begin).TotalSeconds);
        return stop.IsCancellationRequested ? StopSignals.ExitCode
            : Array.TrueForAll(after, static point => point.State == RunState.Completed) ? ExitCodes.Ok
            : ExitCodes.Failed;
    }

    private void Open(PointStatus[] points, ILauncher launcher)
    {
        if (!quiet)
        {
            string earlier = Array.Exists(points, static point => point.State is not null) ? $" · so far {SweepText.Counts(points)}" : "";
            Say($"{output.PaintTalk(sweep.Name, Style.Strong)} · {SweepText.Size(points)} · {launcher.Words}{earlier}");
            Say(output.PaintTalk(Paths.Shown(Folder.Path), Style.Dim));
        }
    }

    private void Close(PointStatus[] before, PointStatus[] after, double seconds)
    {
        if (!quiet)
        {
            Say($"{SweepText.Counts(after)} · {Display.Duration(seconds)}");
        }

        foreach (PointStatus failed in after.Where(static point => point.HasFailed()))
        {
            Say($"{failed.Point.Words()} {output.PaintTalk(failed.State!.Value.ToString().ToLowerInvariant(), Style.Bad)} · {Paths.Shown(Folder.LogPath(failed.Point.Index))}");
        }

        if (quiet)
        {
            return;
        }

        if (Array.Exists(after, static point => point.State is not RunState.Completed && !point.HasFailed()))
        {
            Say("the same command goes on from here");
        }

        if (Array.Exists(before, static point => point.HasFailed()) && !RetryFailed)
        {
            Say("what had failed before was left alone; --retry-failed tries it again");
        }

        if (Array.TrueForAll(after, static point => point.State == RunState.Completed || point.HasFailed()) && Array.Exists(after, static point => point.State != RunState.Failed))
        {
            Say($"compare  gan compare {Paths.Shown(Folder.Path)}");
        }
    }

    private void Say(string line) => output.Say(output.TalkTraits.IsTerminal ? "  " + line : line);
}
