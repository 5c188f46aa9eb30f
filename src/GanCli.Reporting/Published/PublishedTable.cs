using GanCli.Reporting.Comparison;
using GanCli.Runs;

namespace GanCli.Reporting.Published;

/// <summary>A published table beside the runs of its sweep.</summary>
/// <param name="Name">Name of the sweep and of its runs.</param>
/// <param name="Source">Where the numbers stand, and what their ± is.</param>
/// <param name="Rows">One for each number, in the file's order.</param>
/// <param name="Runs">The runs behind them.</param>
/// <param name="Parts">How these were made, one for each length and seeds.</param>
/// <param name="Notes">What a reader has to know: runs that were left out and why.</param>
public sealed record PublishedTable(
    string Name, string Source, IReadOnlyList<PublishedRow> Rows, IReadOnlyList<ComparedRun> Runs, IReadOnlyList<PublishedPart> Parts,
    IReadOnlyList<string> Notes)
{
    /// <summary>Seeds that the sweep has by its file, whatever was run; 0 where nobody tells.</summary>
    public int PlannedSeeds { get; init; }

    /// <summary>Puts runs beside what was published. Of a setting's runs the longest count, and of the same seed the newest.</summary>
    /// <param name="name">Name of the sweep.</param>
    /// <param name="source">Where the numbers stand.</param>
    /// <param name="points">What was published.</param>
    /// <param name="runs">The runs of all sweeps of that name, each under the label of its point.</param>
    /// <param name="recorded">Those of records, whatever their sweeps; null for none.</param>
    public static PublishedTable Of(string name, string source, IReadOnlyList<PublishedPoint> points, IReadOnlyList<(string Label, RunFolder Run)> runs,
        IReadOnlyList<ComparedRun>? recorded = null)
    {
        List<string> notes = [];
        ILookup<string, ComparedRun> records = (recorded ?? []).Where(run => string.Equals(run.Folder.Name, name, StringComparison.Ordinal))
            .ToLookup(run => LabelOf(run, points), StringComparer.Ordinal);
        Expectation[] all = [.. points.SelectMany(point => point.Expectations)];
        List<PublishedRow> rows = [];
        List<ComparedRun> used = [];
        List<PublishedPart> parts = [];
        foreach (PublishedPoint point in points)
        {
            (IReadOnlyList<ComparedRun> read, IReadOnlyList<string> damage) =
                RunComparison.Read([.. runs.Where(run => string.Equals(run.Label, point.Label, StringComparison.Ordinal)).Select(run => run.Run)]);
            notes.AddRange(damage);
            ComparedRun[] ended = [.. RecordedRuns.Joined(read, [.. records[point.Label]]).Where(run => run.HasOutcome)];
            foreach (IGrouping<string, ComparedRun> other in ended.Where(run => point.Difference(run) is not null)
                .GroupBy(run => point.Difference(run)!, StringComparer.Ordinal))
            {
                notes.Add($"{point.Label}: {RunComparison.Count(other.Count(), "run", "runs")} with another {other.Key} left out");
            }

            ComparedRun[] like = [.. ended.Where(run => point.Difference(run) is null)];
            double scale = like.Select(point.ScaleOf).DefaultIfEmpty(1).Max();
            ComparedRun[] longest =
                [.. like.Where(run => point.ScaleOf(run) == scale).GroupBy(run => run.Seed, StringComparer.Ordinal)
                .Select(same => same.MaxBy(run => run.Begun)!)
                .OrderBy(run => run.Seed.Length).ThenBy(run => run.Seed, StringComparer.Ordinal)];
            if (longest.Count(run => run.State == RunState.Diverged) is var diverged and > 0)
            {
                notes.Add($"{point.Label}: {RunComparison.Count(diverged, "run", "runs")} diverged: in no mean, and keeps no bound");
            }

            if (point.Hypothesis is { } guess && longest.Length > 0)
            {
                notes.Add($"{point.Label} is a guess at what was not told, and not counted: {guess}");
            }

            used.AddRange(longest);
            if (longest.Length > 0)
            {
                parts.Add(new PublishedPart(scale, [.. longest.Select(static run => run.Seed)], [point.Label]));
            }

            rows.AddRange(point.Expectations
                .Select(expected => PublishedRow.Of(point.Label, WithMargin(expected, all), longest, scale) with { Hypothesis = point.Hypothesis }));
        }

        if (rows.Any(static row => row.Expected.Evidence != Evidence.ClosedForm)
            && used.Any(static run => run.Metrics.Metrics.Values.All(static about => about.Floor(final: true) is null)))
        {
            notes.Add("some runs do not tell what a featureless blob scores, so that rows are counted whether one meets them or not");
        }

        return new PublishedTable(name, source, rows, used, PublishedPart.Joined(parts, points.Count), notes);
    }

    /// <summary>What the file calls a recorded run now: a setting that has been given another name since is the same setting. Of several that differ in
    /// nothing but their length, the one that it is the most of.</summary>
    private static string LabelOf(ComparedRun run, IReadOnlyList<PublishedPoint> points)
    {
        string label = run.Label ?? "";
        return points.Any(point => string.Equals(point.Label, label, StringComparison.Ordinal) && point.Difference(run) is null) ? label
            : points.Where(point => point.Difference(run) is null).MaxBy(point => point.ScaleOf(run))?.Label ?? label;
    }

    private static Expectation WithMargin(Expectation expected, IReadOnlyList<Expectation> all) =>
        expected is { Evidence: Evidence.Printed, Value: not null, Margin: null } ? expected with { Margin = Margins.Of(expected, all) } : expected;
}
