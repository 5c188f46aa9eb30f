using GanCli.Engine.Config;
using GanCli.Engine.Sweeps;
using GanCli.Runs;

namespace GanCli.Sweeps;

/// <summary>Writes a sweep into its folder, where workers in other processes and on other machines find it.</summary>
internal static class SweepStore
{
    /// <summary>Writes configs and plan, over those of an earlier session of the same sweep. Points without a run take over what others of its
    /// name have finished or begun: ten seeds after five make five runs.</summary>
    /// <exception cref="IOException">They cannot be written.</exception>
    public static SweepPlan Write(Sweep sweep, SweepFolder folder, DateTimeOffset now)
    {
        var alone = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < sweep.Points.Count; i++)
        {
            string config = ConfigWriter.ToYaml(sweep.Points[i].Config);

            // The same sweep has the same configs.
            if (!File.Exists(folder.ConfigPath(i)))
            {
                AtomicFile.WriteText(folder.ConfigPath(i), config);
            }

            if (folder.Run(folder.Record(i)) is null)
            {
                alone[config] = i;
            }
        }

        foreach ((int point, RunFolder run) in alone.Count > 0 ? Earlier(folder, alone) : [])
        {
            folder.Write(point, new PointRecord { Run = run.FolderPart });
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

    /// <summary>The runs of other sweeps of this name that points without one take over: complete, or stopped and with nobody at work on them; of
    /// several the one that has come farthest.</summary>
    private static IEnumerable<(int Point, RunFolder Run)> Earlier(SweepFolder folder, Dictionary<string, int> points) =>
        from other in SweepFinder.All(folder.RunsDirectory)
        where string.Equals(other.Name, folder.Name, StringComparison.Ordinal) && !string.Equals(other.Id, folder.Id, StringComparison.Ordinal)
        from planned in other.Plan().Points
        let status = other.Status(planned)
        where status is { State: RunState.Completed } || (status.State is not null && !status.HasFailed() && IsIdle(other, status))
        let config = Today(other.ConfigPath(planned.Index), points)
        where config is not null && points.ContainsKey(config)
        group status by points[config] into same
        select (same.Key, RunFolder.Open(same.MaxBy(static status => (status.State == RunState.Completed, status.Run!.Status!.Step))!.Run!.Path));

    /// <summary>Nobody works on it, whether for that sweep, for another that took it over, or by hand.</summary>
    private static bool IsIdle(SweepFolder sweep, PointStatus point)
    {
        using IDisposable? free = sweep.TryLock(point.Point.Index);
        using IDisposable? idle = RunFolder.Open(point.Run!.Path).TryLock();
        return free is not null && idle is not null;
    }

    /// <summary>A config as this program writes it: one that has learned an option since gives it its default value.</summary>
    /// <returns>Null for a config that it refuses.</returns>
    private static string? Today(string path, Dictionary<string, int> known)
    {
        try
        {
            string text = File.ReadAllText(path);
            return known.ContainsKey(text) ? text : ConfigWriter.ToYaml(ConfigLoader.Load(path).Config);
        }
        catch (Exception exception) when (exception is ConfigException or IOException)
        {
            return null;
        }
    }

    private static PlannedRun Planned(SweepPoint point, int index) =>
        new(index, point.Label, point.Settings, point.Config.Seed.Words, point.Config.Training.Steps) { Choices = point.Choices };
}
