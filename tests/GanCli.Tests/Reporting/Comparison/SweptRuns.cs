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

    /// <summary>Writes a sweep of the same name that has some of these runs: by the same choices where none are given.</summary>
    public SweepFolder Share(string id, int minutes, Range runs, string[] axes, params string[] choices)
    {
        SweepFolder sweep = SweepFolder.Create(folder, "ring", id);
        (IReadOnlyList<string> Choices, RunFolder Run)[] shared = [.. _runs.Take(runs).Select(run => (choices.Length > 0 ? choices : run.Choices, run.Run))];
        Write(sweep, SeedRun.Morning.AddMinutes(minutes), axes, shared);
        return sweep;
    }

    /// <summary>Writes the plan.</summary>
    public void Close() => Write(Sweep, SeedRun.Morning, axes, _runs);

    private static void Write(SweepFolder sweep, DateTimeOffset created, string[] axes, IReadOnlyList<(IReadOnlyList<string> Choices, RunFolder Run)> runs)
    {
        for (int i = 0; i < runs.Count; i++)
        {
            sweep.Write(i, new PointRecord { Run = runs[i].Run.FolderPart });
        }

        new SweepPlan
        {
            Name = "ring", Id = sweep.Id, Created = created, Arguments = [], Axes = axes,
            Points =
                [.. runs.Select((run, i) =>
                    new PlannedRun(i, string.Join(", ", run.Choices), new Dictionary<string, string>(StringComparer.Ordinal), run.Run.Seed!, 100) { Choices =
                        run.Choices })],
        }.Write(sweep.PlanPath);
    }
}
