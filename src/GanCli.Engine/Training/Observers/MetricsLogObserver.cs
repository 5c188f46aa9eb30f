using GanCli.Runs;

namespace GanCli.Engine.Training.Observers;

/// <summary>Writes the row that the observers before it filled.</summary>
public sealed class MetricsLogObserver(RunFolder run, TrainingClock clock) : TrainingObserver, IDisposable
{
    private readonly MetricsLog _log = new(run.MetricsPath);

    public override void Tick(Tick tick)
    {
        if (tick.Row.Count == 0)
        {
            return;
        }

        tick.Row.Insert(0, "seconds", clock.Seconds);
        tick.Row.Insert(1, "steps-per-second", clock.StepsPerSecond(tick.Step));
        _log.Append(tick.Step, tick.Row, tick.IsFinal);
    }

    /// <summary>Waits until all rows are on the disk.</summary>
    public void Flush() => _log.Flush();

    public void Dispose() => _log.Dispose();
}
