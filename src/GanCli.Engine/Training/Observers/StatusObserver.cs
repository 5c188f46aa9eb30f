using System.Diagnostics;
using GanCli.Runs;

namespace GanCli.Engine.Training.Observers;

/// <summary>Keeps <c>status.json</c> fresh, at most once a second.</summary>
/// <param name="run">The run.</param>
/// <param name="clock">Its time.</param>
/// <param name="progress">Where it stands.</param>
/// <param name="steps">Steps in all.</param>
/// <param name="bestMetric">The value by which the best checkpoint is chosen, or null.</param>
/// <param name="latest">The newest values.</param>
public sealed class StatusObserver(
    RunFolder run, TrainingClock clock, TrainingProgress progress, long steps, string? bestMetric, IReadOnlyDictionary<string, RowValue> latest)
        : TrainingObserver
{
    private readonly RunProcess _process = RunProcess.Current();
    private long _written;

    public override void Start(Experiment experiment, TrainingProgress progress) => Write(RunState.Running, null);

    public override void Tick(Tick tick)
    {
        if (Stopwatch.GetElapsedTime(_written).TotalSeconds >= 1)
        {
            Write(RunState.Running, null);
        }
    }

    /// <summary>Writes how the run stands now.</summary>
    public void Write(RunState state, string? message)
    {
        BestCheckpoint? best = progress.Best is { } b && bestMetric is not null && b.Values.TryGetValue(bestMetric, out double value)
            ? new BestCheckpoint(b.Step, bestMetric, value)
            : null;
        new RunStatus
        {
            State = state,
            Step = progress.Step,
            Steps = steps,
            Process = _process,
            Updated = TimeProvider.System.GetUtcNow(),
            Seconds = clock.Seconds,
            Message = message,
            Metrics = latest,
            Best = best,
            Watch = progress.Verdict,
        }.Write(run.StatusPath);
        _written = Stopwatch.GetTimestamp();
    }
}
