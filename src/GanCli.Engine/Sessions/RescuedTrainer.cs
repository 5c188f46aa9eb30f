using GanCli.Engine.Training;
using GanCli.Runs;

namespace GanCli.Engine.Sessions;

/// <summary>The training loop of a run that may be rescued: between two legs the experiment is another one, and steps go on.</summary>
/// <param name="progress">Where it stands.</param>
/// <param name="observers">Asked in every leg.</param>
/// <param name="rescuer">Null: nothing is rescued.</param>
/// <param name="replaced">Receives the experiment of a new leg, whose predecessor is disposed, and what was done.</param>
internal sealed class RescuedTrainer(
    TrainingProgress progress, IReadOnlyList<TrainingObserver> observers, Rescuer? rescuer, Action<Experiment, Rescue> replaced)
{
    /// <summary>Why an observer ended the run; null where none did.</summary>
    public (RunState State, string Why)? End { get; private set; }

    /// <summary>Trains up to the configured number of steps.</summary>
    /// <param name="experiment">Its parts as they are.</param>
    /// <param name="stop">Looked at between steps.</param>
    /// <returns>True when all steps were taken; false when stopped, or when an observer ended the run: <see cref="End"/>.</returns>
    /// <exception cref="DivergedException">A loss or weight is not finite.</exception>
    public bool Run(Experiment experiment, CancellationToken stop)
    {
        while (true)
        {
            // Also before the first step: a run that was killed at a rescue comes back without it.
            if (rescuer?.Due(experiment, progress) is { } proposal)
            {
                experiment = rescuer.Apply(experiment, progress, proposal);
                replaced(experiment, progress.Rescued!.Done[^1]);
            }

            var trainer = new Trainer(experiment, progress, observers);
            bool completed = trainer.Run(stop);
            End = trainer.End;
            if (!trainer.BrokeOff)
            {
                return completed;
            }
        }
    }
}
