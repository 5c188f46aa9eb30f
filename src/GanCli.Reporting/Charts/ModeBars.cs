using GanCli.Reporting.Drawing;
using GanCli.Reporting.Reading;
using GanCli.Reporting.Statistics;
using GanCli.Runs;
using SkiaSharp;

namespace GanCli.Reporting.Charts;

/// <summary>Figures of each mode as bars, against what a perfect sampler gets.</summary>
public static class ModeBars
{
    private const int MostNames = 40;

    // Of stacked pictures there are a thousand.
    private const int MostClasses = 100;

    // Below the axis of a panel.
    private const int MostLetters = 70;

    /// <summary>The share of samples in each mode against its true weight, or nothing where modes or shares are not known.</summary>
    public static Panel? Shares(RunRecord run)
    {
        if (run.ModeWeights is not { } weights || run.ModeMetric(HeldModes.Shares) is not { Value: { } shares } counted || shares.Count != weights.Count
            || (run.Classes is not null && shares.Count > MostClasses))
        {
            return null;
        }

        // The shares count what lies within a mode, and of a perfect sampler's output a little does not.
        double within = run.Metric("hq")?.Perfect?.Median ?? 1;
        Panel panel =
            Draw(run, "Share of samples in each mode", "share of samples", Numbers.PercentTick, shares, [.. weights.Select(weight => weight * within)],
                [.. shares.Select(counted.IntervalOf)]);
        string none = run.Classes is null ? "lie in no mode" : "are of no class";
        panel.Keys.Add(new LegendKey(KeyShape.None, Theme.Muted, $"{Numbers.RoughPercent(Math.Max(0, 1 - shares.Sum()))} {none}"));
        return panel;
    }

    /// <summary>Which class each number of the axis is, where their names do not fit below it; else nothing.</summary>
    public static string Names(RunRecord run) => run.Classes is not { Count: <= MostNames } classes || Fit(classes) ? ""
        : string.Join(", ", classes.Select((name, i) => $"{Numbers.Whole(i + 1)} {name}")) + ".";

    /// <summary>How wide the samples of each mode lie, as a ratio to the mode's own width, or nothing where it is not known.</summary>
    public static Panel? Spreads(RunRecord run) =>
        run.ModeMetric("mode-spread")?.Value is { Count: > 0 } spreads && spreads.Any(double.IsFinite)
            ? Draw(run, "Spread within each mode", "ratio to the mode’s own", Numbers.Tick, spreads, [.. spreads.Select(_ => 1.0)], [])
            : null;

    private static bool Fit(IReadOnlyList<string> names) => names.Count * (names.Max(static name => name.Length) + 1) <= MostLetters;

    private static Panel Draw(
        RunRecord run, string title, string unit, Func<double, string> tick, IReadOnlyList<double> values, double[] perfect, Interval?[] intervals)
    {
        double top = 1.15 * values.Where(double.IsFinite).Concat(perfect).Concat(intervals.OfType<Interval>().Select(static interval => interval.High)).Max();
        Scale modes = new(run.Classes is null ? "mode" : "class", 0.4, values.Count + 0.6)
        {
            Tick = run.Classes is { } names && Fit(names) ? place => names[(int)place - 1] : Numbers.Whole, WholeTicks = true,
        };
        if (values.Count <= MostNames)
        {
            modes = modes with { Places = [.. Enumerable.Range(1, values.Count).Select(mode => (double)mode)] };
        }

        Panel panel = Panel.WithAxes(title, modes, new Scale(unit, 0, top) { Tick = tick });
        panel.Keys.Add(new LegendKey(KeyShape.Box, Theme.Generated, "generated"));
        panel.Keys.Add(new LegendKey(KeyShape.Line, Theme.Real, "perfect sampler"));
        if (Array.Exists(intervals, static interval => interval is not null))
        {
            panel.Keys.Add(new LegendKey(KeyShape.Line, Theme.Ink, "95% interval"));
        }

        for (int mode = 0; mode < values.Count; mode++)
        {
            double place = mode + 1;
            double value = values[mode];
            panel.Box(place - 0.32, 0, place + 0.32, double.IsFinite(value) ? value : 0, Theme.Generated, 1);
            panel.Segment(place - 0.42, perfect[mode], place + 0.42, perfect[mode], Theme.Real, 2.4);
            if (intervals.ElementAtOrDefault(mode) is { } interval)
            {
                panel.Segment(place, interval.Low, place, interval.High, Theme.Ink, 1.2);
            }

            if (!(value > 0))
            {
                panel.Words("none", place, 0, Theme.Ink, 11, SKTextAlign.Center, dy: -5);
            }
        }

        return panel;
    }
}
