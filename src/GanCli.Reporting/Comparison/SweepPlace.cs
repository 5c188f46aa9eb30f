using GanCli.Runs;

namespace GanCli.Reporting.Comparison;

/// <summary>Where a run stands in the sweep that made it.</summary>
/// <param name="Sweep">The sweep's folder.</param>
/// <param name="Index">The point's number.</param>
/// <param name="Axes">What the sweep's axes are called; none where it has none, or does not tell.</param>
/// <param name="Choices">What the run's point is called on each of them.</param>
public sealed record SweepPlace(string Sweep, int Index, IReadOnlyList<string> Axes, IReadOnlyList<string> Choices)
{
    /// <summary>Looks for sweeps beside runs.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="notes">Told of sweeps that cannot be read: their runs have no places.</param>
    /// <returns>The places of those that belong to a sweep, by the full path of their folders.</returns>
    public static IReadOnlyDictionary<string, SweepPlace> Of(IReadOnlyList<RunFolder> runs, ICollection<string> notes)
    {
        Dictionary<string, SweepPlace> places = new(StringComparer.Ordinal);
        foreach (SweepFolder sweep in runs.DistinctBy(run => Path.GetDirectoryName(Path.GetFullPath(run.Path)), StringComparer.Ordinal).SelectMany(SweepFinder.Beside))
        {
            try
            {
                IReadOnlyList<string> axes = sweep.Plan().Axes;
                foreach ((PlannedRun point, RunFolder run) in sweep.Runs())
                {
                    places[Path.GetFullPath(run.Path)] = new SweepPlace(sweep.Path, point.Index, axes, axes.Count == point.Choices.Count ? point.Choices : []);
                }
            }
            catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                notes.Add($"runs of a sweep are called by their settings: {exception.Message}");
            }
        }

        return places;
    }
}
