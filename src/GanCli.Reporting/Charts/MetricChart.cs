using GanCli.Reporting.Drawing;
using GanCli.Reporting.Reading;
using GanCli.Runs;

namespace GanCli.Reporting.Charts;

/// <summary>A metric over training, with what a perfect sampler scores drawn in as a line and its 5–95% band. All of it is of evaluations with as many
/// samples: those on the way, or of the one at the end where there are no others.</summary>
public static class MetricChart
{
    /// <summary>Draws one metric, or nothing while it has no value.</summary>
    public static Panel? Draw(RunRecord run, MetricCurve metric)
    {
        bool final = !metric.Curve.Values.Any(double.IsFinite);
        double shown = final ? metric.Value : metric.Curve.Last;
        double[] values = final ? [.. new[] { shown }.Where(double.IsFinite)] : [.. metric.Curve.Values.Where(double.IsFinite)];
        if (values.Length == 0)
        {
            return null;
        }

        double[] all = metric.About.Ceiling(final) is PerfectScore score ? [.. values, score.Median, score.Low, score.High] : values;
        UninformedScore? blob = metric.About.Floor(final);
        bool blobFits = blob is not null && Fits(metric, blob.Median, all);
        all = blobFits ? [.. all, blob!.Median] : all;
        bool logarithmic = metric.About is { Format: MetricDisplay.Number, Better: MetricDirection.Lower } && all.Min() > 0
            && all.Max() / all.Min() > Scale.LogarithmicFrom;
        double Place(double value) => logarithmic ? Math.Log10(value) : value;

        Panel panel = Panel.WithAxes(metric.About.Label, Scale.Steps(run.LastStep), Vertical(metric, all.Select(Place), logarithmic));
        WatchBand.Under(panel, run);
        panel.Keys.Add(new LegendKey(KeyShape.Line, Theme.Generated, $"this run {metric.Write(shown)}"));
        if (metric.About.Ceiling(final) is PerfectScore perfect)
        {
            panel.Box(0, Place(perfect.Low), run.LastStep, Place(perfect.High), Theme.Real, 0.18);
            panel.Level(0, run.LastStep, Place(perfect.Median), Theme.Real, 1.8);
            string band = perfect.Low < perfect.High ? $" ({metric.Write(perfect.Low)} to {metric.Write(perfect.High)})" : "";

            // The band is drawn, and stands in the table.
            panel.Keys
                .Add(new LegendKey(KeyShape.Dashes, Theme.Real, $"perfect sampler {metric.Write(perfect.Median)}{band}") { Brief =
                    $"perfect {metric.Write(perfect.Median)}" });
        }

        if (blob is not null)
        {
            string beyond = "";
            if (blobFits)
            {
                panel.Level(0, run.LastStep, Place(blob.Median), Theme.Muted, 1.4);
            }
            else
            {
                beyond = ", beyond the picture";
            }

            panel.Keys
                .Add(new LegendKey(blobFits ? KeyShape.Dashes : KeyShape.None, Theme.Muted, $"featureless blob {metric.Write(blob.Median)}{beyond}") { Brief =
                    $"blob {metric.Write(blob.Median)}{(blobFits ? "" : ", beyond")}" });
        }

        Series curve = metric.Curve.Select(Place);
        panel.Line(curve.Thin(), Theme.Generated);
        if (curve.Count <= 60)
        {
            panel.Dots(new PointSet(curve.Steps, curve.Values), Theme.Generated, 5, 1);
        }

        return panel;
    }

    // A blob may be so far off that its line would flatten the curve.
    internal static bool Fits(MetricCurve metric, double blob, IReadOnlyCollection<double> others) =>
        metric.About.Format != MetricDisplay.Number || blob <= 3 * others.Max() || (others.Min() > 0 && others.Max() / others.Min() > Scale.LogarithmicFrom);

    internal static Scale Vertical(MetricCurve metric, IEnumerable<double> places, bool logarithmic)
    {
        switch (metric.About.Format)
        {
            case MetricDisplay.Count:
                double most = metric.About.Total ?? places.Max();
                return new Scale(metric.Unit, -0.03 * most, 1.08 * most) { WholeTicks = true, Tick = Numbers.Whole };
            case MetricDisplay.Percent:
                double high = places.Max() > 0 ? Math.Min(1.05, places.Max() * 1.12) : 1.05;
                return new Scale(metric.Unit, Math.Min(places.Min(), 0) - (0.02 * high), high) { Tick = Numbers.PercentTick };
            default:
                Scale around = Scale.Around(metric.Unit, logarithmic ? places : places.Append(0));
                return logarithmic ? around.Logarithmic() : around;
        }
    }
}
