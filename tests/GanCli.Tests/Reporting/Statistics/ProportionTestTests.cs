using GanCli.Reporting.Statistics;

namespace GanCli.Tests.Reporting.Statistics;

public sealed class ProportionTestTests
{
    // Fisher 1935, § 5: eight cups of tea, four of each kind. All right: 1 of 70 tables, two-sided 2 of 70; three right: 34 of 70.
    [Fact]
    public void FishersTeaTasting()
    {
        Assert.Equal(2 / 70.0, ProportionTest.Fisher((4, 4), (0, 4)).P, 14);
        TestOutcome three = ProportionTest.Fisher((3, 4), (1, 4));
        Assert.Equal(("Fisher", 34 / 70.0), (three.Method, Math.Round(three.P, 14)), Same);
        Assert.Equal(2 / 70.0, three.Least, 14);
    }

    // Fisher 1962: convictions of like-sex twins of criminals. R's manual of fisher.test: p = 0.0005367.
    [Fact]
    public void ConvictionsOfTwins() => Assert.Equal(0.0005367, ProportionTest.Fisher((10, 13), (2, 17)).P, 7);

    // 0/1 outcomes: the probability of a table is its number of splits.
    [Theory]
    [InlineData(3, 5, 1, 7)]
    [InlineData(0, 5, 6, 6)]
    [InlineData(2, 9, 5, 6)]
    public void FisherEqualsTheEnumerationOfSplits(int a, int m, int b, int n)
    {
        int successes = a + b;
        double[] ways = new double[successes + 1];
        for (int chosen = 0; chosen < 1 << (m + n); chosen++)
        {
            if (int.PopCount(chosen) == m)
            {
                ways[int.PopCount(chosen & ((1 << successes) - 1))]++;
            }
        }

        Assert.Equal(ways.Where(way => way <= ways[a]).Sum() / ways.Sum(), ProportionTest.Fisher((a, m), (b, n)).P, 12);
    }

    [Theory]
    [InlineData(0, 5, 0.0625)]
    [InlineData(0, 6, 0.03125)]
    [InlineData(1, 7, 18 / 256.0)]
    [InlineData(3, 3, 1)]
    [InlineData(0, 0, 1)]
    public void McNemarIsTwiceABinomialTail(int first, int second, double p)
    {
        Assert.Equal(p, ProportionTest.McNemar(first, second).P, 14);
        Assert.Equal(p, ProportionTest.McNemar(second, first).P, 14);
        Assert.Equal(Math.Min(1, Math.Pow(2, 1 - first - second)), ProportionTest.McNemar(first, second).Least, 14);
    }

    // R: p.adjust(c(0.01, 0.02, 0.03, 0.04), "holm") and p.adjust(c(0.04, 0.001, 0.5, 0.02, 0.9), "holm").
    [Fact]
    public void HolmsCorrection()
    {
        Near([0.04, 0.06, 0.06, 0.06], Holm.Adjust([0.01, 0.02, 0.03, 0.04]));
        Near([0.12, 0.005, 1, 0.08, 1], Holm.Adjust([0.04, 0.001, 0.5, 0.02, 0.9]));
        Assert.Empty(Holm.Adjust([]));
    }

    [Fact]
    public void CliffsDeltaCountsPairs()
    {
        Assert.Equal(1, Effects.CliffsDelta([3, 4], [1, 2]));
        Assert.Equal(-2 / 6.0, Effects.CliffsDelta([8, 5], [8, 8, 7]), 14);
        Assert.Equal(0, Effects.CliffsDelta([8, 8], [8, 8]));
        Assert.Equal(double.NaN, Effects.CliffsDelta([], [8]));
    }

    private static bool Same((string, double) a, (string, double) b) => a.Item1 == b.Item1 && Math.Abs(a.Item2 - b.Item2) < 1e-12;

    private static void Near(double[] expected, IReadOnlyList<double> actual)
    {
        Assert.Equal(expected.Length, actual.Count);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 12));
    }
}
