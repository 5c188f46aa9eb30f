using GanCli.Runs;

namespace GanCli.Reporting.Comparison;

/// <summary>Where a run stands in the sweep that made it.</summary>
/// <param name="Sweep">The sweep's folder.</param>
/// <param name="Index">The point's number.</param>
/// <param name="Axes">What the sweep's axes are called; none where it has none, or does not tell.</param>
/// <param name="Choices">What the run's point is called on each of them.</param>
public sealed record SweepPlace(string Sweep, int Index, IReadOnlyList<string> Axes, IReadOnlyList<string> Choices)
{
    /// <summary>Looks for sweeps beside runs. A run that several of them have has its place in the one that has most of these runs, of such in the one
    /// with the fewest others, of such in the newest: whoever names a sweep gets that one's.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="notes">Told of sweeps that cannot be read: their runs have no places.</param>
    /// <returns>The places of those that belong to a sweep, by the full path of their folders.</returns>
    public static IReadOnlyDictionary<string, SweepPlace> Of(IReadOnlyList<RunFolder> runs, ICollection<string> notes)
    {
        HashSet<string> wanted = new(runs.Select(run => Path.GetFullPath(run.Path)), StringComparer.Ordinal);
        List<(SweepPlan Plan, string Folder, (string Path, SweepPlace Place)[] Runs)> sweeps = [];
        foreach (SweepFolder sweep in runs.DistinctBy(run => Path.GetDirectoryName(Path.GetFullPath(run.Path)), StringComparer.Ordinal)
            .SelectMany(SweepFinder.Beside))
        {
            try
            {
                SweepPlan plan = sweep.Plan();
                sweeps.Add((plan, sweep.Path, [.. sweep.Runs()
                    .Select(
                        pair => (Path: Path.GetFullPath(pair.Run.Path),
                            Place: new SweepPlace(sweep.Path, pair.Point.Index, plan.Axes, plan.Axes.Count == pair.Point.Choices.Count ? pair.Point.Choices
                                : [])))
                    .Where(run => wanted.Contains(run.Path))]));
            }
            catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                notes.Add($"runs of a sweep are called by their settings: {exception.Message}");
            }
        }

        Dictionary<string, SweepPlace> places = new(StringComparer.Ordinal);
        foreach ((string path, SweepPlace place) in sweeps
            .OrderByDescending(sweep => sweep.Runs.Length).ThenBy(sweep => sweep.Plan.Points.Count).ThenByDescending(sweep => sweep.Plan.Created)
            .ThenBy(sweep => sweep.Folder, StringComparer.Ordinal)
            .SelectMany(sweep => sweep.Runs))
        {
            places.TryAdd(path, place);
        }

        return places;
    }
}
