using GanCli.Engine.Training;
using GanCli.Runs;

namespace GanCli.Engine.Sessions;

/// <summary>Saves checkpoints: every so many steps, at the end, and whenever an evaluation is the best so far. Weights that are not finite
/// are never saved: the last good checkpoint stays.</summary>
public sealed class CheckpointObserver(RunFolder run, long every, int keep, TrainingClock clock, Action beforeSaving) : TrainingObserver
{
    private long _saved = -1;

    public override bool IsDue(long step) => step % every == 0;

    public override void Tick(Tick tick)
    {
        if (tick.IsBest)
        {
            CheckpointStore.Save(run.BestCheckpointPath, tick.Experiment, tick.Progress, clock.Seconds);
        }

        if (tick.IsFinal || IsDue(tick.Step))
        {
            Save(tick.Experiment, tick.Progress);
        }
    }

    /// <summary>Saves the state as it is between two steps, unless that was just done.</summary>
    /// <exception cref="DivergedException">A weight is not finite.</exception>
    public void Save(Experiment experiment, TrainingProgress progress)
    {
        if (progress.Step == _saved)
        {
            return;
        }

        experiment.RequireFinite(progress.Step);
        beforeSaving();
        CheckpointStore.Save(run.CheckpointPath(progress.Step), experiment, progress, clock.Seconds);
        _saved = progress.Step;
        foreach (StepFile old in run.Checkpoints().SkipLast(keep))
        {
            File.Delete(old.Path);
        }
    }
}
