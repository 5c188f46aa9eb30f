using System.Globalization;
using GanCli.Runs;

namespace GanCli.Reporting.Comparison;

/// <summary>Values that were made by different extractors of pictures, or against different pictures, have nothing in common although they bear one name: of
/// each name those of most runs are kept.</summary>
internal static class OneMeasure
{
    /// <summary>Leaves out what does not compare.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="notes">Told what was left out, and why.</param>
    public static ComparedRun[] Of(ComparedRun[] runs, List<string> notes)
    {
        Dictionary<string, string?> kept = new(StringComparer.Ordinal);
        foreach (IGrouping<string, (string Name, string? Through)> metric in runs
            .SelectMany(static run => run.Metrics.Metrics.Select(static metric => (Name: metric.Key, metric.Value.Through)))
            .GroupBy(static metric => metric.Name, StringComparer.Ordinal))
        {
            var ways = metric.GroupBy(static each => each.Through, StringComparer.Ordinal).OrderByDescending(static way => way.Count()).ToArray();
            if (ways.Length > 1)
            {
                kept[metric.Key] = ways[0].Key;
            }
        }

        if (kept.Count == 0)
        {
            return runs;
        }

        bool IsOther(ComparedRun run, string name) => kept.TryGetValue(name, out string? through)
            && run.Metrics.Metrics.TryGetValue(name, out MetricDescription? about) && !string.Equals(about.Through, through, StringComparison.Ordinal);
        foreach (var way in kept.GroupBy(static metric => metric.Value, StringComparer.Ordinal))
        {
            string[] names = [.. way.Select(static metric => metric.Key)];
            int others = runs.Count(run => Array.Exists(names, name => IsOther(run, name)));
            notes.Add(string.Create(CultureInfo.InvariantCulture,
                $"{string.Join(", ", names.Take(3))}{(names.Length > 3 ? $" and {names.Length - 3} more" : "")}: "
                    + $"left out of {RunComparison.Count(others, "run", "runs")} that measured otherwise than by {way.Key ?? "samples as they are"}; "
                    + $"values by different extractors do not compare"));
        }

        return [.. runs.Select(run => run with
        {
            Metrics = new MetricsInfo(Without(run.Metrics.Metrics, name => IsOther(run, name))),
            Values = Without(run.Values, name => IsOther(run, name)),
            Evaluations = [.. run.Evaluations.Select(row => row with { Values = Without(row.Values, name => IsOther(run, name)) })],
        })];
    }

    private static OrderedDictionary<string, T> Without<T>(IReadOnlyDictionary<string, T> all, Func<string, bool> isOut) =>
        new(all.Where(pair => !isOut(pair.Key)), StringComparer.Ordinal);
}
