using GanCli.Runs;

namespace GanCli.Reporting.Comparison;

/// <summary>A comparison as somebody asked to see it.</summary>
/// <param name="Comparison">The groups.</param>
/// <param name="Groups">The same in the order of the table.</param>
/// <param name="Columns">Columns of the table.</param>
/// <param name="Baseline">What groups are tested against; null where there is but one group.</param>
/// <param name="Tested">What is tested, besides success.</param>
/// <param name="Notes">What a reader has to know.</param>
public sealed record ComparisonView(
    RunComparison Comparison, IReadOnlyList<RunGroup> Groups, IReadOnlyList<Column> Columns, Baselines? Baseline, IReadOnlyList<Measure> Tested,
    IReadOnlyList<string> Notes)
{
    private IReadOnlyList<BaselineTest>? _tests;
    private IReadOnlyList<Combination>? _combinations;

    /// <summary>Whether runs of the same seed are pairs.</summary>
    public bool Paired { get; init; } = true;

    /// <summary>Whether each row is one run, as a group of its own.</summary>
    public bool OfRuns { get; init; }

    /// <summary>The order that a table has unless somebody asks for another: the highest success rate first, then the best of the first metric.</summary>
    public static IReadOnlyList<RunGroup> BestFirst(RunComparison comparison) => Column.Success.Sort(
        comparison.Main is [Measure first, ..] ? Column.Find(comparison, first.Name)!.Sort(comparison.Groups) : comparison.Groups);

    /// <summary>What is shown unless somebody asks for something else.</summary>
    /// <param name="comparison">The groups.</param>
    /// <param name="baseline">What they are tested against.</param>
    /// <param name="notes">What a reader has to know.</param>
    public static ComparisonView Of(RunComparison comparison, Baselines? baseline, IReadOnlyList<string> notes) =>
        new(comparison, BestFirst(comparison), Column.Default(comparison), baseline, comparison.Main, notes);

    /// <summary>A row for each run that counts: the runs of a group together, by seed.</summary>
    /// <param name="groups">The groups, in the order of the rows.</param>
    public static IReadOnlyList<RunGroup> EachRun(IReadOnlyList<RunGroup> groups) =>
        [.. groups.SelectMany(group => group.Runs.Select(run => group with { Settings = run.Settings, Runs = [run] }))];

    /// <summary>All tests against the baseline.</summary>
    public IReadOnlyList<BaselineTest> Tests => _tests ??= Baseline is null ? [] : BaselineTest.All(Groups, Baseline, Tested, Paired);

    /// <summary>Groups with two changes against those with one, where the groups span two axes.</summary>
    public IReadOnlyList<Combination> Combinations => _combinations ??= Baseline is null ? [] : Combination.All(Comparison, Baseline, Tested, Paired);

    /// <summary>What combinations do beyond the sum of their changes.</summary>
    public IReadOnlyList<BaselineTest> Interactions => [.. Combinations.Select(each => each.Interaction).OfType<BaselineTest>()];

    /// <summary>Shares of the seeds, where they were set apart.</summary>
    public IReadOnlyList<SeedVariance> Variance => SeedVariance.Of(Groups, Tested);

    /// <summary>What samplers of known worth score, beneath the groups.</summary>
    public IReadOnlyList<ReferenceRow> References { get; } = ReferenceRow.Of(Groups);

    /// <summary>The data whose modes a featureless blob holds too, in words; null where there are none.</summary>
    internal string? HeldByBlob => DataSet.Of(Groups).Where(same => same.Groups.Any(group => group.IsHeldByBlob)).Select(same => same.Words).ToArray() switch
    {
        [] => null,
        [""] => "these data",
        var words => string.Join(" and of ", words),
    };

    /// <summary>How the table of groups is to be read: what its columns show, and nothing else.</summary>
    public string TableNote => string.Join("; ", TableNotes());

    private IEnumerable<string> TableNotes()
    {
        yield return OfRuns ? "a row is a run, under the name of its group" : "runs of a group differ in nothing but seeds";
        if (OfRuns && Columns.Any(column => column.Measure == Measure.First))
        {
            yield return "first: the first step with all modes";
        }

        if (!OfRuns && Columns.Any(column => Groups.Any(group => column.Text(group).Contains(" ± ", StringComparison.Ordinal))))
        {
            yield return "±: standard deviation";
        }

        bool wilson = Columns.Contains(Column.SuccessInterval) && Groups.Any(group => group.Success is not null);
        bool student =
            Columns.Any(column => column.Measure is not null && string.Equals(column.Heading, Column.SuccessInterval.Heading, StringComparison.Ordinal));
        if (!OfRuns && (student || wilson))
        {
            yield return $"95%: {(student ? "Student’s interval of the mean within what is possible" : "")}{(student && wilson ? ", " : "")}"
                + $"{(wilson ? student ? "Wilson’s of the rate" : "Wilson’s interval of the rate" : "")}";
        }

        if (HeldByBlob is string data && Columns.Any(column => string.Equals(column.Name, Column.Success.Name, StringComparison.Ordinal)))
        {
            yield return $"a featureless blob holds all modes of {data} too: all modes counts there runs that also have more samples within them than a blob";
        }

        if (Groups.Any(group => Columns.Any(column => column.Text(group).EndsWith(BlobMark.Mark, StringComparison.Ordinal))))
        {
            yield return BlobMark.Note;
        }
    }

    /// <summary>How the tests are to be read; nothing where there are none.</summary>
    public string TestsNote => TestsNoteOf(TestTable.Headings);

    /// <summary>How the tests are to be read in a table of some of its columns.</summary>
    /// <param name="shown">Headings of those that are shown.</param>
    public string TestsNoteOf(IReadOnlyList<string> shown)
    {
        bool fewer = Tests.Any(test => test.Pairs < Math.Max(test.Runs.Group, test.Runs.Baseline));
        string delta = !shown.Contains("delta", StringComparer.Ordinal) ? "" : $"delta: Cliff’s, {(fewer ? "over all runs, " : "")}−1 to 1; ";
        return Tests.Count == 0 ? ""
            : $"difference: mean less the baseline’s{(fewer ? ", over the seeds that both have" : "")}; {Intervals(shown)}{delta}{Reading(Tests, "groups")}";
    }

    // An interval rests on a formula for many seeds, a p on none.
    private static string Intervals(IReadOnlyList<string> shown) => shown.Contains("95%", StringComparer.Ordinal)
        ? "95%: Newcombe’s interval of shares, Student’s of means, both approximate: where one leaves out 0 and p does not reach .05, go by p; " : "";

    /// <summary>How the combinations are to be read.</summary>
    public string CombinationsNote =>
        "difference: mean less that of the better of its two changes alone, which was picked by the same runs: a gain is rather understated; "
            + Reading(Combinations.Select(each => each.Test), "combinations");

    /// <summary>How the interactions are to be read.</summary>
    public string InteractionsNote => InteractionsNoteOf(InteractionTable.Headings);

    /// <summary>How the interactions are to be read in a table of some of its columns.</summary>
    /// <param name="shown">Headings of those that are shown.</param>
    public string InteractionsNoteOf(IReadOnlyList<string> shown) =>
        "interaction: (both − first alone) − (second alone − baseline), seed by seed: 0 where two changes add up, which they cannot where one alone reaches "
            + "the best there is; "
            + (shown.Contains("95%", StringComparer.Ordinal) ? "95%: Student’s interval of its mean; " : "") + Reading(Interactions, "combinations")
            + ", if chance moves an interaction up as easily as down";

    /// <summary>The table of tests: headings and rows.</summary>
    public (IReadOnlyList<string> Headings, IReadOnlyList<IReadOnlyList<string>> Rows) TestTable => (
        ["group", "measure", "difference", "95%", "delta", "p", "p (Holm)", "test"],
        [.. Tests.Select(
            test => (IReadOnlyList<string>)[test.Group.Label, test.What.Replace('-', ' '), test.Effect, test.IntervalText, test.DeltaText, test.PText,
                test.CorrectedText, test.Method])]);

    /// <summary>The table of combinations: headings and rows.</summary>
    public (IReadOnlyList<string> Headings, IReadOnlyList<IReadOnlyList<string>> Rows) CombinationTable => (
        ["combination", "better alone", "measure", "difference", "95%", "delta", "p", "p (Holm)", "test"],
        [
            .. Combinations.Select(each => (IReadOnlyList<string>)
                [each.Test.Group.Label, each.Single.Label, each.Test.What.Replace('-', ' '), each.Test.Effect, each.Test.IntervalText, each.Test.DeltaText,
                    each.Test.PText, each.Test.CorrectedText, each.Test.Method]),
        ]);

    /// <summary>The table of interactions: headings and rows.</summary>
    public (IReadOnlyList<string> Headings, IReadOnlyList<IReadOnlyList<string>> Rows) InteractionTable => (
        ["combination", "measure", "interaction", "95%", "p", "p (Holm)", "test"],
        [.. Interactions.Select(
            test => (IReadOnlyList<string>)[test.Group.Label, test.What.Replace('-', ' '), test.Effect, test.IntervalText, test.PText, test.CorrectedText,
                test.Method])]);

    /// <summary>The table of variance shares.</summary>
    public (IReadOnlyList<string> Headings, IReadOnlyList<IReadOnlyList<string>> Rows) VarianceTable => (
        ["group", "measure", "init", "data", "latent", "together"],
        [.. Variance.Select(
            variance => (IReadOnlyList<string>)[variance.Group.Label, variance.Measure.Name.Replace('-', ' '),
                .. variance.Shares.Shares.Append(variance.Shares.RestShare).Select(Share)])]);

    private static string Reading(IEnumerable<BaselineTest> tests, string over) =>
        (tests.Any(test => test.Measure.IsShare) ? "pp: percentage points; " : "") + $"p: exact, two-sided, Holm’s correction over the {over} for each measure";

    private static string Share(double share) => double.IsNaN(share) ? "–" : Numbers.RoughPercent(share);
}
