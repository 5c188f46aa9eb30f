using GanCli.Reporting.Charts;
using GanCli.Reporting.Comparison;
using GanCli.Reporting.Drawing;
using GanCli.Reporting.Summary;

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
    public string Size =>
        $"{RunComparison.Count(View.Groups.Count, "group", "groups")}, {RunComparison.Count(View.Groups.Sum(group => group.Runs.Count), "run", "runs")}";

    /// <summary>What came out in a sentence or two.</summary>
    public string Lead => ComparisonSentence.Write(View);

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
            .Select(
                measure =>
                    SettingCurves.Draw(axis, measure, SharesPerfect ? measure.About.Ceiling(final: true) : null, SharesPerfect
                        ? measure.About.Floor(final: true) : null)).OfType<Picture>()];
    }

    /// <summary>Curves of the metrics over the steps.</summary>
    public IReadOnlyList<Picture> Curves() => Draw(View.Comparison.Metrics.Take(MostMetrics), Budget.Steps);

    /// <summary>Curves of the metrics that tell most over training time and gradient evaluations.</summary>
    public IReadOnlyList<Picture> EqualCompute() => [.. Draw(View.Comparison.Main, Budget.Seconds), .. Draw(View.Comparison.Main, Budget.Gradients)];

    /// <summary>Whether all groups had the same data and evaluations, and so the same perfect scores.</summary>
    public bool SharesPerfect =>
        !View.Comparison.Differing.Any(path => path.StartsWith("data", StringComparison.Ordinal) || path.StartsWith("evaluation", StringComparison.Ordinal));

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
            if (GroupCurves.Draw(Coloured, metric, budget, SharesPerfect ? metric.About.Perfect : null, SharesPerfect ? metric.About.Uninformed
                : null) is Panel panel)
            {
                string name = string.Concat($"{budget.Name}-{metric.Name}".Select(character => char.IsAsciiLetterOrDigit(character) ? character : '-'));
                pictures.Add(Picture.Of(name, panel, 560, 270));
            }
        }

        return pictures;
    }

    internal static string Percent(double share) => ComparisonSentence.Percent(share);
}
