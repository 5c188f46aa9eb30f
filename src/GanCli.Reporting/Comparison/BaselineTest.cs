using System.Globalization;
using GanCli.Reporting.Statistics;

namespace GanCli.Reporting.Comparison;

/// <summary>One group against the baseline in one respect: how large the difference is, and whether it could be luck.</summary>
/// <param name="Group">The group.</param>
/// <param name="Measure">In what: a measure, or success.</param>
/// <param name="Runs">Runs of the group and of the baseline that count.</param>
/// <param name="Pairs">Pairs of the same seed, or null where the groups ran others.</param>
/// <param name="Differing">How many pairs differ; without pairs, how many runs.</param>
/// <param name="Difference">Mean of the group less mean of the baseline, or of success rates.</param>
/// <param name="Interval">Its 95% interval: Student's of paired differences, Welch's, or Newcombe's of rates; null where there are too few runs.</param>
/// <param name="Delta">Cliff's δ.</param>
/// <param name="Outcome">The exact test; null where a group has no value.</param>
public sealed record BaselineTest(
    RunGroup Group, Measure Measure, (int Group, int Baseline) Runs, int? Pairs, int Differing, double Difference, Interval? Interval, double Delta,
    TestOutcome? Outcome)
{
    private const double Rounding = 1e-12;

    /// <summary>It is a difference of two differences, which can be twice as far from 0 as one.</summary>
    public bool IsInteraction { get; init; }

    /// <summary>Its 95% interval, as far as it lies where a difference can be: no more than from one end of the measure to the other.</summary>
    public Interval? Interval
    {
        get;
        init => field = value?.Within(IsInteraction ? Measure.Interactions : Measure.Differences);
    }
    = Interval?.Within(Measure.Differences);

    /// <summary>The measure's name.</summary>
    public string What => Measure.Name;

    /// <summary>The p value after Holm's correction over all tests of the same measure; null where there is none.</summary>
    public double? Adjusted { get; init; }

    /// <summary>The smallest corrected p value that any of the tests of the same measure could have had.</summary>
    public double LeastAdjusted { get; init; }

    /// <summary>Whether neither the group nor the baseline is better than a featureless blob, so that their difference says nothing: there is no
    /// test.</summary>
    public bool IsNoBetterThanBlob { get; init; }

    /// <summary>The size of the difference in words: <c>+0.52</c>, <c>+3.1 pp</c>.</summary>
    public string Effect => Outcome is null && !IsNoBetterThanBlob ? "–" : Measure.WriteDifference(Difference);

    /// <summary>Its interval in words: <c>+0.1 to +0.94</c>.</summary>
    public string IntervalText => Interval is Interval interval ? Measure.WriteDifference(interval) : "–";

    /// <summary>Cliff's δ in words.</summary>
    public string DeltaText => double.IsNaN(Delta) ? "–" : (Delta > 0 ? "+" : "") + Delta.ToString("0.00", CultureInfo.InvariantCulture).Replace('-', '−');

    /// <summary>The p value in words, or why there cannot be one.</summary>
    public string Verdict => Outcome switch
    {
        null when IsNoBetterThanBlob => "no better than a blob",
        null => "no values to compare",
        _ when Differing == 0 => "all are equal",
        { CanReach: false } => CannotReach(Outcome.Least),
        _ => P(Outcome.P),
    };

    /// <summary>The p value in words for a table that has a column of corrected ones: nothing where there cannot be one.</summary>
    public string PText => Outcome is { CanReach: true } && Differing > 0 ? Verdict : "–";

    /// <summary>The corrected p value in words, or why there is none.</summary>
    public string CorrectedText => AdjustedText.Length > 0 ? AdjustedText : Verdict;

    /// <summary>The corrected p value in words, or why there cannot be one; nothing where there is none.</summary>
    public string AdjustedText => Adjusted is not double adjusted ? "" : LeastAdjusted > TestOutcome.Level ? CannotReach(LeastAdjusted) : P(adjusted);

    /// <summary>The test and what it was made of: <c>sign flips, 10 pairs, 3 differ</c>.</summary>
    public string Method => Outcome is null ? ""
        : Pairs is not int pairs ? $"{Outcome.Method}, {Numbers.Whole(Runs.Group)} against {Numbers.Whole(Runs.Baseline)}"
        : $"{Outcome.Method}, {RunComparison.Count(pairs, "pair", "pairs")}"
            + (Differing == pairs ? "" : Differing == 0 ? ", none differs" : Differing == 1 ? ", 1 differs" : $", {Numbers.Whole(Differing)} differ");

    /// <summary>Compares all groups with their baselines, where these have the same data: numbers of other data do not compare.</summary>
    /// <param name="groups">The groups, in the order of the tests; baselines among them, and what has none, are passed over.</param>
    /// <param name="baselines">What they are compared with.</param>
    /// <param name="measures">What to compare, besides success rates.</param>
    /// <param name="paired">Whether runs of the same seed are pairs.</param>
    public static IReadOnlyList<BaselineTest> All(IReadOnlyList<RunGroup> groups, Baselines baselines, IReadOnlyList<Measure> measures, bool paired = true)
    {
        (RunGroup Group, RunGroup Baseline)[] others =
        [
            .. groups.Where(group => !baselines.Contains(group))
                .SelectMany(group => baselines.Of(group) is RunGroup baseline && IsSame(group.Settings.Data, baseline.Settings.Data)
                    ? new[] { (group, baseline) } : []),
        ];
        return [.. WithSuccess(groups, measures).SelectMany(measure => Corrected([.. others.Select(pair => Of(pair.Group, pair.Baseline, measure, paired))]))];
    }

    private static bool IsSame(string data, string other) => string.Equals(data, other, StringComparison.Ordinal);

    /// <summary>Measures, with success before them where modes are counted.</summary>
    internal static IEnumerable<Measure> WithSuccess(IReadOnlyList<RunGroup> groups, IReadOnlyList<Measure> measures) =>
        groups.Any(group => group.Success is not null) ? measures.Prepend(Measure.Success) : measures;

    /// <summary>Compares a group with the baseline in one respect. Seeds are paired where all of one group are among the other's; then it is a sign-flip
    /// test, or McNemar's for success, else one of labels, or Fisher's.</summary>
    /// <param name="group">The group.</param>
    /// <param name="baseline">What it is compared with.</param>
    /// <param name="measure">In what.</param>
    /// <param name="paired">False: no pairs, whatever the seeds. The p value of n pairs cannot be below 2/2ⁿ, which a correction over many groups puts out
    /// of reach; and where equal seeds make runs alike, tests without pairs only find less.</param>
    public static BaselineTest Of(RunGroup group, RunGroup baseline, Measure measure, bool paired = true)
    {
        // Where only one of them is better than a blob, the difference means something.
        if (group.IsNoBetterThanBlob(measure) && baseline.IsNoBetterThanBlob(measure))
        {
            double[] values = [.. Values(group, measure).Select(run => run.Value)];
            double[] others = [.. Values(baseline, measure).Select(run => run.Value)];
            return new BaselineTest(group, measure, (values.Length, others.Length), null, 0, Outcomes.Of(values).Mean
                - Outcomes.Of(others).Mean, null, Effects.CliffsDelta(values, others), null) { IsNoBetterThanBlob = true };
        }

        (string Seed, double Value)[] mine = Values(group, measure);
        (string Seed, double Value)[] theirs = Values(baseline, measure);
        double[] a = [.. mine.Select(run => run.Value)];
        double[] b = [.. theirs.Select(run => run.Value)];
        BaselineTest test =
            new(group, measure, (a.Length, b.Length), null, 0, Outcomes.Of(a).Mean - Outcomes.Of(b).Mean, null, Effects.CliffsDelta(a, b), null);
        bool rates = measure == Measure.Success;
        if (a.Length == 0 || b.Length == 0)
        {
            return test;
        }

        if (!paired || InPairs(mine, theirs) is not { } pairs)
        {
            int all = a.Concat(b).Distinct().Count() > 1 ? a.Length + b.Length : 0;
            (int, int) first = ((int)a.Sum(), a.Length);
            (int, int) second = ((int)b.Sum(), b.Length);
            return rates
                ? test with { Differing = all, Interval = Intervals.OfProportionDifference(first, second), Outcome = ProportionTest.Fisher(first, second) }
                : test with { Differing = all, Interval = Intervals.OfMeanDifference(Outcomes.Of(a), Outcomes.Of(b)), Outcome = PermutationTest.Labels(a, b) };
        }

        test = test.BySeed([.. pairs.Select(pair => pair.Mine - pair.Theirs)]);
        if (!rates)
        {
            return test;
        }

        int Cell(double one, double other) => pairs.Count(pair => pair == (one, other));
        (int both, int onlyMine, int onlyTheirs, int neither) = (Cell(1, 1), Cell(1, 0), Cell(0, 1), Cell(0, 0));
        return test with
        {
            Interval =
                Intervals.OfProportionDifference((both + onlyMine, pairs.Count), (both + onlyTheirs, pairs.Count),
                    Effects.Phi(both, onlyMine, onlyTheirs, neither)),
            Outcome = ProportionTest.McNemar(onlyMine, onlyTheirs),
        };
    }

    /// <summary>What two changes do together beyond the sum of what each does alone: (both − first alone) − (second alone − baseline), seed by seed.</summary>
    /// <param name="both">The group with both changes.</param>
    /// <param name="first">The group with the first alone.</param>
    /// <param name="second">The group with the second alone.</param>
    /// <param name="baseline">The group with neither.</param>
    /// <param name="measure">In what; of success it is a difference of rates.</param>
    /// <returns>A sign-flip test of the seeds that all four have in common; null where they have none.</returns>
    public static BaselineTest? Interaction(RunGroup both, RunGroup first, RunGroup second, RunGroup baseline, Measure measure)
    {
        Dictionary<string, double>[] others =
            [.. new[] { first, second, baseline }.Select(group => Values(group, measure)
                .ToDictionary(run => run.Seed, run => run.Value, StringComparer.Ordinal))];
        double[] differences = [.. Values(both, measure).Where(run => Array.TrueForAll(others, other => other.ContainsKey(run.Seed)))
            .Select(run => Sum([run.Value, -others[0][run.Seed], -others[1][run.Seed], others[2][run.Seed]]))];
        return differences.Length == 0 ? null
            : new BaselineTest(both, measure, (differences.Length, differences.Length), null, 0, double.NaN, null, double.NaN, null) { IsInteraction =
                true }.BySeed(differences);

        // What is 0 but for rounding is 0: .3 − .1 − .2 is not, in floating point.
        static double Sum(double[] terms) => terms.Sum() is var sum && Math.Abs(sum) <= Rounding * terms.Max(Math.Abs) ? 0 : sum;
    }

    private BaselineTest BySeed(double[] differences)
    {
        Outcomes sample = new(differences);
        return this
            with { Pairs = sample.Count, Differing = differences.Count(difference => difference != 0), Difference = sample.Mean, Interval =
                sample.Interval, Outcome = PermutationTest.SignFlips(differences) };
    }

    private static (string Seed, double Value)[] Values(RunGroup group, Measure measure) =>
        [.. group.Runs.Select(run => (run.Seed, Value: measure.Of(run))).Where(run => double.IsFinite(run.Value))];

    /// <summary>Values of the same seeds. Where each group has seeds that the other lacks, pairs would waste runs, and there are none.</summary>
    private static List<(double Mine, double Theirs)>? InPairs((string Seed, double Value)[] mine, (string Seed, double Value)[] theirs)
    {
        Dictionary<string, double> bySeed = theirs.ToDictionary(run => run.Seed, run => run.Value, StringComparer.Ordinal);
        List<(double, double)> pairs = [.. mine.Where(run => bySeed.ContainsKey(run.Seed)).Select(run => (run.Value, bySeed[run.Seed]))];
        return pairs.Count == Math.Min(mine.Length, theirs.Length) ? pairs : null;
    }

    /// <summary>Tests with Holm's correction over all of them. One that no outcome could have made significant tests nothing: it is none of the many.</summary>
    internal static IEnumerable<BaselineTest> Corrected(IReadOnlyList<BaselineTest> tests)
    {
        BaselineTest[] able = [.. tests.Where(test => test.Outcome is { CanReach: true })];
        IReadOnlyList<double> adjusted = Holm.Adjust([.. able.Select(test => test.Outcome!.P)]);
        double least = able.Length * able.Select(test => test.Outcome!.Least).DefaultIfEmpty(0).Min();
        return tests.Select(test => Array.IndexOf(able, test) is var place and >= 0
            ? test with { Adjusted = adjusted[place], LeastAdjusted = Math.Min(1, least) } : test);
    }

    private static string CannotReach(double least) => $"cannot reach .05 (least {P(least)})";

    private static string P(double p) => p switch
    {
        >= 0.9995 => "1",
        >= 0.1 => p.ToString("0.00", CultureInfo.InvariantCulture),
        >= 0.01 => p.ToString("0.000", CultureInfo.InvariantCulture),
        >= 0.0001 => p.ToString("0.0000", CultureInfo.InvariantCulture),
        _ => p.ToString("0.0e+0", CultureInfo.InvariantCulture),
    };
}
