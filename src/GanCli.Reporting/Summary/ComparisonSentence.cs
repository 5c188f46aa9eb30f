using System.Globalization;
using GanCli.Reporting.Comparison;
using GanCli.Reporting.Statistics;
using GanCli.Runs;

namespace GanCli.Reporting.Summary;

/// <summary>A sentence or two that read a comparison: which group came out best, of each data set by itself, and what is to be said against it.</summary>
internal static class ComparisonSentence
{
    // More data sets than this would be no headline.
    private const int MostData = 4;

    private const int MostNames = 3;

    // Both a lost mode and samples off the modes cost some of it; the share of good samples rises where modes are lost.
    private const string Mass = "mode-tv";

    /// <summary>Writes it.</summary>
    public static string Write(ComparisonView view)
    {
        IReadOnlyList<DataSet> data = DataSet.Of(view.Groups);
        if (data.Count == 1)
        {
            return Story(view.Groups, view, "these data");
        }

        // Numbers of other data do not compare, and what is true of one data set is not of another.
        string rest = data.Count > MostData ? $" The other {RunComparison.Count(data.Count - MostData, "data set is", "data sets are")} in the table." : "";
        return string.Join(' ', data.Take(MostData).Select(same => $"On {same.Words}: {Lower(Story(same.Groups, view, "them"))}")) + rest;
    }

    /// <summary>A share as a whole percentage.</summary>
    internal static string Percent(double share) => (share * 100).ToString("0", CultureInfo.InvariantCulture) + "%";

    private static string Story(IReadOnlyList<RunGroup> groups, ComparisonView view, string these)
    {
        RunComparison comparison = view.Comparison;
        bool byBlob = groups.Any(group => group.IsHeldByBlob);
        bool counted = !byBlob && groups.Any(group => group.Success is not null);
        Measure? leading = counted ? Measure.Success
            : !byBlob ? comparison.Main.FirstOrDefault(measure => groups.Any(group => group.Of(measure).Count > 0))
            : comparison.Metrics.OrderBy(static measure => string.Equals(measure.Name, Mass, StringComparison.Ordinal) ? 0 : 1)
                .FirstOrDefault(measure => measure.Name is not HeldModes.Key and not HeldModes.Captured
                    && groups.Any(group => !group.IsNoBetterThanBlob(measure) && group.Of(measure).Count > 0));
        string opening = !byBlob ? ""
            : leading is null ? "No group is better than a featureless blob."
            : $"A featureless blob holds all modes of {these} too, so that to hold them says little. ";
        if (leading is null)
        {
            return opening.Length > 0 ? opening
                : $"Nothing was measured{(comparison.Budget is { Limit: > 0 } none ? $" within {none.Words}" : "")}.{Advice(comparison)}";
        }

        // A run that diverged is an outcome; one that was not measured is none, and may be the best.
        RunGroup[] lacking = [.. groups.Where(group => group.Of(leading).Count == 0 && group.Diverged < group.Runs.Count)];
        if (lacking.Length > 0)
        {
            string within = comparison.Budget is { Limit: > 0 } budget ? $" within {budget.Words}" : "";
            return $"{opening}{Names(lacking, groups)} {(lacking.Length == 1 ? "has" : "have")} no value of {Label(leading)}{within}, so that no group is "
                + $"the best.{Advice(comparison)}";
        }

        return opening + (counted ? Rates(groups) : Best(groups, leading)) + (counted ? Narrow(groups) : "") + Doubt(groups, leading, view);
    }

    /// <summary>A best group by chance is no best group: said where no test of the measure tells it from what it is compared with.</summary>
    private static string Doubt(IReadOnlyList<RunGroup> groups, Measure leading, ComparisonView view)
    {
        double[] merits = [.. groups.Select(group => leading == Measure.Success ? RateOf(group) : MeritOf(group, leading))];
        if (view.Baseline is not { } baseline || merits.Length < 2 || merits.Count(merit => merit == merits.Max()) > 1)
        {
            return "";
        }

        RunGroup best = groups[Array.IndexOf(merits, merits.Max())];
        BaselineTest[] tests =
        [
            .. BaselineTest.All(groups, baseline, leading == Measure.Success ? [] : [leading], view.Paired)
                .Where(test => test.Measure == leading && (test.Group == best || baseline.Of(test.Group) == best)),
        ];
        bool told = tests.Any(static test => (test.Adjusted ?? test.Outcome?.P) is < TestOutcome.Level);
        return told ? "" : " No exact test tells it from what it is compared with.";
    }

    private static double MeritOf(RunGroup group, Measure measure) =>
        group.Of(measure) is { Count: > 0 } estimate ? measure.Merit(estimate.Mean) : double.NegativeInfinity;

    private static string Rates(IReadOnlyList<RunGroup> groups)
    {
        RunGroup best = groups.MaxBy(RateOf)!;
        (int held, int of) = best.Success!.Value;
        if (held == 0)
        {
            return "No run held all modes at the end.";
        }

        RunGroup[] equal = [.. groups.Where(group => group.Success is var (h, o) && (long)h * of == (long)held * o)];
        Interval interval = best.SuccessInterval!.Value;
        string rate = Array.TrueForAll(equal, group => group.Success == best.Success)
            ? string.Create(CultureInfo.InvariantCulture,
                $"{held} of {of} {(of == 1 ? "seed" : "seeds")} (95%: {Percent(interval.Low)} to {Percent(interval.High)})")
            : $"{Percent((double)held / of)} of their seeds";
        return groups.Count == 1 ? $"All modes were held at the end in {rate}."
            : equal.Length == 1 ? $"“{best.Label}” held all modes at the end most often: in {rate}."
            : $"{(equal.Length == groups.Count ? "All groups" : $"{RunComparison.Count(equal.Length, "group", "groups")} of {Numbers.Whole(groups.Count)}")} "
                + $"held all modes at the end equally often: in {rate}.";
    }

    private static string Best(IReadOnlyList<RunGroup> groups, Measure measure)
    {
        (RunGroup Group, double Mean)[] measured =
            [.. groups.Select(group => (group, group.Of(measure))).Where(group => group.Item2.Count > 0).Select(group => (group.group, group.Item2.Mean))];
        (RunGroup best, double mean) = measured.MaxBy(group => measure.Merit(group.Mean));
        string value = measure.Write(mean) + (best.IsNoBetterThanBlob(measure) ? ", no better than a featureless blob’s" : "");
        RunGroup[] equal = [.. measured.Where(group => measure.Merit(group.Mean) == measure.Merit(mean)).Select(group => group.Group)];
        return groups.Count == 1 ? $"The mean of {Label(measure)} is {value}."
            : equal.Length == groups.Count ? $"All groups have the same mean of {Label(measure)}: {value}."
            : $"{Names(equal, groups)} {(equal.Length == 1 ? "has" : "have")} the best mean of {Label(measure)}: {value}.";
    }

    // Modes held by a crowd in their middle are not what the data have there: that belongs to the claim.
    private static string Narrow(IReadOnlyList<RunGroup> groups)
    {
        RunGroup best = groups.MaxBy(RateOf)!;
        double[] widths = [.. best.Runs.Select(run => run.Width).OfType<double>().Order()];
        if (best.Success is not (> 0, _) || widths.Length == 0 || !(widths[widths.Length / 2] is < HeldModes.Full and var width))
        {
            return "";
        }

        string those = groups.Count == 1 ? "they" : $"those of “{best.Label}”";
        return width < HeldModes.Narrow ? $" But {those} are narrow: {Numbers.RoughPercent(width)} of their width."
            : $" But {those} have {Numbers.RoughPercent(width)} of their width.";
    }

    private static string Advice(RunComparison comparison) => comparison.Budget?.Advice is string advice ? $" {char.ToUpperInvariant(advice[0])}{advice[1..]}."
        : "";

    private static string Label(Measure measure) => measure == Measure.Success ? "modes held" : measure.About.Label.ToLowerInvariant();

    private static string Names(RunGroup[] some, IReadOnlyList<RunGroup> groups) =>
        some.Length <= MostNames ? string.Join(" and ", some.Select(group => $"“{group.Label}”"))
            : $"{Numbers.Whole(some.Length)} of {RunComparison.Count(groups.Count, "group", "groups")}";

    private static string Lower(string sentence) => char.ToLowerInvariant(sentence[0]) + sentence[1..];

    private static double RateOf(RunGroup group) => group.Success is var (held, of) ? (double)held / of : double.NegativeInfinity;
}
