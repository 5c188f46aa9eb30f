using GanCli.Reporting.Drawing;
using GanCli.Reporting.Reading;
using GanCli.Runs;

namespace GanCli.Reporting.Charts;

/// <summary>Whether training gets anywhere, on one screen: how much of the data is covered and how good the samples are, each beside a perfect sampler, over
/// what the watch said.</summary>
public static class ProgressChart
{
    /// <summary>What stands under it.</summary>
    public const string Caption =
        "Dashed: a perfect sampler. ° a featureless blob reaches as much. The strip at the foot of this and other curves is the word of the watch.";

    /// <summary>Draws it, or nothing where the run was not watched.</summary>
    public static Panel? Draw(RunRecord run)
    {
        if (run.Metric(WatchText.UncoveredKey) is not { } uncovered || run.Watch.Count == 0)
        {
            return null;
        }

        Panel panel = Panel.WithAxes("Coverage and quality", Scale.Steps(run.LastStep), new Scale("share", -0.06, 1.06) { Tick = Numbers.PercentTick });
        Add(panel, run, "of the data", "covered", Theme.Generated, uncovered, static value => 1 - value);
        if (run.Metric(HeldModes.Key) is { About.Total: > 0 and var total } modes)
        {
            Add(panel, run, run.Classes is null ? "of the modes" : "of the classes", "held", Theme.Ink, modes, value => value / total);
        }

        // The watch's own off-data is none: in many dimensions a constant in the data's middle lies off none of them.
        if (run.Metric("hq") is { } hq)
        {
            bool areSamples = hq.About.Through is null;
            Add(panel, run, areSamples ? "of the samples" : "of the pictures", areSamples ? "on a mode" : "valid", Theme.Groups[7], hq, static value => value);
        }
        else if (run.MetricsOf("precision").FirstOrDefault() is { } precision)
        {
            Add(panel, run, "of the samples", "where data lie", Theme.Groups[7], precision, static value => value);
        }

        // Curves are named first: where room is short the last names go.
        WatchBand.Under(panel, run, withKeys: true);
        return panel;
    }

    private static void Add(Panel panel, RunRecord run, string of, string what, Tint tint, MetricCurve metric, Func<double, double> shown)
    {
        Series curve = metric.Curve.Select(shown);
        if (!curve.Values.Any(double.IsFinite))
        {
            return;
        }

        panel.Line(curve.Thin(), tint);
        if (metric.About.Ceiling(final: false) is { } ceiling)
        {
            panel.Level(0, run.LastStep, shown(ceiling.Median), tint, 1.2);
        }

        // What a blob covers, too, is no merit.
        string mark = metric.About.IsNoBetterThanBlob(metric.Curve.Last, final: false) ? BlobMark.Mark : "";
        string share = Numbers.RoughPercent(shown(metric.Curve.Last)) + mark;
        panel.Keys.Add(new LegendKey(KeyShape.Line, tint, $"{share} {of} {what}") { Brief = $"{share} {what}" });
    }
}
