using GanCli.Reporting.Comparison;
using GanCli.Reporting.Statistics;
using GanCli.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.Reporting.Comparison;

public sealed class BaselineTestTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TheSameSeedsAreTenPairs()
    {
        new SeedRun().WriteSeeds(_folder.FullName, 1, 2, 1, 0, 2, 1, 1, 0, 2, 1);
        new SeedRun { LearningRate = "1", Begun = 1 }.WriteSeeds(_folder.FullName, 8, 8, 8, 7, 8, 8, 8, 8, 8, 8);
        RunComparison comparison = Compare();
        IReadOnlyList<BaselineTest> tests = BaselineTest.All(comparison.Groups, Baselines.One(comparison.Groups[0]), comparison.Metrics);
        Assert.Equal(["success", "modes", "hq", "reverse-kl"], tests.Select(test => test.What));

        BaselineTest success = tests[0];
        Assert.Equal(("McNemar, 10 pairs, 9 differ", "+90.0 pp (+48.8 to +98.2 pp)", "0.0039", "0.0039"), (success.Method,
            $"{success.Effect} ({success.IntervalText})", success.Verdict, success.AdjustedText));
        BaselineTest modes = tests[1];
        Assert.Equal(("sign flips, 10 pairs", "+1.00", "0.0020"), (modes.Method, modes.DeltaText, modes.Verdict));
        Assert.Equal(2 / 1024.0, modes.Outcome!.P, 14);
        Outcomes differences = Outcomes.Of([7, 6, 7, 7, 6, 7, 7, 8, 6, 7]);
        Assert.Equal((differences.Mean, differences.Interval), (modes.Difference, modes.Interval));
        Assert.Equal(("+6.8", "+6.35 to +7.25"), (modes.Effect, modes.IntervalText));

        // All have the same share on a mode.
        Assert.Equal(("all are equal", "sign flips, 10 pairs, none differs", "0.0 pp", ""), (tests[2].Verdict, tests[2].Method, tests[2].Effect,
            tests[2].AdjustedText));
    }

    // Seven more modes of eight in nearly every run: Student's interval would go on to more modes than there are.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AnIntervalEndsWhereNoDifferenceCanBe(bool paired)
    {
        new SeedRun().WriteSeeds(_folder.FullName, 0, 0, 4);
        new SeedRun { LearningRate = "1", Begun = 1 }.WriteSeeds(_folder.FullName, 8, 8, 8);
        RunComparison comparison = Compare();

        BaselineTest modes = BaselineTest.All(comparison.Groups, Baselines.One(comparison.Groups[0]), comparison.Metrics, paired)
            .Single(test => test.What == "modes");

        Assert.Equal(8, modes.Interval!.Value.High);
        Assert.InRange(modes.Interval.Value.Low, -8, 6);
        Assert.EndsWith(" to +8", modes.IntervalText, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherSeedsAreNoPairs()
    {
        for (int seed = 0; seed < 8; seed++)
        {
            new SeedRun { Seed = $"{seed}", Modes = [1 + (seed % 2)] }.Write(_folder.FullName);
            new SeedRun { Seed = $"{seed + 1}", Modes = [seed < 7 ? 8 : 3], LearningRate = "1", Begun = 1 }.Write(_folder.FullName);
        }

        RunComparison comparison = Compare();
        BaselineTest modes = BaselineTest.Of(comparison.Groups[1], comparison.Groups[0], comparison.Metrics[0]);
        Assert.Equal(("labels, 8 against 8", 2 / 12870.0), (modes.Method, Math.Round(modes.Outcome!.P, 14)), (a, b) => a.Item1 == b.Item1
            && Math.Abs(a.Item2 - b.Item2) < 1e-12);
        Assert.Equal(Intervals.OfMeanDifference(Outcomes.Of([8, 8, 8, 8, 8, 8, 8, 3]), Outcomes.Of([1, 1, 1, 1, 2, 2, 2, 2])), modes.Interval);
        BaselineTest success = BaselineTest.Of(comparison.Groups[1], comparison.Groups[0], Measure.Success);
        Assert.Equal("Fisher, 8 against 8", success.Method);
        Assert.Equal(ProportionTest.Fisher((7, 8), (0, 8)), success.Outcome);
    }

    [Fact]
    public void ASeedThatIsMissingOnOneSideCostsOnePair()
    {
        new SeedRun().WriteSeeds(_folder.FullName, 1, 2, 3, 4, 5, 6, 7);
        new SeedRun { LearningRate = "1", Begun = 1 }.WriteSeeds(_folder.FullName, 8, 8, 8, 8, 8, 8);
        RunComparison comparison = Compare();
        Assert.Equal("sign flips, 6 pairs", BaselineTest.Of(comparison.Groups[1], comparison.Groups[0], comparison.Metrics[0]).Method);
    }

    [Fact]
    public void TooFewRunsAreSaidInWords()
    {
        new SeedRun().WriteSeeds(_folder.FullName, 1, 2, 8);
        new SeedRun { LearningRate = "1", Begun = 1 }.WriteSeeds(_folder.FullName, 8, 8, 8);
        new SeedRun { LearningRate = "2", Begun = 2, Seed = "7", Modes = [4] }.Write(_folder.FullName);
        new SeedRun { LearningRate = "3", Begun = 3, State = RunState.Diverged }.WriteSeeds(_folder.FullName, 1);
        RunComparison comparison = Compare();
        string[] verdicts = [.. comparison.Groups.Skip(1).Select(group => BaselineTest.Of(group, comparison.Groups[0], comparison.Metrics[0]).Verdict)];
        Assert.Equal(["cannot reach .05 (least 0.50)", "cannot reach .05 (least 0.25)", "no values to compare"], verdicts);
        BaselineTest kl = BaselineTest.Of(comparison.Groups[1], comparison.Groups[0], comparison.Metrics[2]);
        Assert.Equal(("cannot reach .05 (least 0.50)", "sign flips, 3 pairs, 2 differ"), (kl.Verdict, kl.Method));
        Assert.Equal("", kl.AdjustedText);
        Assert.Equal("–", BaselineTest.Of(comparison.Groups[3], comparison.Groups[0], comparison.Metrics[0]).Effect);
    }

    // Holm's correction is over the groups, for each measure; a test that cannot reach significance is none of the many.
    [Fact]
    public void ManyGroupsAreManyTests()
    {
        new SeedRun().WriteSeeds(_folder.FullName, 1, 2, 3, 1, 2, 3);
        new SeedRun { LearningRate = "1", Begun = 1 }.WriteSeeds(_folder.FullName, 8, 8, 8, 8, 8, 8);
        new SeedRun { LearningRate = "2", Begun = 2 }.WriteSeeds(_folder.FullName, 7, 7, 7, 7, 7, 0);
        new SeedRun { LearningRate = "3", Begun = 3 }.WriteSeeds(_folder.FullName, 8, 8);
        RunComparison comparison = Compare();
        BaselineTest[] modes =
            [.. BaselineTest.All(comparison.Groups, Baselines.One(comparison.Groups[0]), [comparison.Metrics[0]]).Where(test => test.What == "modes")];
        Assert.Equal([2 / 64.0, 4 / 64.0, 0.5], modes.Select(test => test.Outcome!.P));
        Assert.Equal([4 / 64.0, 4 / 64.0, null], modes.Select(test => test.Adjusted));
    }

    // Two groups of 6 pairs, both as far from the baseline as can be: 2/2⁶ each, but twice that is beyond .05. Without pairs it is 2 of 12 over 6 ways.
    [Fact]
    public void WhereTheCorrectionPutsSignificanceOutOfReachThatIsSaid()
    {
        new SeedRun().WriteSeeds(_folder.FullName, 0, 0, 0, 0, 0, 0);
        new SeedRun { LearningRate = "1", Begun = 1 }.WriteSeeds(_folder.FullName, 8, 8, 8, 8, 8, 8);
        new SeedRun { LearningRate = "2", Begun = 2 }.WriteSeeds(_folder.FullName, 7, 7, 7, 7, 7, 7);
        RunComparison comparison = Compare();
        BaselineTest[] Modes(bool paired) =>
            [.. BaselineTest.All(comparison.Groups, Baselines.One(comparison.Groups[0]), [comparison.Metrics[0]], paired).Where(test => test.What == "modes")];
        Assert.All(Modes(paired: true), test => Assert.Equal(("0.031", "cannot reach .05 (least 0.063)"), (test.Verdict, test.AdjustedText)));
        Assert.All(Modes(paired: false), test =>
        {
            Assert.Equal("labels, 6 against 6", test.Method);
            Assert.Equal(2 / 924.0, test.Outcome!.P, 14);
            Assert.Equal(4 / 924.0, test.Adjusted!.Value, 14);
            Assert.Equal("0.0043", test.AdjustedText);
        });
    }

    private RunComparison Compare() => RunComparison.Of(RunComparison.Read(RunFinder.All(_folder.FullName)).Runs);
}
