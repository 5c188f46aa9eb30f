using GanCli.Reporting.Statistics;

namespace GanCli.Tests.Reporting.Statistics;

public sealed class VarianceSharesTests
{
    // Two factors, crossed, one run in each cell: σ²_A = (MS_A − MS_AB)/b, σ²_B = (MS_B − MS_AB)/a, σ²_AB = MS_AB.
    [Fact]
    public void ACrossedDesignGivesTheAnovaEstimates()
    {
        System.Random random = new(3);
        double[] rows = [.. Enumerable.Range(0, 4).Select(_ => 3 * SyntheticRun.Normal(random))];
        double[] columns = [.. Enumerable.Range(0, 5).Select(_ => 2 * SyntheticRun.Normal(random))];
        double[,] y = new double[4, 5];
        List<(IReadOnlyList<string>, double)> runs = [];
        for (int i = 0; i < 4; i++)
        {
            for (int j = 0; j < 5; j++)
            {
                y[i, j] = rows[i] + columns[j] + SyntheticRun.Normal(random);
                runs.Add(([$"{i}", "0", $"{j}"], y[i, j]));
            }
        }

        double[] rowMeans = [.. Enumerable.Range(0, 4).Select(i => Enumerable.Range(0, 5).Average(j => y[i, j]))];
        double[] columnMeans = [.. Enumerable.Range(0, 5).Select(j => Enumerable.Range(0, 4).Average(i => y[i, j]))];
        double mean = rowMeans.Average();
        double msA = 5 * rowMeans.Sum(m => (m - mean) * (m - mean)) / 3;
        double msB = 4 * columnMeans.Sum(m => (m - mean) * (m - mean)) / 4;
        double msAB = Enumerable.Range(0, 4).Sum(i => Enumerable.Range(0, 5).Sum(j => Math.Pow(y[i, j] - rowMeans[i] - columnMeans[j] + mean, 2))) / 12;
        VarianceShares shares = Assert.IsType<VarianceShares>(VarianceShares.Of(runs));
        Assert.Equal((msA - msAB) / 5, shares.Parts[0], 10);
        Assert.Equal(double.NaN, shares.Parts[1]);
        Assert.Equal((msB - msAB) / 4, shares.Parts[2], 10);
        Assert.Equal(msAB, shares.Rest, 10);
        Assert.Equal(1, shares.Shares[0] + shares.Shares[2] + shares.RestShare, 12);
    }

    // The truth is known: variances 4, 1, 0 and an interaction of the first two of 2, averaged over many draws of a 3 × 3 × 3 design.
    [Fact]
    public void ThreeFactorsAreToldApartOnAverage()
    {
        System.Random random = new(11);
        double[] sum = new double[4];
        const int rounds = 400;
        for (int round = 0; round < rounds; round++)
        {
            double[] a = [.. Enumerable.Range(0, 3).Select(_ => 2 * SyntheticRun.Normal(random))];
            double[] b = [.. Enumerable.Range(0, 3).Select(_ => SyntheticRun.Normal(random))];
            double[] ab = [.. Enumerable.Range(0, 9).Select(_ => Math.Sqrt(2) * SyntheticRun.Normal(random))];
            List<(IReadOnlyList<string>, double)> runs = [];
            for (int cell = 0; cell < 27; cell++)
            {
                (int i, int j, int k) = (cell / 9, cell / 3 % 3, cell % 3);
                runs.Add(([$"{i}", $"{j}", $"{k}"], a[i] + b[j] + ab[(3 * i) + j]));
            }

            VarianceShares shares = VarianceShares.Of(runs)!;
            (sum[0], sum[1], sum[2], sum[3]) = (sum[0] + shares.Parts[0], sum[1] + shares.Parts[1], sum[2] + shares.Parts[2], sum[3] + shares.Rest);
        }

        // What is cut off at 0 lifts the mean a little.
        Assert.InRange(sum[0] / rounds, 3.5, 4.7);
        Assert.InRange(sum[1] / rounds, 0.8, 1.6);
        Assert.Equal(0, sum[2] / rounds, 6);
        Assert.InRange(sum[3] / rounds, 1.8, 2.2);
    }

    // One seed changed at a time, around a run of zeros.
    [Fact]
    public void AStarOfRunsIsEnough()
    {
        VarianceShares shares = Assert.IsType<VarianceShares>(VarianceShares.Of(
        [
            (["0", "0"], 0), (["1", "0"], 2), (["2", "0"], -2), (["0", "1"], 0), (["0", "2"], 0),
        ]));

        // {A}: (4 + 4 + 16)/2/3 = 4, {B}: 0, both: 2. A + AB = 4, B + AB = 0, A + B + AB = 2 (two are 2, two are 2).
        Assert.Equal(2, shares.Parts[0], 12);
        Assert.Equal(0, shares.Parts[1], 12);
        Assert.Equal(2, shares.Rest, 12);
    }

    [Fact]
    public void SeedsThatNeverPartCannotBeToldApart()
    {
        Assert.Null(VarianceShares.Of([(["0", "0"], 1), (["1", "1"], 2), (["2", "2"], 4)]));
        Assert.Null(VarianceShares.Of([(["0", "0"], 1), (["1", "0"], 2)]));
        Assert.Null(VarianceShares.Of([]));
    }
}
