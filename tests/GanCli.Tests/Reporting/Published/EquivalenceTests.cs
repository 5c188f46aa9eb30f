using GanCli.Reporting.Published;
using GanCli.Reporting.Statistics;

namespace GanCli.Tests.Reporting.Published;

/// <summary>When a printed number and measured ones are the same. What one would be told at each border was worked out by hand from tables of t.</summary>
public sealed class EquivalenceTests
{
    // Student's t at 95% (90% between both sides) for 4 and 9 degrees of freedom, from tables.
    private const double T4 = 2.131847;
    private const double T9 = 1.833113;

    // −2 … 2: mean 0, deviation √2.5, standard error √.5.
    private static readonly double[] Five = [-2, -1, 0, 1, 2];

    private static readonly double Half = T4 * Math.Sqrt(0.5);

    [Theory]
    [InlineData(0.3, 1.001, Verdict.Agrees)]
    [InlineData(0.3, 0.999, Verdict.Inconclusive)]
    [InlineData(0, 1.001, Verdict.Agrees)]
    [InlineData(0, 0.999, Verdict.Inconclusive)]
    public void TheIntervalLiesWithinTheMargin(double distance, double share, Verdict verdict)
    {
        foreach (int side in (int[])[-1, 1])
        {
            var expected = new Expectation("x") { Value = side * distance, Margin = share * (distance + Half) };
            Judgement judgement = expected.Judge(Five);

            Assert.Equal((verdict, ""), (judgement.Verdict, judgement.Reason));
            Assert.Equal(-(side * distance) - Half, judgement.Difference!.Value.Low, 1e-5);
            Assert.Equal(-(side * distance) + Half, judgement.Difference!.Value.High, 1e-5);
        }
    }

    [Theory]
    [InlineData(1.001, Verdict.Differs)]
    [InlineData(0.999, Verdict.Inconclusive)]
    public void OrWhollyOutside(double share, Verdict verdict)
    {
        foreach (int side in (int[])[-1, 1])
        {
            Assert.Equal(verdict, new Expectation("x") { Value = side * ((share * Half) + 0.7), Margin = 0.7 }.Judge(Five).Verdict);
        }
    }

    // As large an error on their side with ten trials: Welch's degrees of freedom are (2a)² / (a²/4 + a²/9) = 11.08, t = 1.7946 (between 1.7959 and 1.7823).
    [Fact]
    public void ThePublishedErrorWidensTheInterval()
    {
        var expected = new Expectation("x") { Value = 0, PlusMinus = Math.Sqrt(0.5), Kind = Uncertainty.StandardError, Trials = 10, Margin = 1 };
        Assert.InRange(expected.Judge(Five).Difference!.Value.High, 1.7823, 1.7959);
        Assert.Equal(-expected.Judge(Five).Difference!.Value.Low, expected.Judge(Five).Difference!.Value.High, 1e-12);
    }

    [Fact]
    public void APublishedDeviationIsDividedByTheRootOfItsTrials()
    {
        var error = new Expectation("x") { Value = 1, PlusMinus = 0.5, Kind = Uncertainty.StandardError, Trials = 10, Margin = 1 };
        var deviation = error with { PlusMinus = 0.5 * Math.Sqrt(10), Kind = Uncertainty.Deviation };
        Assert.Equal(error.Judge(Five).Difference!.Value.High, deviation.Judge(Five).Difference!.Value.High, 1e-12);

        // Equal numbers that are no counts are known exactly: what is left is the published error with 9 degrees of freedom.
        Assert.Equal((T9 * 0.5) + 1, error.Judge([2, 2, 2, 2, 2]).Difference!.Value.High, 1e-5);
    }

    [Fact]
    public void EqualCountsAreNoProofThatAllAre()
    {
        var expected = new Expectation("modes-captured") { Value = 8, Margin = 0.4 };
        double[] eights = [8, 8, 8, 8, 8];

        // As though one had been 7: deviation 1/√5, error 1/5.
        Assert.Equal(T4 / 5, expected.Judge(eights, isCount: true).Difference!.Value.High, 1e-5);
        Assert.Equal(Verdict.Inconclusive, expected.Judge(eights, isCount: true).Verdict);
        Assert.Equal(Verdict.Agrees, expected.Judge([.. eights, .. eights], isCount: true).Verdict);
        Assert.Equal(Verdict.Agrees, expected.Judge(eights).Verdict);

        // Counts that vary are what they are: 8, 8, 8, 8, 7 have just that error.
        Assert.Equal(T4 / 5, (expected with { Value = 7.8 }).Judge([8, 8, 8, 8, 7], isCount: true).Difference!.Value.High, 1e-5);
    }

    [Theory]
    [InlineData(1, "1 run; 5 are the fewest")]
    [InlineData(2, "2 runs; 5 are the fewest")]
    [InlineData(4, "4 runs; 5 are the fewest")]
    public void FewerThanFiveRunsConcludeNothing(int runs, string reason)
    {
        foreach (double value in (double[])[3, 1000])
        {
            Judgement judgement = new Expectation("x") { Value = value, Margin = 1 }.Judge([.. Enumerable.Repeat(3d, runs)]);
            Assert.Equal((Verdict.Inconclusive, reason, runs > 1), (judgement.Verdict, judgement.Reason, judgement.Difference is not null));
        }
    }

    [Fact]
    public void RunsThatDivergedAreNotTheirMeanAndAreNoRunsOfIt()
    {
        var expected = new Expectation("x") { Value = 0, Margin = 2 };
        Assert.Equal(Verdict.Agrees, expected.Judge([.. Five, double.NaN]).Verdict);
        Assert.Equal(Verdict.Inconclusive, expected.Judge([0, 0, 0, 0, double.NaN]).Verdict);
    }

    /// <summary>The property that the old rule lacked: of the same mean and deviation, fewer runs never agree where more do not, and of random runs, whether
    /// the truth is the printed number or not, fewer do not agree more often.</summary>
    [Fact]
    public void FewRunsNeverMakeItEasier()
    {
        const int Most = 40;
        double width = double.PositiveInfinity;
        for (int runs = 2; runs <= Most; runs++)
        {
            // Alternately 1 and −1, scaled to deviation 1: mean 0 for an even number, and shifted to it for an odd one.
            double[] raw = [.. Enumerable.Range(0, runs).Select(static i => i % 2 == 0 ? 1d : -1d)];
            Outcomes sample = Outcomes.Of(raw);
            double[] values = [.. raw.Select(value => (value - sample.Mean) / sample.Deviation)];
            Interval difference = Equivalence.Difference(Outcomes.Of(values), new MeanEstimate(0, 0, 2), isCount: false);
            Interval counts = Equivalence.Difference(Outcomes.Of(Enumerable.Repeat(3d, runs)), new MeanEstimate(3, 0.1, 10), isCount: true);

            Assert.True(difference.High < width, $"{runs} runs have a wider interval than one fewer");
            width = difference.High;
            if (runs < Most)
            {
                Assert.True(Equivalence.Difference(Outcomes.Of(Enumerable.Repeat(3d, runs + 1)), new MeanEstimate(3, 0.1, 10), isCount: true).High
                    < counts.High, $"{runs} equal counts");
            }
        }

        foreach (double truth in (double[])[0, 0.5, 1])
        {
            double[] shares = [.. new[] { 2, 3, 5, 8, 12, 20, 40 }.Select(runs => ShareThatAgrees(runs, truth))];
            for (int i = 1; i < shares.Length; i++)
            {
                // 4,000 tries each: a standard error of .8 points at most. At the margin's edge (truth 1) few agree, whatever their number.
                Assert.True(shares[i] >= shares[i - 1] - (truth < 1 ? 0.02 : 0.03), $"truth {truth}: {string.Join(", ", shares)}");
            }

            Assert.True(truth < 1 || shares.Max() <= 0.06, $"{string.Join(", ", shares)} agree where the difference is the margin");
        }
    }

    /// <summary>What tables say of their power, simulated: ten trials of the published method, and as many of ours as stated.</summary>
    [Fact]
    public void ExactRepetitionsAgreeAsOftenAsIsSaid()
    {
        const int Tries = 10_000;
        const int Trials = 10;
        foreach ((int runs, double agrees) in Equivalence.Power)
        {
            var random = new System.Random(runs);
            Verdict[] verdicts = [.. Enumerable.Range(0, Tries).Select(_ =>
            {
                Outcomes theirs = Outcomes.Of([.. Enumerable.Range(0, Trials).Select(_ => Gaussian(random))]);
                var expected =
                    new Expectation("x") { Value = theirs.Mean, PlusMinus = theirs.Deviation / Math.Sqrt(Trials), Kind = Uncertainty.StandardError, Trials =
                        Trials };
                return (expected with { Margin = Margins.Of(expected, [expected]) })
                    .Judge([.. Enumerable.Range(0, runs).Select(_ => Gaussian(random))]).Verdict;
            })];

            // A standard error of half a point at most.
            Assert.Equal(agrees, verdicts.Count(static verdict => verdict == Verdict.Agrees) / (double)Tries, 0.015);
            Assert.InRange(verdicts.Count(static verdict => verdict == Verdict.Differs) / (double)Tries, 0, 0.01);
        }
    }

    private static double ShareThatAgrees(int runs, double truth)
    {
        const int Tries = 4000;
        var random = new System.Random(runs);
        var expected = new Expectation("x") { Value = 0, Margin = 1 };
        return Enumerable.Range(0, Tries)
            .Count(_ => expected.Judge([.. Enumerable.Range(0, runs).Select(_ => truth + Gaussian(random))]).Verdict == Verdict.Agrees) / (double)Tries;
    }

    private static double Gaussian(System.Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
