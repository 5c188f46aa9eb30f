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

    /// <summary>Where finished runs are kept beside their folders; null for nowhere.</summary>
    public SweepRecord? Record { get; init; }

    /// <summary>The sweep's folder, made by <see cref="Run"/>.</summary>
    public SweepFolder Folder { get; private set; } = null!;

    /// <summary>Runs what is left of it.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public int Run(CancellationToken stop)
    {
        Folder = SweepFolder.Create(runsDirectory, sweep.Name, sweep.Id);
        using IDisposable claim = Folder.TryLock()
            ?? throw new UsageException($"this sweep is being run by another process just now ({Paths.Shown(Folder.Path)})");
        (SweepPlan plan, int ofOtherData) = SweepStore.Write(sweep, Folder, output.Now);
        PointStatus[] before = Standing(plan);
        PointStatus[] left = [.. before.Where(point => point.State != RunState.Completed && (RetryFailed || !point.HasFailed()))];
        var progress = new SweepProgress(before, left);
        ILauncher launcher = Launcher(Folder, quiet ? static _ => { } : Say);
        Open(before, launcher);
        Keep(before);
        if (ofOtherData > 0 && !quiet)
        {
            Say($"{RunWords.Count(ofOtherData)} earlier {(ofOtherData == 1 ? "run is" : "runs are")} left alone: what is in the data file has changed since");
        }

        SweepWatcher watcher = output.TalkTraits.IsTerminal && !quiet ? new TerminalSweepWatcher(output, Folder, progress)
            : new PlainSweepWatcher(output, Folder, progress) { OnlyFailures = quiet };
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
                    Keep(point);
                },
                stop);
        }
        finally
        {
            watcher.Close();
        }

        PointStatus[] after = Standing(plan);
        Keep(after);
        if (!waited)
        {
            return stop.IsCancellationRequested ? StopSignals.ExitCode : ExitCodes.Ok;
        }

        Close(before, after, Stopwatch.GetElapsedTime(begin).TotalSeconds);
        return stop.IsCancellationRequested ? StopSignals.ExitCode
            : Array.TrueForAll(after, static point => point.State == RunState.Completed) ? ExitCodes.Ok
            : ExitCodes.Failed;
    }

    /// <summary>How all points stand, in the folder or by the record.</summary>
    public PointStatus[] Standing(SweepPlan plan) => [.. plan.Points.Select(point => Record is null ? Folder.Status(point) : Record.Of(Folder.Status(point)))];

    private void Keep(PointStatus[] points)
    {
        if (Record is not null)
        {
            Array.ForEach(points, Record.Take);
            Record.Write();
        }
    }

    /// <summary>Keeps a run as soon as it has ended. What cannot be kept now is tried again at the end, where it counts as an error.</summary>
    private void Keep(PointStatus ended)
    {
        try
        {
            Record?.Take(ended);
            Record?.Write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            output.Warn($"not recorded yet: {exception.Message}");
        }
    }

    private void Open(PointStatus[] points, ILauncher launcher)
    {
        if (!quiet)
        {
            string earlier = Array.Exists(points, static point => point.State is not null) ? $" · so far {SweepText.Counts(points)}" : "";
            Say($"{output.PaintTalk(sweep.Name, Style.Strong)} · {SweepText.Size(points)} · {launcher.Words}{earlier}");
            Say(output.PaintTalk(Paths.Shown(Folder.Path), Style.Dim));
            if (Record is { Held: > 0 and var held })
            {
                Say($"{Paths.Shown(Record.Path)} holds {RunWords.Count(held)} of them");
            }
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
            string where = failed.Run is null && Record?.Holds(failed.Point.Index) == true ? Record.Path : Folder.LogPath(failed.Point.Index);
            Say($"{failed.Point.Words()} {output.PaintTalk(failed.State!.Value.ToString().ToLowerInvariant(), Style.Bad)} · {Paths.Shown(where)}");
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

        if (Array.TrueForAll(after, static point => point.State == RunState.Completed || point.HasFailed())
            && Array.Exists(after, static point => point.State != RunState.Failed))
        {
            Say($"compare  gan compare {(Record is null ? "" : "--record ")}{Paths.Shown(Record?.Path ?? Folder.Path)}");
        }
    }

    private void Say(string line) => output.Say(output.TalkTraits.IsTerminal ? "  " + line : line);
}
