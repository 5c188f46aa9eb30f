using System.Globalization;
using GanCli.Reporting.Comparison;
using GanCli.Reporting.Statistics;
using GanCli.Runs;

namespace GanCli.Reporting.Published;

/// <summary>A published number beside what was measured.</summary>
/// <param name="Point">The setting.</param>
/// <param name="Expected">What was published.</param>
/// <param name="Values">The metric of each run; NaN where it has none.</param>
/// <param name="Scale">The share of the full length that the runs took.</param>
/// <param name="Judgement">Whether they agree.</param>
public sealed record PublishedRow(string Point, Expectation Expected, IReadOnlyList<double> Values, double Scale, Judgement Judgement)
{
    /// <summary>The metric that no evaluation measures: √(sum of squares) of the weights that a run of two small players logs, at its last step.</summary>
    public const string Distance = "distance";

    private const string Weights = "weights.";

    /// <summary>Whether they agree.</summary>
    public Verdict Verdict => Judgement.Verdict;

    /// <summary>What the setting guesses, or null: such a row is judged and not counted.</summary>
    public string? Hypothesis { get; init; }

    /// <summary>Whether the metric is a share of 1.</summary>
    public bool IsShare { get; init; }

    /// <summary>What values of the metric are possible.</summary>
    public Interval Range { get; init; } = Interval.Everything;

    /// <summary>The published number, with the digits that it was published with.</summary>
    public string Published => Expected.Text(IsShare ? Numbers.Percent : Numbers.Exact);

    /// <summary>The measured numbers.</summary>
    public Outcomes Measured => Outcomes.Of(Values) with { Range = Range };

    /// <summary>Mean and 95% interval: <c>7.67 (6.23 to 9.1)</c>.</summary>
    public string MeasuredText => Measured switch
    {
        { Count: 0 } => "–",
        { Interval: Interval interval } sample => $"{Write(sample.Mean)} ({Write(interval.Low)} to {Write(interval.High)})",
        var one => Write(one.Mean),
    } + (Expected.IsBound && Values.Count > 0 ? $", {Numbers.Whole(Values.Count(Expected.Keeps))} of {Numbers.Whole(Values.Count)} within" : "");

    /// <summary>How far our mean lies from a printed one, a 90% interval, and the margin: <c>−0.2 to 1.1, margin 1.5</c>; empty where that decides
    /// nothing.</summary>
    public string DifferenceText => Judgement.Difference is { } difference && Expected.Margin is double margin
        ? $"{Write(difference.Low)} to {Write(difference.High)}, margin {Write(margin)}"
        : "";

    /// <summary>The verdict in words.</summary>
    public string VerdictText => Verdict switch
    {
        Verdict.Agrees => "agrees",
        Verdict.Differs => "differs",
        Verdict.Inconclusive when Judgement.Reason.Length == 0 => "inconclusive",
        Verdict.Inconclusive => $"inconclusive: {Judgement.Reason}",
        _ => $"not counted: {Judgement.Reason}",
    };

    /// <summary>Judges the runs of one setting and one length. Shortened ones are never judged. To meet what a sampler meets that knows nothing is no
    /// evidence, and not counted; to miss it is one.</summary>
    internal static PublishedRow Of(string point, Expectation expected, IReadOnlyList<ComparedRun> runs, double scale)
    {
        double[] values = [.. runs.Select(run => ValueOf(run, expected.Metric))];
        MetricDescription[] known = [.. runs.Select(run => run.Metrics.Metrics.GetValueOrDefault(expected.Metric)).OfType<MetricDescription>()];
        MetricDescription? about = known.FirstOrDefault(static told => told.Floor(final: true) is not null) ?? known.FirstOrDefault();
        Judgement judgement = scale < 1 ? new(Verdict.NotCounted, $"scaled ×{Numbers.Short(scale)}")
            : expected.Judge(values, about?.Format == MetricDisplay.Count);
        if (judgement.Verdict is Verdict.Agrees or Verdict.Inconclusive && expected.MeetsUninformed(about))
        {
            judgement = judgement with { Verdict = Verdict.NotCounted, Reason = "a featureless blob meets it too" };
        }

        return new PublishedRow(point, expected, values, scale, judgement)
        {
            IsShare = about?.Format == MetricDisplay.Percent,
            Range = about is null ? Interval.Everything : Measure.RangeOf(about),
        };
    }

    // What can be computed to a tolerance is worth more digits than what is measured.
    private string Write(double value) =>
        IsShare ? Numbers.Percent(value) : Expected.Evidence == Evidence.ClosedForm ? value.ToString("G5", CultureInfo.InvariantCulture) : Numbers.Short(value);

    private static double ValueOf(ComparedRun run, string metric)
    {
        if (!string.Equals(metric, Distance, StringComparison.Ordinal))
        {
            return run.Values.GetValueOrDefault(metric, double.NaN);
        }

        return run.Recorded?.Distance ?? DistanceOf(run.Folder);
    }

    /// <summary><see cref="Distance"/> of a run; NaN where it logs no weights.</summary>
    internal static double DistanceOf(RunFolder folder)
    {
        MetricsRow? last = MetricsReader.Read(folder.MetricsPath).Rows
            .LastOrDefault(row => row.Values.Keys.Any(key => key.StartsWith(Weights, StringComparison.Ordinal)));
        return last is null ? double.NaN
            : Math.Sqrt(last.Values.Where(value => value.Key.StartsWith(Weights, StringComparison.Ordinal))
                .Sum(value => value.Value.Number * value.Value.Number));
    }
}
