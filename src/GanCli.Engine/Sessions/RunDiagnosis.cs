using GanCli.Engine.Config;
using GanCli.Engine.Training;
using GanCli.Engine.Watch.Remedies;
using GanCli.Runs;

namespace GanCli.Engine.Sessions;

/// <summary>What is wrong with a run, why, and what to change: from its status and its newest checkpoint.</summary>
/// <param name="Verdict">What the watch says.</param>
/// <param name="Causes">Why part of the data is left out, and what to change; null where the watch finds no collapse.</param>
/// <param name="Rescues">What was done already.</param>
/// <param name="Step">The step of the checkpoint that tells.</param>
public sealed record RunDiagnosis(WatchVerdict Verdict, CollapseDiagnosis? Causes, IReadOnlyList<Rescue> Rescues, long Step)
{
    /// <summary>Reads a run, which may go on meanwhile.</summary>
    /// <exception cref="RunNotFoundException">It has no verdict, or no checkpoint that knows the looks.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public static RunDiagnosis Of(RunFolder folder)
    {
        RunStatus? status = File.Exists(folder.StatusPath) ? RunStatus.Read(folder.StatusPath).Effective() : null;
        WatchVerdict verdict = status?.Watch
            ?? throw new RunNotFoundException($"{folder.Id} has no verdict: its watch was off, or has not looked yet; judge it with: gan eval {folder.Id}");
        if (folder.Checkpoints() is not [.., var newest])
        {
            string why = status.State switch
            {
                RunState.Diverged => $"{status.Message}: smaller learning rates, or a penalty on D's gradient",
                RunState.Running => "it has none yet",
                _ => $"go on with it first: gan train --resume {folder.Id}",
            };
            throw new RunNotFoundException($"{folder.Id} has no checkpoint, which a diagnosis reads; {why}");
        }

        using Checkpoint checkpoint = Checkpoint.Open(newest.Path);
        IReadOnlyList<Rescue> rescues = checkpoint.Rescued?.Done ?? [];
        if (!verdict.All.Any(WatchText.IsCollapse))
        {
            return new RunDiagnosis(verdict, null, rescues, checkpoint.Step);
        }

        ExperimentConfig config = ConfigLoader.FromJson(checkpoint.ConfigJson, checkpoint.FilePath);
        // The changes are for a new run; what a rescue would do here depends on the step.
        CollapseDiagnosis causes = CollapseDiagnosis.Of(
            config, checkpoint.Watched ?? new(), 0, rescues.Select(static rescue => rescue.Treatment), Fits);
        return new RunDiagnosis(verdict, causes, rescues, checkpoint.Step);
    }

    // Where the data are gone, what only they would tell is left open.
    private static bool Fits(ExperimentConfig changed)
    {
        try
        {
            Blueprint blueprint = Blueprint.Of(changed);
            return blueprint.Fits;
        }
        catch (UnfitNetworksException)
        {
            return false;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}
