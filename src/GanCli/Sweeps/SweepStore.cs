using GanCli.Engine.Config;
using GanCli.Engine.Sweeps;
using GanCli.Runs;

namespace GanCli.Sweeps;

/// <summary>Writes a sweep into its folder, where workers in other processes and on other machines find it.</summary>
internal static class SweepStore
{
    /// <summary>Writes configs and plan, over those of an earlier session of the same sweep.</summary>
    /// <exception cref="IOException">They cannot be written.</exception>
    public static SweepPlan Write(Sweep sweep, SweepFolder folder, DateTimeOffset now)
    {
        for (int i = 0; i < sweep.Points.Count; i++)
        {
            // The same sweep has the same configs.
            if (!File.Exists(folder.ConfigPath(i)))
            {
                AtomicFile.WriteText(folder.ConfigPath(i), ConfigWriter.ToYaml(sweep.Points[i].Config));
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
            Points = [.. sweep.Points.Select(Planned)],
        };
        plan.Write(folder.PlanPath);
        return plan;
    }

    private static PlannedRun Planned(SweepPoint point, int index) =>
        new(index, point.Label, point.Settings, point.Config.Seed.Words, point.Config.Training.Steps);
}
