using GanCli.Reporting;
using GanCli.Reporting.Published;
using GanCli.Runs;

namespace GanCli.Tests.Reporting.Published;

/// <summary>What follows for an expectation from numbers, at cases whose borders are known. Printed numbers: <see cref="EquivalenceTests"/>.</summary>
public sealed class ExpectationTests
{
    [Theory]
    [InlineData(0.5, Verdict.Agrees)]
    [InlineData(0.51, Verdict.Differs)]
    [InlineData(double.NaN, Verdict.Differs)]
    public void OneRunIsHeldAgainstATolerance(double value, Verdict verdict)
    {
        var expected = new Expectation("x") { Value = 0.25, PlusMinus = 0.25, Kind = Uncertainty.Tolerance, Evidence = Evidence.ClosedForm };

        Assert.Equal(new Judgement(verdict), expected.Judge([value]));
    }

    [Theory]
    [InlineData(Verdict.Agrees, 25)]
    [InlineData(Verdict.Differs, 24.9)]
    [InlineData(Verdict.Differs, double.NaN)]
    public void EveryRunKeepsABound(Verdict verdict, double second)
    {
        double[] values = [26, second, 25, 25, 30];
        Assert.Equal(new Judgement(verdict), new Expectation("modes") { AtLeast = 25, Evidence = Evidence.Claim }.Judge(values));
        Assert.Equal(new Judgement(verdict),
            new Expectation("modes") { AtMost = -25, Evidence = Evidence.Claim }.Judge([.. values.Select(static value => -value)]));
    }

    // What every run is said to keep is broken by one, and not shown by four.
    [Theory]
    [InlineData(Verdict.Inconclusive, "1 run; 5 are the fewest", 25d)]
    [InlineData(Verdict.Inconclusive, "4 runs; 5 are the fewest", 25d, 25d, 25d, 25d)]
    [InlineData(Verdict.Agrees, "", 25d, 25d, 25d, 25d, 25d)]
    [InlineData(Verdict.Differs, "", 24d)]
    public void FewRunsBreakABoundButDoNotShowIt(Verdict verdict, string reason, params double[] values) =>
        Assert.Equal(new Judgement(verdict, reason), new Expectation("modes") { AtLeast = 25, Evidence = Evidence.Claim }.Judge(values));

    [Fact]
    public void WhatCannotBeJudgedSaysWhy()
    {
        Assert.Equal(new Judgement(Verdict.NotCounted, "not run"), new Expectation("x") { Value = 1, Margin = 1 }.Judge([]));
        Assert.Equal(new Judgement(Verdict.NotCounted, "no number to agree with"),
            new Expectation("x") { Claim = "a picture", Evidence = Evidence.Claim }.Judge([1, 2]));
        Assert.Equal(new Judgement(Verdict.Inconclusive, "1 run; 5 are the fewest"), new Expectation("x") { Value = 1, Margin = 1 }.Judge([1]));
        Assert.Equal(new Judgement(Verdict.Differs), new Expectation("x") { Value = 1, Margin = 1 }.Judge([double.NaN]));
    }

    [Theory]
    [InlineData("6.3 ± 0.5", 6.3, 0.5, null, null, null)]
    [InlineData("6.3", 6.3, null, null, null, null)]
    [InlineData("circles: 6.3", 6.3, null, null, null, "circles")]
    [InlineData("≥ 8 in every run", null, null, 8d, null, null)]
    [InlineData("never: ≤ 24 in every run", null, null, null, 24d, "never")]
    [InlineData("1 to 2 in every run", null, null, 1d, 2d, null)]
    [InlineData("a picture", null, null, null, null, "a picture")]
    public void ItHasWords(string words, double? value, double? plusMinus, double? atLeast, double? atMost, string? claim) =>
        Assert.Equal(words,
            new Expectation("x") { Value = value, PlusMinus = plusMinus, AtLeast = atLeast, AtMost = atMost, Claim = claim }.Text(Numbers.Exact));

    // A blob scores 20 to 25, 24 in the middle.
    [Theory]
    [InlineData(true, 20d, null)]
    [InlineData(false, 20.1, null)]
    [InlineData(true, null, 25d)]
    [InlineData(false, null, 24.9)]
    [InlineData(true, 20d, 25d)]
    [InlineData(false, 21d, 25d)]
    public void ABoundThatABlobKeepsIsKnown(bool met, double? atLeast, double? atMost) =>
        Assert.Equal(met,
            new Expectation("modes-captured") { AtLeast = atLeast, AtMost = atMost, Evidence =
                Evidence.Claim }.MeetsUninformed(About(new UninformedScore("uniform", 10, 24, 20, 25))));

    [Theory]
    [InlineData(true, 23.5)]
    [InlineData(true, 24.5)]
    [InlineData(false, 23.4)]
    [InlineData(false, 24.6)]
    [InlineData(false, 20)]
    [InlineData(true, 0)]
    public void APrintedNumberThatABlobScoresIsKnown(bool met, double value) =>
        Assert.Equal(met,
            new Expectation("modes-captured") { Value = value, Margin = 0.5 }.MeetsUninformed(About(new UninformedScore("uniform", 10, 24, 20, 25))));

    [Fact]
    public void ANumberIsMetByABlobOnlyWhereItIsKnownTo()
    {
        // Any untrained network scores no mode and no good sample, whether a run tells of blobs or not. A distance of 0 would be a feat.
        Assert.True(new Expectation("hq") { Value = 0, Margin = 0.1 }.MeetsUninformed(About(null)));
        Assert.False(new Expectation("reverse-kl") { Value = 0, Margin = 0.1 }.MeetsUninformed(About(null) with { Better = MetricDirection.Lower }));
        Assert.False(new Expectation("hq") { Value = 0.1, Margin = 1 }.MeetsUninformed(About(null)));
        Assert.False(new Expectation("hq") { Value = 0, Margin = 1 }.MeetsUninformed(null));
        Assert.False(new Expectation("hq") { AtMost = 1, Evidence = Evidence.Claim }.MeetsUninformed(About(null)));
        Assert.False(
            new Expectation("hq") { Claim = "picture", Evidence = Evidence.Claim }.MeetsUninformed(About(new UninformedScore("uniform", 10, 24, 20, 25))));
        Assert.False(
            new Expectation("hq") { Value = 24, PlusMinus = 1, Kind = Uncertainty.Tolerance, Evidence =
                Evidence.ClosedForm }.MeetsUninformed(About(new UninformedScore("uniform", 10, 24, 20, 25))));
    }

    // The evaluation at the end has its own number of samples, and its own score of a blob.
    [Fact]
    public void WhatABlobScoresIsThatOfTheEnd()
    {
        MetricDescription about = About(new UninformedScore("uniform", 10, 1, 1, 1)) with { UninformedFinal = new UninformedScore("uniform", 100, 24, 20, 25) };
        Assert.True(new Expectation("modes-captured") { Value = 24, Margin = 0.5 }.MeetsUninformed(about));
        Assert.False(new Expectation("modes-captured") { Value = 1, Margin = 0.5 }.MeetsUninformed(about));
    }

    private static MetricDescription About(UninformedScore? blob) => new("Modes", MetricDirection.Higher, MetricDisplay.Count) { Uninformed = blob };
}
