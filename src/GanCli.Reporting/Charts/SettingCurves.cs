using GanCli.Reporting.Comparison;
using GanCli.Reporting.Drawing;
using GanCli.Reporting.Reading;
using GanCli.Reporting.Statistics;
using GanCli.Runs;

namespace GanCli.Reporting.Charts;

/// <summary>A metric at the end over a numeric setting: each seed as a ring, means as dots within their 95% intervals, joined by lines.</summary>
public static class SettingCurves
{
    /// <summary>Lines that are drawn; more could not be told apart.</summary>
    public const int MostLines = 8;

    public const int Width = 560;
    public const int Height = 290;

    // Of the axis: room beside the outermost values, and what the seeds of one value may take.
    private const double Margin = 0.07;
    private const double Spread = 0.06;
    private const float TickGap = 8;
    private const float TickSize = 11.5f;

    /// <summary>Draws one metric, or the success rate, or nothing where no run has it.</summary>
    /// <param name="axis">The setting.</param>
    /// <param name="measure">The metric.</param>
    /// <param name="perfect">What a perfect sampler scores, where that is the same for all of them.</param>
    /// <param name="blob">What a featureless blob scores, likewise.</param>
    public static Picture? Draw(NumericAxis axis, Measure measure, PerfectScore? perfect = null, UninformedScore? blob = null)
    {
        (string Name, Spot[] Spots)[] lines =
            [.. axis.Lines.Take(MostLines)
                .Select(line => (line.Name, line.Points.Select(point => new Spot(point.Value, point.Group, point.Group.Of(measure))).ToArray()))];
        Spot[] filled = [.. lines.SelectMany(static line => line.Spots).Where(static spot => spot.HasSeeds)];
        double[] seeds = [.. filled.SelectMany(static spot => spot.Seeds.Values)];
        if (seeds.Length == 0)
        {
            return null;
        }

        bool rate = measure == Measure.Success;
        double[] values = perfect is null ? seeds : [.. seeds, perfect.Median];
        blob = blob is not null && MetricChart.Fits(new MetricCurve(measure.Name, measure.About, Series.Empty, null), blob.Median, values) ? blob : null;
        values = blob is null ? values : [.. values, blob.Median];
        bool logarithmic = measure.About is { Format: MetricDisplay.Number, Better: MetricDirection.Lower } && values.Min() > 0
            && values.Max() / values.Min() > Scale.LogarithmicFrom;
        double Place(double value) => logarithmic ? Math.Log10(value) : value;
        double Across(double value) => axis.IsLogarithmic ? Math.Log10(value) : value;

        // An interval of two or three seeds is many times as long as they are apart: it may leave the picture, they may not.
        double reach = (values.Max() - values.Min()) / 2;
        (double least, double most) = logarithmic ? (values.Min() / 3, values.Max() * 3) : (values.Min() - reach, values.Max() + reach);
        IEnumerable<double> ends = filled.Select(IntervalOf).OfType<Interval>()
            .SelectMany(interval => new[] { Math.Max(interval.Low, least), Math.Min(interval.High, most) });
        Scale across = Horizontal(axis, Across);
        Scale up = rate ? new Scale("share of seeds", -0.02, 1.05) { Tick = Numbers.PercentTick }
            : MetricChart.Vertical(new MetricCurve(measure.Name, measure.About, Series.Empty, null), values.Concat(ends).Select(Place), logarithmic);
        Panel panel = Panel.WithAxes(measure.About.Label, across, up);
        if (perfect is not null)
        {
            panel.Level(across.Low, across.High, Place(perfect.Median), Theme.Real, 1.8);
        }

        if (blob is not null)
        {
            panel.Level(across.Low, across.High, Place(blob.Median), Theme.Muted, 1.4);
        }

        double[] places = [.. axis.Values.Select(Across)];
        double room =
            Math.Min(0.8 * places.Skip(1).Zip(places, (right, left) => right - left).Min(), Spread * (lines.Length == 1 ? 1 : 1.6) * (across.High - across.Low))
                / lines.Length;
        for (int i = 0; i < lines.Length; i++)
        {
            double shift = (i - ((lines.Length - 1) / 2.0)) * room;
            Line(panel, Tint(axis, i), [.. lines[i].Spots.Select(spot => (Across(spot.Value) + shift, spot))]);
        }

        string name = string.Concat($"setting-{measure.Name}".Select(character => char.IsAsciiLetterOrDigit(character) ? character : '-'));
        IEnumerable<string> told = lines.Select(line =>
            (line.Name.Length > 0 ? line.Name + ": " : "") + string.Join(", ", line.Spots.Where(static spot => spot.HasSeeds).Select(Words)));
        return Picture.Of(name, panel, Width, Height) with { Title = $"{measure.About.Label} over {axis.Path}: {string.Join("; ", told)}" };

        void Line(Panel panel, Tint tint, (double X, Spot Spot)[] spots)
        {
            // Broken where a setting was tried and no run has the metric: the mean of none is not a number.
            panel.Line(new Series([.. spots.Select(static place => place.X)], [.. spots.Select(place => Place(place.Spot.Seeds.Mean))]), tint, 1.6);
            foreach ((double x, Spot spot) in spots.Where(static place => place.Spot.HasSeeds))
            {
                if (!rate)
                {
                    // Side by side, so that seeds with the same value stay several.
                    IReadOnlyList<double> each = spot.Seeds.Values;
                    panel.Rings(
                        new PointSet([.. each.Select((_, seed) => x + (room * 0.8 * (((seed + 0.5) / each.Count) - 0.5)))], [.. each.Select(Place)]),
                        [.. each.Select(_ => (0.0, 0.0))], tint, 1.1, 0.7);
                }

                if (IntervalOf(spot) is Interval interval)
                {
                    panel.Whiskers(x, Place(Math.Max(interval.Low, logarithmic ? least / 10 : double.NegativeInfinity)), Place(interval.High), tint, 1.8);
                }

                panel.Dots(new PointSet([x], [Place(spot.Seeds.Mean)]), tint, 8, 1);
            }
        }

        Interval? IntervalOf(Spot spot) => rate ? spot.Group.SuccessInterval : spot.Seeds.Interval;

        string Words(Spot spot) =>
            $"{Numbers.Tick(spot.Value)}: {measure.Write(spot.Seeds.Mean)}"
                + $"{(IntervalOf(spot) is Interval interval ? $" ({measure.Write(interval.Low)} to {measure.Write(interval.High)})" : "")}";
    }

    /// <summary>The colour of a line: of one alone none that means something elsewhere.</summary>
    public static Tint Tint(NumericAxis axis, int line) => axis.Other is null ? Theme.Ink : Theme.Groups[line];

    /// <summary>An axis with a tick at each value that was tried, as far as there is room for their numbers.</summary>
    internal static Scale Horizontal(NumericAxis axis, Func<double, double> across)
    {
        Scale scale = Scale.Around(axis.Path, axis.Values.Select(across), Margin);
        float pixels = (Width - Panel.Padding.Horizontal) / (float)(scale.High - scale.Low);
        List<double> ticks = [];
        float free = float.NegativeInfinity;
        foreach (double value in axis.Values)
        {
            float middle = (float)(across(value) - scale.Low) * pixels;
            float half = Text.Width(Numbers.Tick(value), TickSize) / 2;
            if (middle - half >= free)
            {
                ticks.Add(across(value));
                free = middle + half + TickGap;
            }
        }

        return axis.IsLogarithmic
            ? scale with { Name = $"{axis.Path}, logarithmic", Places = ticks, Tick = exponent => Numbers.Tick(Math.Pow(10, exponent)) }
            : scale with { Places = ticks };
    }

    /// <summary>A value that was tried, and what came of it.</summary>
    private readonly record struct Spot(double Value, RunGroup Group, Outcomes Seeds)
    {
        public bool HasSeeds => Seeds.Count > 0;
    }
}
