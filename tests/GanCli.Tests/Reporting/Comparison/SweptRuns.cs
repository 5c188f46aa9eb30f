using GanCli.Runs;

namespace GanCli.Tests.Reporting.Comparison;

/// <summary>Made-up runs of a sweep: one setting of the learning rate for each point, so that points are different experiments.</summary>
internal sealed class SweptRuns(string folder, params string[] axes)
{
    private readonly List<(IReadOnlyList<string> Choices, RunFolder Run)> _runs = [];
    private int _points;

    /// <summary>The folder of the sweep, made by <see cref="Close"/>.</summary>
    public SweepFolder Sweep { get; } = SweepFolder.Create(folder, "ring", "0123abcd");

    /// <summary>A point with a run for each seed, from 0 on, and the modes it held.</summary>
    public SweptRuns Add(string[] choices, double[] modes, Func<SeedRun, SeedRun>? change = null)
    {
        SeedRun point = new() { LearningRate = FormattableString.Invariant($"{++_points}"), Begun = _points };
        for (int seed = 0; seed < modes.Length; seed++)
        {
            SeedRun run = point with { Seed = FormattableString.Invariant($"{seed}"), Modes = [modes[seed]], ReverseKl = 9 - modes[seed] };
            _runs.Add((choices, (change?.Invoke(run) ?? run).Write(folder)));
        }

        return this;
    }

    /// <summary>Writes the plan.</summary>
    public void Close()
    {
        for (int i = 0; i < _runs.Count; i++)
        {
            Sweep.Write(i, new PointRecord { Run = _runs[i].Run.FolderPart });
        }

        new SweepPlan
        {
            Name = "ring", Id = Sweep.Id, Created = SeedRun.Morning, Arguments = [], Axes = axes,
            Points = [.. _runs.Select((run, i) => new PlannedRun(i, string.Join(", ", run.Choices), new Dictionary<string, string>(StringComparer.Ordinal), run.Run.Seed!, 100) { Choices = run.Choices })],
        }.Write(Sweep.PlanPath);
    }
}
