using GanCli.Reporting.Statistics;

namespace GanCli.Reporting.Published;

/// <summary>Whether two means are the same within a margin: two one-sided tests at 5% (Schuirmann 1987, J. Pharmacokinet. Biopharm. 15, 657), which is to
/// ask whether the 90% interval of their difference lies within the margin. To agree is what has to be shown, so that few runs never make it easier.</summary>
public static class Equivalence
{
    /// <summary>With fewer runs nothing is concluded. Outcomes of training are often either good or bad, and a few of one kind say nothing of the other; of a
    /// bound, five runs of five that keep it are the fewest to show, at 5%, that more than half of all would (½⁵ = 3%).</summary>
    public const int FewestRuns = 5;

    private const double Confidence = 0.9;

    /// <summary>Of exact repetitions, how many agree: as many runs of the very method whose ten trials were published with their standard error, judged with
    /// the margin of three such errors. Simulated with normal outcomes; a test simulates it again.</summary>
    public static IReadOnlyList<(int Runs, double Agrees)> Power { get; } = [(5, 0.12), (10, 0.28), (20, 0.48)];

    /// <summary>90% interval of our mean less theirs (Welch; Student where theirs is taken as exact).</summary>
    /// <param name="ours">Our numbers, at least two.</param>
    /// <param name="theirs">Their mean and its standard error, or 0 where nothing is known of that.</param>
    /// <param name="isCount">Whether numbers are counts: where all are the same, one of them is reckoned one off, for a few equal counts do not prove that all
    /// are.</param>
    public static Interval Difference(Outcomes ours, MeanEstimate theirs, bool isCount)
    {
        double least = isCount ? 1d / ours.Count : 0;
        return Intervals.OfMeanDifference(new MeanEstimate(ours.Mean, Math.Max(least, ours.Deviation / Math.Sqrt(ours.Count)), ours.Count), theirs, Confidence);
    }

    /// <summary>Within the margin throughout: the same. Outside of it throughout: not. Else neither is shown.</summary>
    /// <param name="difference">Interval of the difference.</param>
    /// <param name="margin">The largest difference that is none, above 0.</param>
    public static Verdict Judge(Interval difference, double margin) =>
        -margin <= difference.Low && difference.High <= margin ? Verdict.Agrees
        : difference.Low > margin || difference.High < -margin ? Verdict.Differs
        : Verdict.Inconclusive;
}
