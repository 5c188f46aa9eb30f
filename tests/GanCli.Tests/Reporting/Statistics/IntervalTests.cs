using GanCli.Reporting.Comparison;
using GanCli.Reporting.Statistics;
using GanCli.Runs;

namespace GanCli.Tests.Reporting.Statistics;

public sealed class IntervalTests
{
    // Student 1908: hours of sleep gained with one drug, and with another, by the same ten patients. R: t.test(…, paired = TRUE) and t.test(…).
    private static readonly double[] One = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
    private static readonly double[] Two = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

    [Fact]
    public void StudentsSleepData()
    {
        Outcomes gained = Outcomes.Of(Two.Zip(One, (two, one) => two - one));
        Assert.Equal((10, 1.58), (gained.Count, Math.Round(gained.Mean, 10)));
        Assert.Equal(1.229995, gained.Deviation, 6);
        Near(0.7001142, 2.4598858, Assert.NotNull(gained.Interval), 7);
        Near(-3.3654832, 0.2054832, Assert.NotNull(Intervals.OfMeanDifference(Outcomes.Of(One), Outcomes.Of(Two))), 7);
    }

    [Fact]
    public void AMedianIsTheMiddleOrBetweenBothMiddles()
    {
        Assert.Equal(3, Outcomes.Of([9, 1, 3]).Median);
        Assert.Equal(2.5, Outcomes.Of([9, 1, 3, 2]).Median);
        Assert.Equal(double.NaN, Outcomes.Of([]).Median);
    }

    [Fact]
    public void WhatIsNotFiniteIsLeftOut() => Assert.Equal([1.0, 2.0], Outcomes.Of([1, double.NaN, double.PositiveInfinity, 2]).Values);

    [Fact]
    public void OneNumberHasNoIntervalAndEqualNumbersHaveAPoint()
    {
        Assert.Null(Outcomes.Of([8]).Interval);
        Assert.Equal(double.NaN, Outcomes.Of([8]).Deviation);
        Assert.Equal(new Interval(0.1, 0.1), Outcomes.Of([0.1, 0.1, 0.1, 0.1, 0.1, 0.1]).Interval);
        Assert.Null(Intervals.OfMeanDifference(Outcomes.Of([8]), Outcomes.Of([1, 2])));
        Assert.Equal(new Interval(2, 2), Intervals.OfMeanDifference(Outcomes.Of([8, 8]), Outcomes.Of([6, 6, 6])));
    }

    // t(2) = 4.303: .386 ± .742 of three shares, and 6.67 ± 3.79 of three counts of up to 8.
    [Fact]
    public void AnIntervalEndsWhereNoMeanCanBe()
    {
        Outcomes shares = Outcomes.Of([0.165, 0.267, 0.726]);
        Near(-0.3563, 1.1283, Assert.NotNull(shares.Interval), 3);
        Assert.Equal(new Interval(0, 1), (shares with { Range = new Interval(0, 1) }).Interval);
        Near(2.872, 8, Assert.NotNull((Outcomes.Of([5, 7, 8]) with { Range = new Interval(0, 8) }).Interval), 3);
    }

    [Theory]
    [InlineData(MetricDisplay.Percent, null, null, 0, 1)]
    [InlineData(MetricDisplay.Count, 8.0, null, 0, 8)]
    [InlineData(MetricDisplay.Count, null, null, 0, double.PositiveInfinity)]
    [InlineData(MetricDisplay.Number, null, 0.0, 0, double.PositiveInfinity)]
    [InlineData(MetricDisplay.Number, 8.0, null, double.NegativeInfinity, double.PositiveInfinity)]
    public void AMetricSaysWhatIsPossible(MetricDisplay format, double? total, double? least, double low, double high) =>
        Assert.Equal(new Interval(low, high), Measure.RangeOf(new MetricDescription("m", MetricDirection.Lower, format) { Total = total, Least = least }));

    // Newcombe 1998, Statistics in Medicine 17, 857, table I, method 3.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void WilsonsIntervalAsPublished(int successes, int trials, double low, double high) =>
        Near(low, high, Assert.NotNull(Intervals.OfProportion(successes, trials)), 4);

    // The interval's ends are the proportions whose score test just rejects: |p̂ − p| = z √(p(1 − p)/n).
    [Fact]
    public void WilsonsEndsSolveTheScoreEquation()
    {
        const double z = 1.959963984540054;
        foreach ((int successes, int trials) in new[] { (3, 10), (9, 10), (10, 10), (1, 3) })
        {
            Interval interval = Assert.NotNull(Intervals.OfProportion(successes, trials));
            double share = (double)successes / trials;
            Assert.Equal(z * Math.Sqrt(interval.Low * (1 - interval.Low) / trials), share - interval.Low, 12);
            if (successes < trials)
            {
                Assert.Equal(z * Math.Sqrt(interval.High * (1 - interval.High) / trials), interval.High - share, 12);
            }
        }

        Assert.Equal(0, Intervals.OfProportion(0, 10)!.Value.Low);
        Assert.Equal(1, Intervals.OfProportion(10, 10)!.Value.High);
        Assert.Null(Intervals.OfProportion(0, 0));
    }

    // Newcombe 1998, Statistics in Medicine 17, 873, table II, method 10.
    [Theory]
    [InlineData(56, 70, 48, 80, 0.0524, 0.3339)]
    [InlineData(9, 10, 3, 10, 0.1705, 0.8090)]
    [InlineData(5, 56, 0, 29, -0.0381, 0.1926)]
    [InlineData(10, 10, 0, 10, 0.6075, 1)]
    public void NewcombesIntervalAsPublished(int a, int m, int b, int n, double low, double high) =>
        Near(low, high, Assert.NotNull(Intervals.OfProportionDifference((a, m), (b, n))), 4);

    [Fact]
    public void PairsThatAgreeMakeTheDifferenceSharper()
    {
        Interval apart = Intervals.OfProportionDifference((8, 10), (5, 10))!.Value;
        Interval paired = Intervals.OfProportionDifference((8, 10), (5, 10), Effects.Phi(5, 3, 0, 2))!.Value;
        Assert.Equal(0.5, Effects.Phi(5, 3, 0, 2), 12);
        Assert.InRange(paired.Low, apart.Low, 0.3);
        Assert.InRange(paired.High, 0.3, apart.High);

        // With φ = 1 only the lopsidedness of Wilson's interval is left: |(p − low) − (high − p)| to both sides.
        Interval wilson = Intervals.OfProportion(7, 10)!.Value;
        double rest = Math.Abs(wilson.Low + wilson.High - 1.4);
        Near(-rest, rest, Intervals.OfProportionDifference((7, 10), (7, 10), Effects.Phi(7, 0, 0, 3))!.Value, 12);
        Assert.Null(Intervals.OfProportionDifference((7, 10), (0, 0)));
    }

    private static void Near(double low, double high, Interval interval, int digits)
    {
        Assert.Equal(low, interval.Low, digits);
        Assert.Equal(high, interval.High, digits);
    }
}
