using System.Diagnostics;
using GanCli.Runs;

namespace GanCli.Engine.Training.Observers;

/// <summary>Keeps <c>status.json</c> fresh, at most once a second.</summary>
public sealed class StatusObserver(RunFolder run, TrainingClock clock, string? bestMetric) : TrainingObserver
{
    private readonly RunProcess _process = RunProcess.Current();
    private readonly OrderedDictionary<string, RowValue> _metrics = new(StringComparer.Ordinal);
    private long _written;
    private Experiment? _experiment;
    private TrainingProgress? _progress;

    public override void Start(Experiment experiment, TrainingProgress progress)
    {
        (_experiment, _progress) = (experiment, progress);
        Write(RunState.Running, null);
    }

    public override void Tick(Tick tick)
    {
        foreach ((string name, RowValue value) in tick.Row)
        {
            _metrics[name] = value;
        }

        if (Stopwatch.GetElapsedTime(_written).TotalSeconds >= 1)
        {
            Write(RunState.Running, null);
        }
    }

    /// <summary>Writes how the run stands now.</summary>
    public void Write(RunState state, string? message)
    {
        BestCheckpoint? best = _progress!.Best is { } b && bestMetric is not null && b.Values.TryGetValue(bestMetric, out double value)
            ? new BestCheckpoint(b.Step, bestMetric, value)
            : null;
        new RunStatus
        {
            State = state,
            Step = _progress.Step,
            Steps = _experiment!.Config.Training.Steps,
            Process = _process,
            Updated = TimeProvider.System.GetUtcNow(),
            Seconds = clock.Seconds,
            Message = message,
            Metrics = _metrics,
            Best = best,
        }.Write(run.StatusPath);
        _written = Stopwatch.GetTimestamp();
    }
}
