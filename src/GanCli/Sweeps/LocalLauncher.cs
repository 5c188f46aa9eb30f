using System.Diagnostics;
using System.Globalization;
using GanCli.Runs;
using GanCli.Terminal;

namespace GanCli.Sweeps;

/// <summary>Runs points in child processes on this machine.</summary>
/// <param name="sweep">The sweep.</param>
/// <param name="workers">How many at a time.</param>
/// <param name="failFast">After the first failure nothing more is begun, and what runs is stopped.</param>
internal sealed class LocalLauncher(SweepFolder sweep, int workers, bool failFast) : ILauncher
{
    private readonly List<Worker> _working = [];

    // Released whenever a worker ends.
    private readonly SemaphoreSlim _news = new(0);

    /// <inheritdoc/>
    public string Words => workers == 1 ? "1 worker" : string.Create(CultureInfo.InvariantCulture, $"{workers:N0} workers");

    /// <inheritdoc/>
    /// <remarks>Asked to stop, it asks every worker to, and waits: each leaves a checkpoint.</remarks>
    public bool Run(IReadOnlyList<PlannedRun> points, Action<IReadOnlyList<PlannedRun>> update, Action<PointStatus> ended, CancellationToken stop)
    {
        using var halt = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var waiting = new Queue<PlannedRun>(points);
        try
        {
            while (_working.Count > 0 || (waiting.Count > 0 && !halt.IsCancellationRequested))
            {
                while (_working.Count < workers && !halt.IsCancellationRequested && waiting.TryDequeue(out PlannedRun? next))
                {
                    // A Slurm task or somebody's own command may have it; then it is theirs.
                    if (!sweep.IsBeingWorkedOn(next.Index))
                    {
                        _working.Add(new Worker(sweep, next, _news));
                    }
                }

                if (halt.IsCancellationRequested)
                {
                    _working.ForEach(static worker => worker.Stop());
                }

                update([.. _working.Select(static worker => worker.Point)]);
                Wait(halt.Token);
                foreach (Worker worker in _working.Where(static worker => worker.HasEnded).ToList())
                {
                    _working.Remove(worker);
                    PointStatus status = worker.End(sweep);
                    worker.Dispose();
                    ended(status);
                    if (failFast && status.HasFailed())
                    {
                        halt.Cancel();
                    }
                }
            }
        }
        finally
        {
            // Only an error leads here with workers left: without their pipe they stop by themselves.
            _working.ForEach(static worker => worker.Dispose());
        }

        return true;
    }

    private void Wait(CancellationToken halt)
    {
        const int Milliseconds = 250;
        if (halt.IsCancellationRequested)
        {
            _news.Wait(Milliseconds, CancellationToken.None);
            return;
        }

        try
        {
            _news.Wait(Milliseconds, halt);
        }
        catch (OperationCanceledException)
        {
            // The loop sees it.
        }
    }

    /// <summary>A child process at work on a point.</summary>
    private sealed class Worker : IDisposable
    {
        private readonly Process _process;
        private readonly StreamWriter _log;
        private bool _stopped;

        public Worker(SweepFolder sweep, PlannedRun point, SemaphoreSlim news)
        {
            Point = point;
            _log = new StreamWriter(new FileStream(sweep.LogPath(point.Index), FileMode.Append, FileAccess.Write, FileShare.Read)) { AutoFlush = true, NewLine = "\n" };
            string[] arguments = [.. ThisProgram.Command.Skip(1), "sweep", "point", Path.GetFullPath(sweep.Path), point.Index.ToString(CultureInfo.InvariantCulture), "--attached"];
            var start = new ProcessStartInfo(ThisProgram.Command[0], arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
            _process = new Process { StartInfo = start, EnableRaisingEvents = true };
            _process.Exited += (_, _) => news.Release();
            _process.OutputDataReceived += Log;
            _process.ErrorDataReceived += Log;
            _process.Start();
            _process.BeginOutputReadLine();
            _process.BeginErrorReadLine();
        }

        public PlannedRun Point { get; }

        public bool HasEnded => _process.HasExited;

        /// <summary>Asks it to stop: its standard input ends. A signal would be its second one after a Ctrl-C, which the terminal sends to all
        /// processes in it, and the second means to leave at once, without a checkpoint.</summary>
        public void Stop()
        {
            if (!_stopped)
            {
                _stopped = true;
                _process.StandardInput.Close();
            }
        }

        /// <summary>How the point stands now that the process has ended. What it could not say itself is noted.</summary>
        public PointStatus End(SweepFolder sweep)
        {
            // Its last lines may still be on their way.
            _process.WaitForExit();
            PointStatus status = sweep.Status(Point);
            int code = _process.ExitCode;
            if (status.State is RunState.Running or RunState.Crashed || (status.State is null && !_stopped))
            {
                string how = code > ExitCodes.SignalBase
                    ? FormattableString.Invariant($"killed by signal {code - ExitCodes.SignalBase}")
                    : FormattableString.Invariant($"exit code {code}");
                sweep.Write(Point.Index, sweep.Record(Point.Index) with { Failure = $"its process ended without a word ({how})" });
                status = sweep.Status(Point);
            }

            return status;
        }

        public void Dispose()
        {
            Stop();
            _process.Dispose();
            _log.Dispose();
        }

        private void Log(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is not null)
            {
                lock (_log)
                {
                    _log.WriteLine(line.Data);
                }
            }
        }
    }
}
