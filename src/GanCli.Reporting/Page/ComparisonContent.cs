using System.Globalization;
using GanCli.Reporting.Charts;
using GanCli.Reporting.Comparison;
using GanCli.Reporting.Drawing;
using GanCli.Reporting.Statistics;
using GanCli.Runs;

namespace GanCli.Reporting.Page;

/// <summary>What the report of many runs says and shows.</summary>
/// <param name="Title">What the runs have in common: the name of their folder.</param>
/// <param name="View">The comparison.</param>
public sealed record ComparisonContent(string Title, ComparisonView View)
{
    /// <summary>Bytes of sample pictures in a page.</summary>
    public const int MostBytes = 4_000_000;

    private const int MostMetrics = 6;

    /// <summary>Groups with a colour of their own: those that curves are drawn of.</summary>
    public IReadOnlyList<(RunGroup Group, Tint Tint)> Coloured { get; } = [.. View.Groups.Zip(Theme.Groups)];

    /// <summary>How many groups and runs there are.</summary>
    public string Size => $"{RunComparison.Count(View.Groups.Count, "group", "groups")}, {RunComparison.Count(View.Groups.Sum(group => group.Runs.Count), "run", "runs")}";

    /// <summary>What came out in a sentence or two.</summary>
    public string Lead => Story + Narrow;

    private string Story
    {
        get
        {
            RunGroup best = View.Groups[0];
            if (View.Groups.Any(group => group.IsHeldByBlob))
            {
                // What a blob does too is not praised.
                return View.Comparison.Metrics.Where(measure => measure.Name is not HeldModes.Key and not HeldModes.Captured).FirstOrDefault(measure => View.Groups.Any(group => !group.IsNoBetterThanBlob(measure) && group.Of(measure).Count > 0)) is Measure other
                    ? $"A featureless blob holds all modes of these data too, so that to hold them says little. {Best(other)}"
                    : "No group is better than a featureless blob.";
            }

            if (best.Success is var (held, of) && best.SuccessInterval is Interval interval)
            {
                RunGroup[] equal = [.. View.Groups.Where(group => group.Success is var (h, o) && (long)h * of == (long)held * o)];
                string rate = string.Create(CultureInfo.InvariantCulture, $"{held} of {of} seeds (95%: {Percent(interval.Low)} to {Percent(interval.High)})");
                return held == 0 ? "No run held all modes at the end."
                    : View.Groups.Count == 1 ? $"All modes were held at the end in {rate}."
                    : equal.Length == 1 ? $"“{best.Label}” held all modes at the end most often: in {rate}."
                    : $"{(equal.Length == View.Groups.Count ? "All groups" : $"{RunComparison.Count(equal.Length, "group", "groups")} of {Numbers.Whole(View.Groups.Count)}")} held all modes at the end equally often: in {rate}.";
            }

            return View.Comparison.Main is [Measure first, ..] && best.Of(first).Count > 0 ? Best(first) : "Nothing was measured.";
        }
    }

    // Modes held by a crowd in their middle are not what the data have there: that belongs to the claim.
    private string Narrow
    {
        get
        {
            RunGroup best = View.Groups[0];
            double[] widths = [.. best.Runs.Select(run => run.Width).OfType<double>().Order()];
            return best.Success is (> 0, _) && widths.Length > 0 && widths[widths.Length / 2] is < HeldModes.Narrow and var width
                ? $" But {(View.Groups.Count == 1 ? "they" : $"those of “{best.Label}”")} are narrow: {Numbers.RoughPercent(width)} of their width."
                : "";
        }
    }

    private string Best(Measure measure)
    {
        RunGroup best = View.Groups.Where(group => group.Of(measure).Count > 0).MaxBy(group => measure.Merit(group.Of(measure).Mean))!;
        string blob = best.IsNoBetterThanBlob(measure) ? ", no better than a featureless blob’s" : "";
        return $"“{best.Label}” has the best mean of {measure.About.Label.ToLowerInvariant()}: {measure.Write(best.Of(measure).Mean)}{blob}.";
    }

    /// <summary>The numeric setting along which the groups differ; null where there is none.</summary>
    public NumericAxis? Setting { get; } = NumericAxis.Of(View.Comparison);

    /// <summary>The success rate and the metrics over that setting.</summary>
    public IReadOnlyList<Picture> OverSetting()
    {
        if (Setting is not NumericAxis axis)
        {
            return [];
        }

        Measure[] rate = View.Groups.Any(group => group.Success is not null) ? [Measure.Success] : [];
        return [.. rate.Concat(View.Comparison.Metrics).Take(MostMetrics)
            .Select(measure => SettingCurves.Draw(axis, measure, SharesPerfect ? measure.About.Ceiling(final: true) : null, SharesPerfect ? measure.About.Floor(final: true) : null)).OfType<Picture>()];
    }

    /// <summary>Curves of the metrics over the steps.</summary>
    public IReadOnlyList<Picture> Curves() => Draw(View.Comparison.Metrics.Take(MostMetrics), Budget.Steps);

    /// <summary>Curves of the metrics that tell most over training time and gradient evaluations.</summary>
    public IReadOnlyList<Picture> EqualCompute() => [.. Draw(View.Comparison.Main, Budget.Seconds), .. Draw(View.Comparison.Main, Budget.Gradients)];

    /// <summary>Whether all groups had the same data and evaluations, and so the same perfect scores.</summary>
    public bool SharesPerfect => !View.Comparison.Differing.Any(path => path.StartsWith("data", StringComparison.Ordinal) || path.StartsWith("evaluation", StringComparison.Ordinal));

    /// <summary>Strips of samples, one for each group, as PNG files: of as many seeds as the page may hold, and where it cannot hold one of each group,
    /// of the first groups.</summary>
    /// <returns>The strips, and how many seeds are in the longest.</returns>
    public (IReadOnlyList<(RunGroup Group, byte[] Picture)> Strips, int Seeds) Samples()
    {
        int seeds = Math.Min(GroupSamples.MostSeeds, View.Groups.Max(group => group.Runs.Count));
        while (true)
        {
            List<(RunGroup Group, byte[] Picture)> strips = [];
            long bytes = 0;
            foreach (RunGroup group in View.Groups)
            {
                if (GroupSamples.Draw(group, seeds) is byte[] picture)
                {
                    bytes += picture.Length;
                    if (bytes > MostBytes)
                    {
                        break;
                    }

                    strips.Add((group, picture));
                }
            }

            if (bytes <= MostBytes || seeds == 1)
            {
                return (strips, seeds);
            }

            // What was drawn tells how much one seed takes.
            double share = (double)(strips.Count + 1) / View.Groups.Count;
            seeds = Math.Clamp((int)(seeds * share), 1, seeds - 1);
        }
    }

    private List<Picture> Draw(IEnumerable<Measure> metrics, Budget budget)
    {
        List<Picture> pictures = [];
        foreach (Measure metric in metrics)
        {
            if (GroupCurves.Draw(Coloured, metric, budget, SharesPerfect ? metric.About.Perfect : null, SharesPerfect ? metric.About.Uninformed : null) is Panel panel)
            {
                string name = string.Concat($"{budget.Name}-{metric.Name}".Select(character => char.IsAsciiLetterOrDigit(character) ? character : '-'));
                pictures.Add(Picture.Of(name, panel, 560, 270));
            }
        }

        return pictures;
    }

    internal static string Percent(double share) => (share * 100).ToString("0", CultureInfo.InvariantCulture) + "%";
}
