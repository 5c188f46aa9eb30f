using GanCli.Runs;

namespace GanCli.Reporting.Comparison;

/// <summary>Where a run stands in the sweep that made it.</summary>
/// <param name="Axes">What the sweep's axes are called.</param>
/// <param name="Choices">What the run's point is called on each of them.</param>
public sealed record SweepPlace(IReadOnlyList<string> Axes, IReadOnlyList<string> Choices)
{
    /// <summary>Looks for sweeps beside runs.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="notes">Told of sweeps that cannot be read: their runs have no places.</param>
    /// <returns>The places of those that belong to a sweep with axes, by the full path of their folders.</returns>
    public static IReadOnlyDictionary<string, SweepPlace> Of(IReadOnlyList<RunFolder> runs, ICollection<string> notes)
    {
        Dictionary<string, SweepPlace> places = new(StringComparer.Ordinal);
        foreach (SweepFolder sweep in runs.DistinctBy(run => Path.GetDirectoryName(Path.GetFullPath(run.Path)), StringComparer.Ordinal).SelectMany(SweepFinder.Beside))
        {
            try
            {
                IReadOnlyList<string> axes = sweep.Plan().Axes;
                foreach ((PlannedRun point, RunFolder run) in axes.Count > 0 ? sweep.Runs() : [])
                {
                    places[Path.GetFullPath(run.Path)] = new SweepPlace(axes, point.Choices);
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
