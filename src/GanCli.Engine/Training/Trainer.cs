using GanCli.Runs;

namespace GanCli.Engine.Training;

/// <summary>The training loop: steps, and ticks at which observers speak. Runs synchronously on the calling thread.</summary>
public sealed class Trainer(Experiment experiment, TrainingProgress progress, IReadOnlyList<TrainingObserver> observers)
{
    /// <summary>Why an observer ended the run, at its last tick; null where none did.</summary>
    public (RunState State, string Why)? End { get; private set; }

    /// <summary>Whether an observer broke off the loop at its last tick, for the session to change the experiment.</summary>
    public bool BrokeOff { get; private set; }

    /// <summary>Trains up to the configured number of steps.</summary>
    /// <param name="stop">Looked at between steps.</param>
    /// <returns>True when all steps were taken; false when stopped, or when an observer ended the run (<see cref="End"/>) or broke off
    /// (<see cref="BrokeOff"/>).</returns>
    /// <exception cref="DivergedException">A loss or weight is not finite.</exception>
    public bool Run(CancellationToken stop)
    {
        foreach (TrainingObserver observer in observers)
        {
            observer.Start(experiment, progress);
        }

        while (progress.Step < experiment.Config.Training.Steps)
        {
            if (stop.IsCancellationRequested)
            {
                return false;
            }

            experiment.Step.Run(progress.Step);
            progress.Step++;
            bool due = false;
            foreach (TrainingObserver observer in observers)
            {
                observer.AfterStep(progress.Step);
                due |= observer.IsDue(progress.Step);
            }

            if (due)
            {
                Tick(isFinal: false);
                if ((End is not null || BrokeOff) && progress.Step < experiment.Config.Training.Steps)
                {
                    return false;
                }
            }
        }

        Tick(isFinal: true);
        return true;
    }

    private void Tick(bool isFinal)
    {
        var tick = new Tick(progress.Step, isFinal, experiment, progress);
        foreach (TrainingObserver observer in observers)
        {
            observer.Tick(tick);
        }

        (End, BrokeOff) = (tick.End, tick.BreaksOff);
    }
}
