using GanCli.Reporting.Drawing;
using GanCli.Reporting.Reading;
using GanCli.Runs;
using SkiaSharp;

namespace GanCli.Reporting.Charts;

/// <summary>Figures of each mode as bars, against what a perfect sampler gets.</summary>
public static class ModeBars
{
    private const int MostNames = 40;

    /// <summary>The share of samples in each mode against its true weight, or nothing where modes or shares are not known.</summary>
    public static Panel? Shares(RunRecord run)
    {
        if (run.Modes is not DataModes modes || run.ModeMetric("mode-frequency")?.Value is not { } shares || shares.Count != modes.Weights.Count)
        {
            return null;
        }

        // The shares count what lies within a mode, and of a perfect sampler's output a little does not.
        double within = run.Metric("hq")?.Perfect?.Median ?? 1;
        Panel panel =
            Draw("Share of samples in each mode", "share of samples", Numbers.PercentTick, shares, [.. modes.Weights.Select(weight => weight * within)]);
        panel.Keys.Add(new LegendKey(KeyShape.None, Theme.Muted, $"{Numbers.RoughPercent(Math.Max(0, 1 - shares.Sum()))} lie in no mode"));
        return panel;
    }

    /// <summary>How wide the samples of each mode lie, as a ratio to the mode's own width, or nothing where it is not known.</summary>
    public static Panel? Spreads(RunRecord run) =>
        run.ModeMetric("mode-spread")?.Value is { Count: > 0 } spreads && spreads.Any(double.IsFinite)
            ? Draw("Spread within each mode", "ratio to the mode’s own", Numbers.Tick, spreads, [.. spreads.Select(_ => 1.0)])
            : null;

    private static Panel Draw(string title, string unit, Func<double, string> tick, IReadOnlyList<double> values, double[] perfect)
    {
        double top = 1.15 * values.Where(double.IsFinite).Concat(perfect).Max();
        Scale modes = new("mode", 0.4, values.Count + 0.6) { Tick = Numbers.Whole, WholeTicks = true };
        if (values.Count <= MostNames)
        {
            modes = modes with { Places = [.. Enumerable.Range(1, values.Count).Select(mode => (double)mode)] };
        }

        Panel panel = Panel.WithAxes(title, modes, new Scale(unit, 0, top) { Tick = tick });
        panel.Keys.Add(new LegendKey(KeyShape.Box, Theme.Generated, "generated"));
        panel.Keys.Add(new LegendKey(KeyShape.Line, Theme.Real, "perfect sampler"));
        for (int mode = 0; mode < values.Count; mode++)
        {
            double place = mode + 1;
            double value = values[mode];
            panel.Box(place - 0.32, 0, place + 0.32, double.IsFinite(value) ? value : 0, Theme.Generated, 1);
            panel.Segment(place - 0.42, perfect[mode], place + 0.42, perfect[mode], Theme.Real, 2.4);
            if (!(value > 0))
            {
                panel.Words("none", place, 0, Theme.Ink, 11, SKTextAlign.Center, dy: -5);
            }
        }

        return panel;
    }
}
