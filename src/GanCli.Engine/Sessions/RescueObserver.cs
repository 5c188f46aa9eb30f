using GanCli.Engine.Training;
using GanCli.Engine.Watch;
using GanCli.Engine.Watch.Remedies;
using GanCli.Runs;

namespace GanCli.Engine.Sessions;

/// <summary>Keeps the state of the newest healthy look, and breaks off the loop when a rescue is due. To be asked after the watch.</summary>
internal sealed class RescueObserver(RunFolder folder, Rescuer rescuer, TrainingClock clock) : TrainingObserver
{
    // The word outlives the looks that it was said for, and a single look may be luck: both would be kept as the way back into collapse.
    private const int Looks = 2;

    public override void Tick(Tick tick)
    {
        if (tick.IsFinal || tick.Progress.Watched is not { } history || history.Recent is not [.., var last] || last.Step != tick.Step)
        {
            return;
        }

        if (history.Runs.TryGetValue(WatchWord.Healthy, out WatchedRun healthy) && healthy.Looks >= Looks)
        {
            tick.Progress.Rescued = (tick.Progress.Rescued ?? new RescueHistory()) with { Healthy = tick.Step };
            CheckpointStore.Save(folder.HealthyCheckpointPath, tick.Experiment, tick.Progress, clock.Seconds);
        }
        else if (tick.End?.State != RunState.Diverged && rescuer.Due(tick.Experiment, tick.Progress) is not null)
        {
            (tick.BreaksOff, tick.End) = (true, null);
        }
    }
}
