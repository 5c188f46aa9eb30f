using System.Globalization;
using GanCli.Runs;

namespace GanCli.Sweeps;

/// <summary>Runs points in child processes on this machine.</summary>
/// <param name="sweep">The sweep.</param>
/// <param name="workers">How many at a time.</param>
/// <param name="failFast">After the first failure nothing more is begun, and what runs is stopped.</param>
internal sealed class LocalLauncher(SweepFolder sweep, int workers, bool failFast) : ILauncher
{
    private readonly List<LocalWorker> _workers = [];

    // Released whenever a point or a worker ends.
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
            while (_workers.Exists(static worker => worker.Point is not null) || (waiting.Count > 0 && !halt.IsCancellationRequested))
            {
                while (!halt.IsCancellationRequested && waiting.Count > 0 && Free() is { } free)
                {
                    PlannedRun next = waiting.Dequeue();

                    // A Slurm task or somebody's own command may have it; then it is theirs.
                    if (!sweep.IsBeingWorkedOn(next.Index))
                    {
                        free.Give(next);
                    }
                }

                if (halt.IsCancellationRequested)
                {
                    _workers.ForEach(static worker => worker.Stop());
                }
                else if (waiting.Count == 0)
                {
                    // The last points may take long: what has no work left gives its memory back.
                    _workers.FindAll(static worker => worker.IsIdle).ForEach(static worker => worker.Stop());
                }

                update([.. _workers.Select(static worker => worker.Point).OfType<PlannedRun>()]);
                Wait(halt.Token);
                foreach (LocalWorker worker in _workers.ToList())
                {
                    // Asked first: it may end while its point is looked at, and then has its turn in the next round.
                    bool exited = worker.HasExited;
                    if (worker.TakeEnd() is { } status)
                    {
                        ended(status);
                        if (failFast && status.HasFailed())
                        {
                            halt.Cancel();
                        }
                    }

                    if (exited)
                    {
                        _workers.Remove(worker);
                        worker.Dispose();
                    }
                }
            }

            _workers.ForEach(static worker => worker.Stop());
            _workers.ForEach(static worker => worker.WaitForExit());
        }
        finally
        {
            // After an error workers are left: without their pipe they stop by themselves.
            _workers.ForEach(static worker => worker.Dispose());
        }

        return true;
    }

    /// <summary>A worker without work: a new one while there may be more of them; null when all are busy, or about to leave.</summary>
    private LocalWorker? Free()
    {
        if (_workers.Find(static worker => worker.IsIdle) is { } idle)
        {
            return idle;
        }

        if (_workers.Count == workers)
        {
            return null;
        }

        var fresh = new LocalWorker(sweep, _news);
        _workers.Add(fresh);
        return fresh;
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
}
