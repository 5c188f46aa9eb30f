using GanCli.Reporting;
using GanCli.Reporting.Published;

namespace GanCli.Tests.Reporting.Published;

/// <summary>When a published number and measured ones agree, at cases whose borders are known.</summary>
public sealed class ExpectationTests
{
    // Student's t at 97.5% for 9, 2 and 4 degrees of freedom, from tables.
    private const double T9 = 2.262157;
    private const double T2 = 4.302653;
    private const double T4 = 2.776445;

    [Theory]
    [InlineData(0.999, Verdict.Agrees)]
    [InlineData(1.001, Verdict.Differs)]
    public void APublishedStandardErrorAloneHasStudentsReach(double share, Verdict verdict)
    {
        // Three equal runs are known exactly: what is left is the published error with 9 degrees of freedom.
        var expected = new Expectation("modes") { Value = 6.3, PlusMinus = 0.5, Kind = Uncertainty.StandardError, Trials = 10 };
        double at = 6.3 + (share * T9 * 0.5);

        Assert.Equal((verdict, ""), expected.Judge([at, at, at]));
    }

    [Theory]
    [InlineData(0.999, Verdict.Agrees)]
    [InlineData(1.001, Verdict.Differs)]
    public void ADeviationIsDividedByTheRootOfItsTrials(double share, Verdict verdict)
    {
        var expected = new Expectation("modes") { Value = 2, PlusMinus = 1.5, Kind = Uncertainty.Deviation, Trials = 10 };
        double at = 2 - (share * T9 * 1.5 / Math.Sqrt(10));

        Assert.Equal((verdict, ""), expected.Judge([at, at]));
    }

    [Theory]
    [InlineData(0.999, Verdict.Agrees)]
    [InlineData(1.001, Verdict.Differs)]
    public void TwoErrorsOfTheSameSizeAndNumberHaveTheDegreesOfFreedomOfBoth(double share, Verdict verdict)
    {
        // −1, 0, 1: deviation 1, error 1/√3 like the published one; Welch's degrees of freedom are 2 + 2, the error of the difference √(2/3).
        double distance = share * T4 * Math.Sqrt(2d / 3);
        var expected = new Expectation("x") { Value = distance, PlusMinus = 1 / Math.Sqrt(3), Kind = Uncertainty.StandardError, Trials = 3 };

        Assert.Equal((verdict, ""), expected.Judge([-1, 0, 1]));
    }

    [Theory]
    [InlineData(0.999, 0, Verdict.Agrees)]
    [InlineData(1.001, 0, Verdict.Differs)]
    [InlineData(1.001, 0.1, Verdict.Agrees)]
    public void WithoutAnErrorTheMeasuredIntervalDecides(double share, double tolerance, Verdict verdict)
    {
        double distance = share * T2 / Math.Sqrt(3);
        var expected = new Expectation("x")
        {
            Value = distance, PlusMinus = tolerance > 0 ? tolerance : null, Kind = tolerance > 0 ? Uncertainty.Tolerance : Uncertainty.Unknown,
        };

        Assert.Equal((verdict, ""), expected.Judge([-1, 0, 1]));
    }

    [Theory]
    [InlineData(0.5, Verdict.Agrees)]
    [InlineData(0.51, Verdict.Differs)]
    [InlineData(double.NaN, Verdict.Differs)]
    public void OneRunIsHeldAgainstATolerance(double value, Verdict verdict)
    {
        var expected = new Expectation("x") { Value = 0.25, PlusMinus = 0.25, Kind = Uncertainty.Tolerance };

        Assert.Equal((verdict, ""), expected.Judge([value]));
    }

    [Theory]
    [InlineData(Verdict.Agrees, 25)]
    [InlineData(Verdict.Differs, 24.9)]
    [InlineData(Verdict.Differs, double.NaN)]
    public void EveryRunKeepsABound(Verdict verdict, double second)
    {
        double[] values = [26, second, 25];
        Assert.Equal((verdict, ""), new Expectation("modes") { AtLeast = 25 }.Judge(values));
        Assert.Equal((verdict, ""), new Expectation("modes") { AtMost = -25 }.Judge([.. values.Select(static value => -value)]));
    }

    [Fact]
    public void WhatCannotBeJudgedSaysWhy()
    {
        Assert.Equal((Verdict.NotJudged, "not run"), new Expectation("x") { Value = 1 }.Judge([]));
        Assert.Equal((Verdict.NotJudged, "no number to agree with"), new Expectation("x") { Claim = "a picture" }.Judge([1, 2]));
        Assert.Equal((Verdict.NotJudged, "one run has no interval"), new Expectation("x") { Value = 1 }.Judge([1]));
        Assert.Equal((Verdict.NotJudged, "one run has no interval"), new Expectation("x") { Value = 1, PlusMinus = 1, Kind = Uncertainty.StandardError, Trials = 3 }.Judge([1]));
    }

    [Fact]
    public void RunsThatDivergedAreNotTheirMean() =>
        Assert.Equal((Verdict.Agrees, ""), new Expectation("x") { Value = 0 }.Judge([-1, double.NaN, 0, 1]));

    [Theory]
    [InlineData("6.3 ± 0.5", 6.3, 0.5, null, null, null)]
    [InlineData("6.3", 6.3, null, null, null, null)]
    [InlineData("circles: 6.3", 6.3, null, null, null, "circles")]
    [InlineData("≥ 8 in every run", null, null, 8d, null, null)]
    [InlineData("never: ≤ 24 in every run", null, null, null, 24d, "never")]
    [InlineData("1 to 2 in every run", null, null, 1d, 2d, null)]
    [InlineData("a picture", null, null, null, null, "a picture")]
    public void ItHasWords(string words, double? value, double? plusMinus, double? atLeast, double? atMost, string? claim) =>
        Assert.Equal(words, new Expectation("x") { Value = value, PlusMinus = plusMinus, AtLeast = atLeast, AtMost = atMost, Claim = claim }.Text(Numbers.Exact));
}
