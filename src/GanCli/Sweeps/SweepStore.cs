using GanCli.Engine.Config;
using GanCli.Engine.Sweeps;
using GanCli.Runs;

namespace GanCli.Sweeps;

/// <summary>Writes a sweep into its folder, where workers in other processes and on other machines find it.</summary>
internal static class SweepStore
{
    /// <summary>Writes configs and plan, over those of an earlier session of the same sweep. A new sweep takes over what others of its name have
    /// finished: ten seeds after five make five runs.</summary>
    /// <exception cref="IOException">They cannot be written.</exception>
    public static SweepPlan Write(Sweep sweep, SweepFolder folder, DateTimeOffset now)
    {
        Dictionary<string, string> finished = Finished(folder);
        for (int i = 0; i < sweep.Points.Count; i++)
        {
            // The same sweep has the same configs.
            if (!File.Exists(folder.ConfigPath(i)))
            {
                string config = ConfigWriter.ToYaml(sweep.Points[i].Config);
                AtomicFile.WriteText(folder.ConfigPath(i), config);
                if (finished.TryGetValue(config, out string? run))
                {
                    folder.Write(i, new PointRecord { Run = run });
                }
            }
        }

        if (sweep.Text.Length > 0)
        {
            AtomicFile.WriteText(folder.DefinitionPath, sweep.Text);
        }

        var plan = new SweepPlan
        {
            Name = sweep.Name,
            Id = sweep.Id,
            Created = File.Exists(folder.PlanPath) ? folder.Plan().Created : now,
            Arguments = Environment.GetCommandLineArgs()[1..],
            Axes = sweep.Axes,
            Points = [.. sweep.Points.Select(Planned)],
        };
        plan.Write(folder.PlanPath);
        return plan;
    }

    /// <summary>What other sweeps of this name have finished, by its config.</summary>
    private static Dictionary<string, string> Finished(SweepFolder folder)
    {
        var runs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (SweepFolder other in SweepFinder.All(folder.RunsDirectory).Where(other => string.Equals(other.Name, folder.Name, StringComparison.Ordinal)))
        {
            foreach ((PlannedRun point, RunFolder run) in other.Runs())
            {
                if (RunSummary.Read(run).Status is { State: RunState.Completed } && File.Exists(other.ConfigPath(point.Index)))
                {
                    runs.TryAdd(File.ReadAllText(other.ConfigPath(point.Index)), run.FolderPart);
                }
            }
        }

        return runs;
    }

    private static PlannedRun Planned(SweepPoint point, int index) =>
        new(index, point.Label, point.Settings, point.Config.Seed.Words, point.Config.Training.Steps) { Choices = point.Choices };
}
