using GanCli.Reporting.Comparison;
using GanCli.Reporting.Drawing;
using GanCli.Reporting.Reading;
using GanCli.Reporting.Statistics;
using GanCli.Runs;

namespace GanCli.Reporting.Charts;

/// <summary>A metric over training for groups of runs: each seed as a thin line, the mean of those that did not diverge as a thick one within its 95%
/// interval.</summary>
public static class GroupCurves
{
    private const int Places = 80;

    /// <summary>Draws one metric, or nothing while no run has two evaluations of it on the way.</summary>
    /// <param name="groups">The groups, each with its colour.</param>
    /// <param name="measure">The metric.</param>
    /// <param name="budget">What the horizontal axis counts.</param>
    /// <param name="perfect">What a perfect sampler scores, where that is the same for all of them.</param>
    /// <param name="blob">What a featureless blob scores, likewise.</param>
    public static Panel? Draw(IReadOnlyList<(RunGroup Group, Tint Tint)> groups, Measure measure, Budget budget, PerfectScore? perfect =
        null, UninformedScore? blob = null)
    {
        (Series[] Seeds, Series[] Finished, Tint Tint)[] curves =
            [.. groups.Select(group => (Curves(group.Group.Runs), Curves(group.Group.Runs.Where(run => run.State != RunState.Diverged)), group.Tint))];
        MetricCurve metric = new(measure.Name, measure.About, Series.Empty, null);
        double[] values = [.. curves.SelectMany(group => group.Seeds).SelectMany(seed => seed.Values).Where(double.IsFinite)];
        values = perfect is null || values.Length == 0 ? values : [.. values, perfect.Median];
        blob = blob is not null && values.Length > 0 && MetricChart.Fits(metric, blob.Median, values) ? blob : null;
        values = blob is null ? values : [.. values, blob.Median];
        if (values.Length == 0 || !curves.Any(group => group.Seeds.Any(seed => seed.Count > 1)))
        {
            return null;
        }

        bool logarithmic = measure.About is { Format: MetricDisplay.Number, Better: MetricDirection.Lower } && values.Min() > 0
            && values.Max() / values.Min() > Scale.LogarithmicFrom;
        double Place(double value) => logarithmic ? Math.Log10(value) : value;

        double end = curves.SelectMany(group => group.Seeds).Max(seed => seed.Steps.DefaultIfEmpty(0).Max());
        Scale across = ReferenceEquals(budget, Budget.Steps) ? Scale.Steps(end) : new Scale(budget.Unit, 0, end);
        Panel panel = Panel.WithAxes(measure.About.Label, across, MetricChart.Vertical(metric, values.Select(Place), logarithmic));
        if (perfect is not null)
        {
            panel.Level(0, end, Place(perfect.Median), Theme.Real, 1.8);
        }

        if (blob is not null)
        {
            panel.Level(0, end, Place(blob.Median), Theme.Muted, 1.4);
        }

        foreach ((Series[] seeds, _, Tint tint) in curves)
        {
            foreach (Series seed in seeds)
            {
                panel.Line(seed.Select(Place), tint, 0.8, 0.45);
            }
        }

        // A band may reach where a logarithm cannot.
        double least = logarithmic ? values.Min() / 10 : double.NegativeInfinity;
        foreach ((_, Series[] finished, Tint tint) in curves)
        {
            (Series mean, Series low, Series high) = Mean(finished, ReferenceEquals(budget, Budget.Steps), measure.Range);
            panel.Area(
                new Series([.. low.Steps, .. high.Steps.Reverse()],
                    [.. low.Values.Select(value => Place(Math.Max(value, least))), .. high.Values.Reverse().Select(Place)]), tint, 0.13);
            panel.Line(mean.Select(Place), tint, 2.6);
        }

        return panel;

        Series[] Curves(IEnumerable<ComparedRun> runs) => [.. runs.Select(run =>
        {
            MetricsRow[] rows = [.. run.Evaluations.Where(row => row.Number(measure.Name) is not null && double.IsFinite(budget.Of(run, row)))];
            return new Series([.. rows.Select(row => budget.Of(run, row))], [.. rows.Select(row => row.Number(measure.Name)!.Value)]);
        }).Where(series => series.Count > 0)];
    }

    /// <summary>Mean of curves and its 95% interval, wherever all of them are known; what was measured last counts until the next evaluation.</summary>
    /// <param name="seeds">The curves.</param>
    /// <param name="shared">Whether they were measured at the same places, which then are the places of the mean.</param>
    /// <param name="range">What values are possible.</param>
    internal static (Series Mean, Series Low, Series High) Mean(IReadOnlyList<Series> seeds, bool shared, Interval range)
    {
        if (seeds.Count == 0)
        {
            return (Series.Empty, Series.Empty, Series.Empty);
        }

        double from = seeds.Max(seed => seed.Steps[0]);
        double to = seeds.Min(seed => seed.Steps[^1]);
        IEnumerable<double> candidates = shared ? seeds.SelectMany(seed => seed.Steps).Distinct().Order()
            : Enumerable.Range(0, Places).Select(i => from + ((to - from) * i / (Places - 1)));
        double[] places = [.. candidates.Where(place => place >= from && place <= to)];
        Outcomes[] outcomes = [.. places.Select(place => Outcomes.Of(seeds.Select(seed => At(seed, place))) with { Range = range })];
        return (
            new Series(places, [.. outcomes.Select(sample => sample.Mean)]),
            new Series(places, [.. outcomes.Select(sample => sample.Interval?.Low ?? sample.Mean)]),
            new Series(places, [.. outcomes.Select(sample => sample.Interval?.High ?? sample.Mean)]));
    }

    private static double At(Series seed, double place)
    {
        int found = Array.BinarySearch(seed.Steps, place);
        return seed.Values[found >= 0 ? found : Math.Max(0, ~found - 1)];
    }
}
