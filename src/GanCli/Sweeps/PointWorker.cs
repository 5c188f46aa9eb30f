using System.Globalization;
using GanCli.Commands;
using GanCli.Engine.Config;
using GanCli.Engine.Sessions;
using GanCli.Runs;
using GanCli.Terminal;
using GanCli.Training;

namespace GanCli.Sweeps;

/// <summary>Makes one run of a sweep, or goes on with it, in this process.</summary>
internal static class PointWorker
{
    /// <summary>Works on a point until it is done or <paramref name="stop"/> is set, and notes what became of it. A point that is complete stays
    /// as it is, so a launcher may ask twice.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static int Run(SweepFolder sweep, PlannedRun point, Output output, CancellationToken stop)
    {
        using IDisposable claim = sweep.TryLock(point.Index) ?? throw new UsageException($"{point.Words()}: another process is at work on it");
        PointStatus status = sweep.Status(point);
        if (status.State == RunState.Completed)
        {
            return ExitCodes.Ok;
        }

        // Another sweep that took it over, or somebody by hand. That is no failure of this point.
        if (status.Run is { } begun && RunFolder.Open(begun.Path).IsBeingWorkedOn())
        {
            throw new UsageException($"{point.Words()}: another process is at work on its run {begun.Id}");
        }

        try
        {
            using TrainingRun run = Begin(sweep, point, output, stop);
            sweep.Write(point.Index, new PointRecord { Run = run.Folder.FolderPart });
            return ExitCodes.Of(new TrainingSession(run, output, quiet: false).Run(stop).State);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            sweep.Write(point.Index, sweep.Record(point.Index) with { Failure = Failures.Message(e) });
            throw;
        }
    }

    private static TrainingRun Begin(SweepFolder sweep, PlannedRun point, Output output, CancellationToken stop)
    {
        Settle(sweep.Status(point));
        RunOptions options = ProgramVersion.RunOptions(sweep.RunsDirectory) with
        {
            Label = point.Label.Length > 0 ? point.Label : null,

            Preparing = new PreparationLine(output, stop),

            // This process may have been told its points otherwise.
            Arguments = ["sweep", "point", Path.GetFullPath(sweep.Path), point.Index.ToString(CultureInfo.InvariantCulture)],
        };
        return sweep.Run(sweep.Record(point.Index)) is { } run && CanContinue(run, point)
            ? TrainingRun.Resume(run, [], options, output.Warn)
            : TrainingRun.Start(ConfigLoader.Load(sweep.ConfigPath(point.Index)), options);
    }

    /// <summary>Whether the run's folder can be gone on with, from its newest checkpoint, or from the start where it has none yet. What diverged would do so
    /// again from where it stands; what was killed after its last checkpoint, but before it was evaluated, has no step left to take.</summary>
    private static bool CanContinue(RunFolder run, PlannedRun point) =>
        (run.Checkpoints() is not [.., var newest] || newest.Step < point.Steps)
        && RunSummary.Read(run).Status is not { State: RunState.Diverged or RunState.Collapsed };

    /// <summary>A run that says it is running, while nobody else holds the point or the run, ended with its machine. Only from that machine could
    /// one see that its process is gone.</summary>
    private static void Settle(PointStatus point)
    {
        if (point.Run is { Status: { State: RunState.Running } status } run)
        {
            RunFolder folder = RunFolder.Open(run.Path);
            using IDisposable? idle = folder.TryLock();
            if (idle is not null)
            {
                (status with { State = RunState.Interrupted }).Write(folder.StatusPath);
            }
        }
    }
}
