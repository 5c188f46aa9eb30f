using System.Globalization;
using GanCli.Runs;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary>How runs are put into words.</summary>
internal static class RunWords
{
    /// <summary>Stands where nothing is known.</summary>
    public const string Unknown = "–";

    public static TextTable.Cell State(RunState? state) => state switch
    {
        null => new(Unknown, Style.Dim),
        RunState.Running => new("running", Style.Accent),
        RunState.Completed => new("completed", Style.Good),
        RunState.Interrupted => new("interrupted", Style.Warning),
        var bad => new(bad.Value.ToString().ToLowerInvariant(), Style.Bad),
    };

    /// <summary>What the collapse watch says of a run.</summary>
    public static TextTable.Cell Watch(RunStatus? status) => status?.Watch is { } watch
        ? new(WatchText.Marked(watch), WatchText.IsBad(watch.Verdict) ? Style.Bad : Style.Plain)
        : new(Unknown, Style.Dim);

    /// <summary><c>10,000</c> at the end, <c>4,200/20,000</c> on the way.</summary>
    public static string Step(RunStatus? status) => status switch
    {
        null => Unknown,
        _ when status.Step == status.Steps => Count(status.Step),
        _ => $"{Count(status.Step)}/{Count(status.Steps)}",
    };

    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A time span in its largest unit: <c>45 s</c>, <c>2 min</c>, <c>1 h</c>, <c>3 d</c>.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        _ when span < TimeSpan.FromMinutes(1) => $"{Whole(Math.Max(0, span.TotalSeconds))} s",
        _ when span < TimeSpan.FromHours(1) => $"{Whole(span.TotalMinutes)} min",
        _ when span < TimeSpan.FromDays(1) => $"{Whole(span.TotalHours)} h",
        _ => $"{Whole(span.TotalDays)} d",
    };

    /// <summary>The newest value of a metric, marked where a featureless blob scores as well.</summary>
    public static string Metric(RunSummary run, string key) =>
        run.Status is { } status && status.Metrics.TryGetValue(key, out var value) && value.IsNumber && run.Metrics.Metrics.TryGetValue(key, out var metric)
            ? Marked(metric, value.Number, status.State == RunState.Completed)
            : Unknown;

    /// <summary>A value, marked where a featureless blob scores as well.</summary>
    public static string Marked(MetricDescription metric, double value, bool final) =>
        BlobMark.Text(metric, value, final);

    /// <summary>What a blob scores at its best, which a value has to be beyond.</summary>
    public static string BlobAtBest(MetricDescription metric, bool final) => metric.BlobAtBest(final) is { } best ? metric.Text(best) : Unknown;

    /// <summary>Writes remarks below a table.</summary>
    public static void WriteNotes(IEnumerable<string> notes, Output output)
    {
        foreach (var line in notes.SelectMany(note => WordWrap.Lines(note, output.DataTraits.Width - 2)))
        {
            output.Data.WriteLine("  " + output.PaintData(line, Style.Dim));
        }
    }

    private static string Whole(double number) => Math.Floor(number).ToString("N0", CultureInfo.InvariantCulture);
}
