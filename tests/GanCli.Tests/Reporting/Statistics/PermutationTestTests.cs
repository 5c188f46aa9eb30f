using System.Numerics;
using GanCli.Reporting.Statistics;

namespace GanCli.Tests.Reporting.Statistics;

public sealed class PermutationTestTests
{
    // Fisher 1935, The Design of Experiments, § 21: Darwin's maize. Of 32,768 choices of signs 863 have a sum at least as high as the observed 314.
    [Fact]
    public void FishersTestOfDarwinsMaize()
    {
        TestOutcome result = PermutationTest.SignFlips([49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]);
        Assert.Equal(2 * 863 / 32768.0, result.P, 14);
        Assert.Equal(2 / 32768.0, result.Least, 14);
        Assert.Equal("sign flips", result.Method);
    }

    [Fact]
    public void LabelsAreCountedAsByHand()
    {
        TestOutcome result = PermutationTest.Labels([1, 2, 3], [4, 5, 6]);
        Assert.Equal(("labels", 2 / 20.0, 2 / 20.0), (result.Method, result.P, result.Least));

        // {1, 2, 4} and its mirror, and the two that are more extreme.
        Assert.Equal(4 / 20.0, PermutationTest.Labels([1, 2, 4], [3, 5, 6]).P, 14);

        // 1 against 3: the mirror of the most extreme split is not a split, so the least is one quarter.
        Assert.Equal(1 / 4.0, PermutationTest.Labels([0, 0, 0], [9]).P, 14);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void SignFlipsEqualTheirEnumeration(int seed)
    {
        System.Random random = new(seed);
        foreach (double grain in new[] { 0.0, 1.0 })
        {
            double[] differences = [.. Enumerable.Range(0, 11).Select(_ => Grained(random, grain))];
            double observed = Math.Abs(differences.Sum());
            int beyond = Enumerable.Range(0, 1 << 11).Count(signs =>
                Math.Abs(differences.Select((value, i) => (signs >> i & 1) == 0 ? value : -value).Sum()) >= observed - 1e-9);
            Assert.Equal(beyond / 2048.0, PermutationTest.SignFlips(differences).P, 12);
        }
    }

    [Theory]
    [InlineData(10, 10, 0.0)]
    [InlineData(10, 10, 1.0)]
    [InlineData(4, 9, 0.0)]
    [InlineData(9, 4, 0.1)]
    public void LabelsEqualTheirEnumeration(int first, int second, double grain)
    {
        System.Random random = new(first + second);
        double[] values = [.. Enumerable.Range(0, first + second).Select(i => Grained(random, grain) + (i < first ? 0.8 : 0))];
        double Difference(int chosen)
        {
            double inside = 0;
            double outside = 0;
            for (int i = 0; i < values.Length; i++)
            {
                if ((chosen >> i & 1) != 0)
                {
                    inside += values[i];
                }
                else
                {
                    outside += values[i];
                }
            }

            return Math.Abs((inside / first) - (outside / second));
        }

        double observed = Difference((1 << first) - 1);
        int splits = 0;
        int beyond = 0;
        for (int chosen = 0; chosen < 1 << values.Length; chosen++)
        {
            if (BitOperations.PopCount((uint)chosen) == first)
            {
                splits++;
                beyond += Difference(chosen) >= observed - 1e-9 ? 1 : 0;
            }
        }

        Assert.Equal(first == 10 ? 184_756 : 715, splits);
        TestOutcome result = PermutationTest.Labels(values[..first], values[first..]);
        Assert.Equal("labels", result.Method);
        Assert.Equal((double)beyond / splits, result.P, 12);
    }

    // Values that tie are few sums: exact where an enumeration could never be. 0/1 outcomes are Fisher's table, differences of them McNemar's.
    [Fact]
    public void CountsOfModesStayExactForManyRuns()
    {
        double[] ones = [.. Enumerable.Range(0, 60).Select(i => i < 40 ? 8.0 : 5.0)];
        double[] others = [.. Enumerable.Range(0, 60).Select(i => i < 25 ? 8.0 : 5.0)];
        TestOutcome labels = PermutationTest.Labels(ones, others);
        Assert.Equal("labels", labels.Method);
        Assert.Equal(ProportionTest.Fisher((40, 60), (25, 60)).P, labels.P, 10);
        TestOutcome flips = PermutationTest.SignFlips([.. Enumerable.Range(0, 80).Select(i => i < 50 ? 0.0 : i < 72 ? 3.0 : -3.0)]);
        Assert.Equal("sign flips", flips.Method);
        Assert.Equal(ProportionTest.McNemar(22, 8).P, flips.P, 10);
        Assert.Equal(ProportionTest.McNemar(30, 0).P, flips.Least, 12);
    }

    [Fact]
    public void BeyondTheExactTheSameChoicesAreDrawnAgain()
    {
        System.Random random = new(5);
        double[] first = [.. Enumerable.Range(0, 30).Select(_ => SyntheticRun.Normal(random) + 0.5)];
        double[] second = [.. Enumerable.Range(0, 30).Select(_ => SyntheticRun.Normal(random))];
        TestOutcome labels = PermutationTest.Labels(first, second);
        Assert.Equal("random labels", labels.Method);
        Assert.Equal(labels, PermutationTest.Labels(first, second));

        // The t test's p value is the permutation test's limit for normal numbers.
        Assert.Equal(Student(first, second), labels.P, 0.006);
        TestOutcome flips = PermutationTest.SignFlips([.. first.Zip(second, (a, b) => a - b)]);
        Assert.Equal("random sign flips", flips.Method);
        Assert.Equal(Student([.. first.Zip(second, (a, b) => a - b)], null), flips.P, 0.006);
        Assert.Equal(1 / 100_001.0, PermutationTest.Labels([.. first.Select(value => value + 50)], second).P, 12);
    }

    // What n allows at all.
    [Theory]
    [InlineData(5, 0.0625, false)]
    [InlineData(6, 0.03125, true)]
    public void FivePairsCannotBeSignificant(int pairs, double least, bool canReach)
    {
        TestOutcome result = PermutationTest.SignFlips([.. Enumerable.Range(1, pairs).Select(i => (double)i)]);
        Assert.Equal((least, least, canReach), (result.P, result.Least, result.CanReach));
    }

    [Theory]
    [InlineData(3, 0.1, false)]
    [InlineData(4, 2 / 70.0, true)]
    public void ThreeAgainstThreeCannotBeSignificant(int runs, double least, bool canReach)
    {
        TestOutcome result =
            PermutationTest.Labels([.. Enumerable.Range(1, runs).Select(i => (double)i)], [.. Enumerable.Range(1, runs).Select(i => 10.0 + i)]);
        Assert.Equal(least, result.Least, 14);
        Assert.Equal(canReach, result.CanReach);
    }

    // Ten pairs of which three differ are three pairs.
    [Fact]
    public void TiesTakeAway()
    {
        Assert.Equal(0.25, PermutationTest.SignFlips([0, 0, 0, 0, 0, 0, 0, 8, 7, 5]).Least);
        Assert.Equal((1, 1), (PermutationTest.SignFlips([0, 0, 0]).P, PermutationTest.SignFlips([0, 0, 0]).Least));
        Assert.Equal((1, 1), (PermutationTest.Labels([8, 8], [8, 8]).P, PermutationTest.Labels([8, 8], [8, 8]).Least));
    }

    private static double Grained(System.Random random, double grain) =>
        grain == 0 ? SyntheticRun.Normal(random) : grain * random.Next(-3, 4);

    private static double Student(double[] first, double[]? second)
    {
        Outcomes a = Outcomes.Of(first);
        if (second is null)
        {
            return Tail(a.Mean / a.Deviation * Math.Sqrt(a.Count), a.Count - 1);
        }

        Outcomes b = Outcomes.Of(second);
        return Tail((a.Mean - b.Mean) / Math.Sqrt(((a.Deviation * a.Deviation) + (b.Deviation * b.Deviation)) / a.Count), (2 * a.Count) - 2);
    }

    private static double Tail(double t, double freedom) => 2 * MathNet.Numerics.Distributions.StudentT.CDF(0, 1, freedom, -Math.Abs(t));
}
