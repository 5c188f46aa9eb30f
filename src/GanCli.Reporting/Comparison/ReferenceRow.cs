using GanCli.Runs;

namespace GanCli.Reporting.Comparison;

/// <summary>What a sampler of known worth scores on the data of some groups: a row beneath them.</summary>
/// <param name="Label">Which sampler, and on which data where these differ.</param>
/// <param name="Score">Its median of a metric; null where it is not known.</param>
public sealed record ReferenceRow(string Label, Func<string, double?> Score)
{
    // More kinds of data than this would be a table of their own.
    private const int MostData = 4;

    /// <summary>A perfect sampler and a featureless blob on the data of each group.</summary>
    public static IReadOnlyList<ReferenceRow> Of(IReadOnlyList<RunGroup> groups)
    {
        var data = DataSet.Of(groups)
            .Select(
                same => (Words: same.Words.Length == 0 ? "" : ", " + same.Words, Run: same.Groups[0].Runs.FirstOrDefault(run => run.State != RunState.Diverged)
                    ?? same.Groups[0].Runs[0])).ToArray();
        return data.Length > MostData ? [] : [.. data.SelectMany(each => new[]
        {
            new ReferenceRow("perfect sampler" + each.Words, metric => About(each.Run, metric)?.Ceiling(each.Run.IsAtEnd)?.Median),
            new ReferenceRow("featureless blob" + each.Words, metric => About(each.Run, metric)?.Floor(each.Run.IsAtEnd)?.Median),
        }.Where(row => each.Run.Metrics.Metrics.Keys.Any(metric => row.Score(metric) is not null)))];
    }

    /// <summary>A cell in a column of the table of groups: nothing where the column holds no metric.</summary>
    public string Text(Column column) =>
        column == Column.Group ? Label
        : column.Measure is Measure measure
            && (string.Equals(column.Name, measure.Name, StringComparison.Ordinal) || column.Name.EndsWith(".median", StringComparison.Ordinal))
            && Score(measure.Name) is double score ? measure.Write(score)
        : "";

    private static MetricDescription? About(ComparedRun run, string metric) => run.Metrics.Metrics.GetValueOrDefault(metric);
}
