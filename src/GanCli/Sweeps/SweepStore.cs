using GanCli.Engine.Config;
using GanCli.Engine.Sweeps;
using GanCli.Runs;

namespace GanCli.Sweeps;

/// <summary>Writes a sweep into its folder, where workers in other processes and on other machines find it.</summary>
internal static class SweepStore
{
    /// <summary>Writes configs and plan, over those of an earlier session of the same sweep. Points without a run take over what others of its
    /// name have made of the same experiment, as it stands: ten seeds after five make five runs, and what had failed is left alone.</summary>
    /// <returns>The plan, and how many runs of the same config are left alone, because what is in their data file has changed.</returns>
    /// <exception cref="IOException">They cannot be written.</exception>
    public static (SweepPlan Plan, int OfOtherData) Write(Sweep sweep, SweepFolder folder, DateTimeOffset now)
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

            PointRecord record = folder.Record(i);
            RunFolder? run = folder.Run(record);
            if (run is null)
            {
                alone[config] = i;
            }
            else if (!IsOfLength(RunSummary.Read(run), sweep.Points[i].Config.Training.Steps))
            {
                folder.Write(i, new PointRecord());
                alone[config] = i;
            }
        }

        int ofOtherData = 0;
        if (alone.Count > 0)
        {
            var earlier = Earlier(folder, alone).ToLookup(found => IsOfSameData(found.Run, sweep.Points[found.Point].ContentHash));
            ofOtherData = earlier[false].DistinctBy(static found => found.Run.Path, StringComparer.Ordinal).Count();
            foreach (IGrouping<int, (int Point, RunFolder Run, PointStatus Status, PointRecord Record)> same in earlier[true]
                .GroupBy(static found => found.Point))
            {
                // Complete, or at its end in another way, or the one that has come farthest; of one that failed in a sweep and went on in another, that.
                folder.Write(same.Key, same.MaxBy(static found =>
                    (found.Status.State == RunState.Completed, found.Status.State is RunState.Diverged
                        or RunState.Collapsed, found.Status.Run!.Status?.Step, !found.Status.HasFailed())).Record);
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
        return (plan, ofOtherData);
    }

    /// <summary>The runs of other sweeps of this name that points without one could take over: those that nobody is at work on.</summary>
    private static IEnumerable<(int Point, RunFolder Run, PointStatus Status, PointRecord Record)> Earlier(SweepFolder folder,
        Dictionary<string, int> points) =>
        from other in SweepFinder.All(folder.RunsDirectory)
        where string.Equals(other.Name, folder.Name, StringComparison.Ordinal) && !string.Equals(other.Id, folder.Id, StringComparison.Ordinal)
        from planned in other.Plan().Points
        let status = other.Status(planned)
        let run = status.Run
        where run is not null && IsOfLength(run, planned.Steps) && (status.State == RunState.Completed || IsIdle(other, status))
        let config = Today(other.ConfigPath(planned.Index), points)
        where config is not null && points.ContainsKey(config)
        select (points[config], RunFolder.Open(run.Path), status, other.Record(planned.Index));

    /// <summary>Whether it is still to take as many steps: somebody may have gone on with it to another length.</summary>
    private static bool IsOfLength(RunSummary run, long steps) => run.Status is null || run.Status.Steps == steps;

    /// <summary>Whether what is in its data file is what was there then.</summary>
    private static bool IsOfSameData(RunFolder run, string? content)
    {
        try
        {
            return content is null
                || (File.Exists(run.DataInfoPath) && string.Equals(DataInfo.Read(run.DataInfoPath).ContentHash, content, StringComparison.Ordinal));
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            return false;
        }
    }

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
