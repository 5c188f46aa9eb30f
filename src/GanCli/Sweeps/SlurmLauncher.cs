using System.Globalization;
using System.Text;
using GanCli.Runs;

namespace GanCli.Sweeps;

/// <summary>Submits points to Slurm as job arrays, a task for each, and waits for them.</summary>
/// <param name="sweep">The sweep.</param>
/// <param name="options">What a job asks for.</param>
/// <param name="threads">Cores of one run.</param>
/// <param name="failFast">The first failure cancels the rest.</param>
/// <param name="say">Told which jobs were submitted.</param>
internal sealed class SlurmLauncher(SweepFolder sweep, SlurmOptions options, int threads, bool failFast, Action<string> say) : ILauncher
{
    // Below Slurm's default MaxArraySize of 1001, and a whole number of digits in the names of logs.
    private const int ArraySize = 1000;
    private const int PollSeconds = 1;
    private readonly SlurmJobs _jobs = new(sweep);

    /// <inheritdoc/>
    public string Words => options.MaxParallel is { } most ? string.Create(CultureInfo.InvariantCulture, $"Slurm, {most} at a time") : "Slurm";

    /// <inheritdoc/>
    /// <remarks>Asked to stop, it stops waiting; the jobs go on.</remarks>
    public bool Run(IReadOnlyList<PlannedRun> points, Action<IReadOnlyList<PlannedRun>> update, Action<PointStatus> ended, CancellationToken stop)
    {
        // What an earlier session submitted may still be in the queue.
        IReadOnlyDictionary<int, string?> queue = _jobs.Queue();
        DateTime begun = DateTime.UtcNow;
        Submit([.. points.Where(point => !queue.ContainsKey(point.Index))]);
        if (options.Detach)
        {
            say("gan sweep status shows how they stand; the same command without --detach waits for them");
            return false;
        }

        List<PlannedRun> waiting = [.. points];
        string told = "";
        while (waiting.Count > 0 && !stop.IsCancellationRequested)
        {
            stop.WaitHandle.WaitOne(TimeSpan.FromSeconds(PollSeconds));
            if (TryQueue() is not { } left)
            {
                continue;
            }

            foreach (PlannedRun point in waiting.Where(point => !left.ContainsKey(point.Index)).ToList())
            {
                waiting.Remove(point);
                PointStatus status = End(point, begun);
                ended(status);
                if (failFast && status.HasFailed())
                {
                    SlurmTool.Run("scancel", [.. _jobs.All.Keys]);
                }
            }

            PlannedRun[] running = [.. waiting.Where(point => left[point.Index] is null)];
            string idle = running.Length > 0 ? "" : SlurmJobs.Because(left.Values.OfType<string>());
            if (idle.Length > 0 && !string.Equals(idle, told, StringComparison.Ordinal))
            {
                say($"nothing runs yet{idle}");
            }

            told = idle;
            update(running);
        }

        if (waiting.Count > 0)
        {
            say($"the jobs go on; gan sweep status shows how they stand, scancel {string.Join(' ', _jobs.All.Keys)} stops them");
        }

        return waiting.Count == 0;
    }

    /// <summary>How a point stands whose task has left the queue. What it could not say itself is noted; a task that was cancelled before it
    /// began has no log of this session.</summary>
    private PointStatus End(PlannedRun point, DateTime begun)
    {
        PointStatus status = sweep.Status(point);
        if (status.State is RunState.Running or RunState.Crashed || (status.State is null && File.GetLastWriteTimeUtc(sweep.LogPath(point.Index)) > begun))
        {
            sweep.Write(point.Index, sweep.Record(point.Index) with { Failure = "its Slurm task ended without a word" });
            status = sweep.Status(point);
        }

        return status;
    }

    private IReadOnlyDictionary<int, string?>? TryQueue()
    {
        try
        {
            return _jobs.Queue();
        }
        catch (IOException)
        {
            // A controller that is busy or restarts answers later.
            return null;
        }
    }

    private void Submit(PlannedRun[] points)
    {
        if (points.Length == 0)
        {
            return;
        }

        AtomicFile.WriteText(sweep.SlurmScriptPath, Script());
        string? before = null;
        foreach (IGrouping<int, PlannedRun> array in points.GroupBy(static point => point.Index / ArraySize))
        {
            int first = array.Key * ArraySize;
            string number = array.Key.ToString(CultureInfo.InvariantCulture);
            string tasks = Ranges([.. array.Select(point => point.Index - first)])
                + (options.MaxParallel is { } most ? string.Create(CultureInfo.InvariantCulture, $"%{most}") : "");
            List<string> arguments = ["--parsable", "--array=" + tasks, $"--output={Path.GetFullPath(sweep.LogsDirectory)}/{number}%3a.log"];
            if (before is not null && options.MaxParallel is not null)
            {
                // The limit holds within an array.
                arguments.Add("--dependency=afterany:" + before);
            }

            before = SlurmTool.Run("sbatch", [.. arguments, sweep.SlurmScriptPath, first.ToString(CultureInfo.InvariantCulture)]).Split(';')[0];
            _jobs.Add(before, first);
            say($"submitted as job {before}, tasks {tasks}");
        }
    }

    /// <summary>The batch script. Its shell becomes gan, so the signal, which comes two minutes before the time is up, is sent to the shell (B):
    /// without that only steps begun with srun would get it, and there are none.</summary>
    private string Script()
    {
        var script = new StringBuilder("#!/bin/bash\n# Written by gan sweep. Task N runs point N + $1; one that is requeued goes on from its checkpoint.\n");
        string[] lines =
        [
            $"--job-name=gan-{sweep.Name}",
            "--ntasks=1",
            string.Create(CultureInfo.InvariantCulture, $"--cpus-per-task={threads}"),
            "--signal=B:TERM@120",
            "--requeue",
            "--open-mode=append",
            $"--chdir=\"{Environment.CurrentDirectory}\"",
            .. options.Partition is { } partition ? [$"--partition={partition}"] : Array.Empty<string>(),
            .. options.Time is { } time ? [$"--time={time}"] : Array.Empty<string>(),
            .. options.Lines,
        ];
        foreach (string line in lines)
        {
            script.Append("#SBATCH ").Append(line).Append('\n');
        }

        return script.Append("exec ").AppendJoin(' ', ThisProgram.Command.Select(Quoted))
            .Append(" sweep point ").Append(Quoted(Path.GetFullPath(sweep.Path))).Append(" $(($1 + SLURM_ARRAY_TASK_ID))")
            .Append(options.Requeue > 0 ? string.Create(CultureInfo.InvariantCulture, $" --requeue {options.Requeue}") : "").Append('\n').ToString();
    }

    /// <summary>Numbers as Slurm writes them: <c>0-3,7</c>.</summary>
    internal static string Ranges(int[] rising)
    {
        var text = new StringBuilder();
        for (int i = 0; i < rising.Length; i++)
        {
            int start = i;
            while (i + 1 < rising.Length && rising[i + 1] == rising[i] + 1)
            {
                i++;
            }

            text.Append(text.Length > 0 ? "," : "").Append(CultureInfo.InvariantCulture, $"{rising[start]}");
            if (i > start)
            {
                text.Append(CultureInfo.InvariantCulture, $"-{rising[i]}");
            }
        }

        return text.ToString();
    }

    private static string Quoted(string word) => $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
