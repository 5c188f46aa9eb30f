using GanCli.Engine.Config;
using GanCli.Engine.Training;
using GanCli.Engine.Watch;
using GanCli.Engine.Watch.Remedies;
using GanCli.Runs;

namespace GanCli.Engine.Sessions;

/// <summary>Rescues a run: when its watch finds it stuck, it goes back to the state of the last healthy look, or to first weights, with the settings that a
/// diagnosis proposes.</summary>
/// <remarks>When, and with what, is a function of <see cref="TrainingProgress"/> and of the config alone. A run that was killed around a rescue, and resumed
/// from a checkpoint before it, is therefore rescued again in the same way.</remarks>
/// <param name="folder">Where the healthy state is kept.</param>
/// <param name="config">What is allowed.</param>
/// <param name="watch">Tells when a run is stuck.</param>
internal sealed class Rescuer(RunFolder folder, RescueConfig config, CollapseWatch watch)
{
    // With less of the run left than that, what was begun would not be learned any more.
    private const double LeastLeft = 0.25;

    /// <summary>What to do now; null where nothing is to be done, or nothing is left that could be.</summary>
    /// <param name="experiment">As it is.</param>
    /// <param name="progress">Where it stands.</param>
    public Proposal? Due(Experiment experiment, TrainingProgress progress)
    {
        IReadOnlyList<Rescue> done = progress.Rescued?.Done ?? [];
        return progress.Watched is { Looks: > 0 } history && done.Count < config.Times && IsInTime(progress.Step, experiment.Config.Training.Steps)
            && watch.IsStuck(history) ? Proposed(experiment, progress.Step, Diagnosed(experiment, progress), done) : null;
    }

    /// <summary>An experiment in the state of the last healthy look, with a proposal's settings; the progress goes on from where it was.</summary>
    /// <param name="experiment">As it was; disposed.</param>
    /// <param name="progress">Where it stands; gets the rescue, and forgets the looks before it.</param>
    /// <param name="proposal">From <see cref="Due"/>.</param>
    public Experiment Apply(Experiment experiment, TrainingProgress progress, Proposal proposal)
    {
        CollapseDiagnosis diagnosis = Diagnosed(experiment, progress);
        var next = new Experiment(BlueprintOf(experiment, proposal.Config), experiment.Device);
        long from = 0;
        if (progress.Rescued?.Healthy is { } healthy && File.Exists(folder.HealthyCheckpointPath))
        {
            using var checkpoint = Checkpoint.Open(folder.HealthyCheckpointPath);

            // Another step's state would make another run than the one that was interrupted.
            from = checkpoint.Step == healthy && CheckpointStore.Adopt(checkpoint, next) ? healthy : 0;
        }

        experiment.Dispose();
        var rescue = new Rescue(progress.Step, from, CauseText.Word(diagnosis.Cause), proposal.Treatment, proposal.Text, proposal.Changes);
        progress.Rescued = (progress.Rescued ?? new RescueHistory()) with { Done = [.. progress.Rescued?.Done ?? [], rescue] };
        progress.Watched = null;
        return next;
    }

    private static bool IsInTime(long step, long steps) => steps - step >= LeastLeft * steps;

    private static CollapseDiagnosis Diagnosed(Experiment experiment, TrainingProgress progress) => CollapseDiagnosis.Of(
        experiment.Config, progress.Watched!, progress.Step, (progress.Rescued?.Done ?? []).Select(static rescue => rescue.Treatment),
        changed => Fits(experiment, changed));

    private Proposal? Proposed(Experiment experiment, long step, CollapseDiagnosis diagnosis, IReadOnlyList<Rescue> done) => config.Treatments is null
        ? diagnosis.Proposals.FirstOrDefault()
        : config.Treatments.Where(name => done.All(rescue => !string.Equals(rescue.Treatment, name, StringComparison.Ordinal)))
            .Select(name => CollapseDiagnosis.Proposed(Treatments.Find(name)!, experiment.Config, step, diagnosis.Cause, changed => Fits(experiment, changed)))
            .FirstOrDefault(static proposal => proposal is not null);

    private static bool Fits(Experiment experiment, ExperimentConfig changed)
    {
        try
        {
            return BlueprintOf(experiment, changed).Fits;
        }
        catch (UnfitNetworksException)
        {
            return false;
        }
    }

    private static Blueprint BlueprintOf(Experiment experiment, ExperimentConfig changed) =>
        Blueprint.Of(changed, new Substitutes { Data = experiment.Blueprint.Data });
}
