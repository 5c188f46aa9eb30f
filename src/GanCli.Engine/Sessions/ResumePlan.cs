using System.Text.Json;
using GanCli.Engine.Config;
using GanCli.Engine.Schedules;
using GanCli.Engine.Training;
using GanCli.Runs;
using static System.FormattableString;

namespace GanCli.Engine.Sessions;

/// <summary>A run cannot be continued as asked.</summary>
public sealed class ResumeException(string message) : Exception(message);

/// <summary>What it takes to go on with a run, checked before anything is touched.</summary>
/// <param name="Blueprint">The experiment, with the changes and with what rescues have changed.</param>
/// <param name="Loaded">The config that was asked for, with the changes.</param>
/// <param name="Checkpoint">Where it goes on; to be disposed by the caller. Null where the run ended before its first: it starts again at step 0.</param>
/// <param name="Damaged">Newer checkpoints that cannot be read.</param>
/// <param name="MeasuresAlike">It is evaluated as before.</param>
internal sealed record ResumePlan(Blueprint Blueprint, LoadedConfig Loaded, Checkpoint? Checkpoint, IReadOnlyList<string> Damaged, bool MeasuresAlike)
{
    private const string Steps = "training.steps";
    private const string DataPath = "data.path";

    /// <exception cref="InvalidDataException">No checkpoint can be read.</exception>
    /// <exception cref="ResumeException">It is still running, complete, ended before its config was written, or a change would make it another run.</exception>
    public static ResumePlan Of(RunFolder folder, IEnumerable<ConfigOverride> overrides, Action<string> warn)
    {
        RequireIdle(folder);
        var damaged = new List<string>();
        Checkpoint? checkpoint = Newest(folder, damaged, warn);
        try
        {
            string resolved = File.ReadAllText(folder.ResolvedJsonPath);
            IReadOnlyList<Rescue> rescues = checkpoint?.Rescued?.Done ?? [];
            ExperimentConfig old = checkpoint is null || rescues.Count > 0
                ? ConfigLoader.FromJson(resolved, folder.ResolvedJsonPath)
                : ConfigLoader.FromJson(checkpoint.ConfigJson, checkpoint.FilePath);
            LoadedConfig loaded = ConfigLoader.LoadJson(resolved, folder.ResolvedJsonPath, overrides);
            CheckChanges(folder, checkpoint?.Step ?? 0, old, loaded.Config);
            var file = new DataFile(folder.Id, folder.Path, checkpoint is null ? Described(folder) : checkpoint.Data.ContentHash);
            loaded = loaded with { Config = file.Locate(loaded.Config, overrides.Any(static change => change.Path is DataPath), warn) };
            Blueprint blueprint = Blueprint.Of(Rescued(loaded, rescues));
            if (checkpoint is not null || IsDescribed(folder))
            {
                file.Check(blueprint);
            }

            bool measuresAlike = JsonElement.DeepEquals(Evaluation(resolved), Evaluation(ConfigWriter.ToJson(loaded.Config)));
            return new ResumePlan(blueprint, loaded, checkpoint, damaged, measuresAlike);
        }
        catch
        {
            checkpoint?.Dispose();
            throw;
        }
    }

    // What rescues changed they changed one after another, and after everything else.
    private static LoadedConfig Rescued(LoadedConfig loaded, IReadOnlyList<Rescue> rescues) => rescues.Count == 0 ? loaded
        : ConfigLoader.LoadJson(
            ConfigWriter.ToJson(loaded.Config), loaded.Path, rescues.SelectMany(static rescue => rescue.Changes).Select(ConfigOverride.Set));

    /// <exception cref="ResumeException">It is still running.</exception>
    public static void RequireIdle(RunFolder folder)
    {
        // There is none yet when a run was killed before its first step.
        if (File.Exists(folder.StatusPath) && RunStatus.Read(folder.StatusPath).Effective() is { State: RunState.Running } status)
        {
            throw new ResumeException(Invariant($"{folder.Id} is still running (process {status.Process.Id} on {status.Process.Host}); stop it first"));
        }
    }

    private static JsonElement Evaluation(string json) => ResolvedConfig.Parse(json).Get("evaluation") ?? default;

    /// <summary>Hash of the data that a run without a checkpoint began with; null where it was killed before that was noted.</summary>
    private static string? Described(RunFolder folder) => IsDescribed(folder) ? DataInfo.Read(folder.DataInfoPath).ContentHash : null;

    private static bool IsDescribed(RunFolder folder) => File.Exists(folder.DataInfoPath);

    private static Checkpoint? Newest(RunFolder folder, List<string> damaged, Action<string> warn)
    {
        foreach (StepFile file in folder.Checkpoints().Reverse())
        {
            try
            {
                return Checkpoint.Open(file.Path);
            }
            catch (InvalidDataException e)
            {
                warn($"{e.Message}; trying the checkpoint before it");
                damaged.Add(file.Path);
            }
        }

        if (damaged.Count > 0)
        {
            throw new InvalidDataException($"{folder.Id} has no checkpoint that can be read; start it again");
        }

        if (!File.Exists(folder.ResolvedJsonPath))
        {
            throw new ResumeException($"{folder.Id} has neither a checkpoint nor {folder.ResolvedJsonPath} to start again from; start a new run");
        }

        if (File.Exists(folder.StatusPath) && RunStatus.Read(folder.StatusPath).State == RunState.Diverged)
        {
            throw new ResumeException($"{folder.Id} diverged before its first checkpoint and would do so again; start a new run with other settings");
        }

        warn($"{folder.Id} has no checkpoint yet: it starts again in its folder, at step 0");
        return null;
    }

    private static void CheckChanges(RunFolder folder, long reached, ExperimentConfig old, ExperimentConfig config)
    {
        (long before, long steps) = (old.Training.Steps, config.Training.Steps);
        if (steps <= reached)
        {
            string? over = Schedules(old, "").Where(of => of.Path.StartsWith("optimizer.", StringComparison.Ordinal) && of.Schedule.At(before, before) == 0)
                .Select(static of => of.Path).FirstOrDefault();
            throw new ResumeException(steps != before ? Invariant($"{Steps}={steps} is not beyond step {reached:N0}, which {folder.Id} has reached")
                : over is not null ? Invariant($"{folder.Id} has already taken all its {reached:N0} steps, and {over} ends at 0: with more steps that player ")
                    + Invariant($"would learn nothing; start a new run with --set {Steps}={2 * reached}")
                : Invariant(
                    $"{folder.Id} has already taken all its {reached:N0} steps; to train longer: --set {Steps}={2 * reached}{Ends(Open(old), before)}"));
        }

        // Where a file lies is no part of the experiment; what it holds is compared when it is read. Schedules are compared by their values.
        var schedules = Schedules(old, "").ToDictionary(static s => s.Path, static s => s.Schedule, StringComparer.Ordinal);
        var changes = ConfigDiff.TrainingDifferences(old, config)
            .Where(c => c.Path is not (DataPath or Steps) && !ConfigPath.Upwards(c.Path).Any(schedules.ContainsKey));
        if (changes.FirstOrDefault() is { } change)
        {
            throw new ResumeException(
                $"{change.Path} cannot change when a run is continued ({change.Old} → {change.New}): it would be another run; start a new one");
        }

        List<string> moved = [.. from now in Schedules(config, "")
                                 where schedules.TryGetValue(now.Path, out ScheduleConfig? was) && Differs(was, before, now.Schedule, steps, reached)
                                 select now.Path];
        if (moved.Count > 0)
        {
            var open = Open(old).Where(path => moved.Exists(schedule => path.StartsWith(schedule + ".", StringComparison.Ordinal))).ToList();
            throw new ResumeException(steps != before && open.Count == moved.Count
                ? $"{Steps} cannot change when {folder.Id} is continued: {moved[0]} follows a schedule over all steps, "
                    + $"which would have been another one; keep its end:{Ends(open, before)}"
                : Invariant($"{moved[0]} would have been another one in the {reached:N0} steps that {folder.Id} has taken; ")
                    + "let it differ from then on only, or start a new run");
        }
    }

    /// <summary>The keys that give schedules an end which have none of their own.</summary>
    private static IEnumerable<string> Open(ExperimentConfig config) =>
        Schedules(config, "").Where(static s => s.Schedule.EndKey is not null).Select(static s => $"{s.Path}.{s.Schedule.EndKey}");

    private static string Ends(IEnumerable<string> keys, long end) => string.Concat(keys.Select(key => Invariant($" --set {key}={end}")));

    private static bool Differs(ScheduleConfig was, long before, ScheduleConfig now, long steps, long reached)
    {
        for (long step = 0; step < reached; step++)
        {
            if (was.At(step, before) != now.At(step, steps))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<(string Path, ScheduleConfig Schedule)> Schedules(object? value, string path)
    {
        switch (value)
        {
            case ScheduleConfig schedule:
                yield return (path, schedule);
                break;
            case ConfigSection section:
                foreach (var property in section.GetType().GetProperties().Where(static p => p.IsDefined(typeof(OptionAttribute), inherit: true)))
                {
                    string key = KebabCase.Of(property.Name);
                    foreach (var found in Schedules(property.GetValue(section), path.Length == 0 ? key : $"{path}.{key}"))
                    {
                        yield return found;
                    }
                }

                break;
            case IEnumerable<ConfigSection> list:
                int index = 0;
                foreach (ConfigSection item in list)
                {
                    foreach (var found in Schedules(item, Invariant($"{path}[{index}]")))
                    {
                        yield return found;
                    }

                    index++;
                }

                break;
        }
    }
}
