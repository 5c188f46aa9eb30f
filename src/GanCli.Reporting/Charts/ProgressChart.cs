using GanCli.Reporting.Drawing;
using GanCli.Reporting.Reading;
using GanCli.Runs;

namespace GanCli.Reporting.Charts;

/// <summary>Whether training gets anywhere, on one screen: how much of the data is covered and how good the samples are, each beside a perfect sampler, over
/// what the watch said.</summary>
public static class ProgressChart
{
    /// <summary>Metrics that say how good samples are, the first that there is.</summary>
    private static readonly string[] Qualities = ["hq", "precision", "watch.off-data"];

    /// <summary>Draws it, or nothing where the run was not watched.</summary>
    public static Panel? Draw(RunRecord run)
    {
        if (run.Metric(WatchText.UncoveredKey) is not { } uncovered || run.Watch.Count == 0)
        {
            return null;
        }

        Panel panel = Panel.WithAxes("Coverage and quality", Scale.Steps(run.LastStep), new Scale("share", -0.06, 1.06) { Tick = Numbers.PercentTick });
        WatchBand.Under(panel, run, withKeys: true);
        Add(panel, run, "of the data covered", Theme.Generated, uncovered, static value => 1 - value);
        if (run.Metric(HeldModes.Key) is { About.Total: > 0 and var total } modes)
        {
            Add(panel, run, run.Classes is null ? "of the modes held" : "of the classes held", Theme.Ink, modes, value => value / total);
        }

        if (Qualities.Select(run.Metric).OfType<MetricCurve>().FirstOrDefault() is { } quality)
        {
            bool isAway = quality.Name is "watch.off-data";
            string good = quality.Name is not "hq" ? "of the samples where data lie"
                : quality.About.Through is null ? "of the samples on a mode" : "of the pictures valid";
            Add(panel, run, good, Theme.Groups[7], quality, value => isAway ? 1 - value : value);
        }

        return panel;
    }

    private static void Add(Panel panel, RunRecord run, string name, Tint tint, MetricCurve metric, Func<double, double> shown)
    {
        Series curve = metric.Curve.Select(shown);
        if (!curve.Values.Any(double.IsFinite))
        {
            return;
        }

        panel.Line(curve.Thin(), tint);
        string perfect = "";
        if (metric.About.Ceiling(final: false) is { } ceiling)
        {
            panel.Level(0, run.LastStep, shown(ceiling.Median), tint, 1.2);
            perfect = $" (perfect, dashed: {Numbers.RoughPercent(shown(ceiling.Median))})";
        }

        panel.Keys.Add(new LegendKey(KeyShape.Line, tint, $"{Numbers.RoughPercent(shown(metric.Curve.Last))} {name}{perfect}")
        {
            Brief = $"{Numbers.RoughPercent(shown(metric.Curve.Last))} {name}",
        });
    }
}
