using GanCli.Engine.Data;
using GanCli.Engine.Metrics;
using GanCli.Engine.Random;

namespace GanCli.Tests.Metrics;

public sealed class ClippedDensityTests
{
    [Theory]
    [InlineData(1, 5, 150)]
    [InlineData(2, 1, 97)]
    [InlineData(2, 5, 64)]
    [InlineData(17, 5, 150)]
    [InlineData(3, 7, 5)]
    public void AgreesWithPlainLoops(int dimension, int neighbors, int count)
    {
        (float[] generated, float[] real) = (Samples.Normal(count * dimension, 1, 0.8, 0.3), Samples.Normal(count * dimension, 2));
        int k = Math.Min(neighbors, count - 1);
        int[] all = [.. Enumerable.Range(0, count)];
        double[] radii = [.. all.Select(i => all.Where(j => j != i).Select(j => Distance(real, i, real, j)).Order().ElementAt(k - 1))];
        double[] sorted = [.. radii.Order()];
        double median = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
        double of = all.Average(j => Math.Min(1, all.Count(i => Distance(real, i, generated, j) <= Math.Min(radii[i], median)) / (double)k));
        double own = all.Average(j => Math.Min(1, all.Count(i => i != j && Distance(real, i, real, j) <= Math.Min(radii[i], median)) / (double)k));
        double coverage = all.Average(i => Math.Min(1, all.Count(j => Distance(real, i, generated, j) < radii[i]) / (double)k));

        IReadOnlyDictionary<string, MetricValue> values = Samples.Evaluate(new ClippedDensity(dimension, neighbors, 1000), dimension, generated, real);
        Assert.Equal(Math.Min(1, of / own), values["clipped-density"].Number, 1e-9);
        Assert.Equal(Inverse(coverage, k, count, count), values["clipped-coverage"].Number, 1e-9);

        double Distance(float[] a, int i, float[] b, int j) => Samples.SquaredDistance(a, i, b, j, dimension) is var square ? Math.Sqrt(square) : 0;
    }

    // Salvy et al., figure 1: a value is the share of good samples, the others far away.
    [Theory]
    [InlineData(1)]
    [InlineData(0.5)]
    [InlineData(0.2)]
    public void IsTheShareOfGoodSamples(double share)
    {
        const int Count = 1000;
        (float[] real, float[] generated) = (Samples.Normal(Count * 2, 1), Samples.Normal(Count * 2, 2));
        for (int i = (int)(share * Count * 2); i < generated.Length; i++)
        {
            generated[i] += 100;
        }

        IReadOnlyDictionary<string, MetricValue> values = Samples.Evaluate(new ClippedDensity(2, 5, Count), 2, generated, real);
        Assert.Equal(share, values["clipped-density"].Number, 0.05);
        Assert.Equal(share, values["clipped-coverage"].Number, 0.07);
    }

    // One real outlier's ball reaches to the others: what lies there is precise, and counts for density.
    [Fact]
    public void AnOutliersBallGainsNothing()
    {
        float[] real = Samples.Normal(400, 1);
        (real[0], real[1]) = (30, 0);
        float[] generated = [.. Enumerable.Range(0, 400).Select(i => i % 2 == 0 ? 25 : 0.001f * i)];
        Assert.Equal(1, Samples.Evaluate(new Prdc(2, 5, 200), 2, generated, real)["precision"].Number);
        Assert.Equal(0, Samples.Evaluate(new ClippedDensity(2, 5, 200), 2, generated, real)["clipped-density"].Number);
    }

    // A crowd on one real sample is as good as real ones, and covers nothing else.
    [Fact]
    public void ACrowdGainsNothing()
    {
        float[] real = Samples.Normal(400, 1);
        float[] crowd = [.. Enumerable.Range(0, 200).SelectMany(_ => real[100..102])];
        IReadOnlyDictionary<string, MetricValue> values = Samples.Evaluate(new ClippedDensity(2, 5, 200), 2, crowd, real);
        Assert.InRange(values["clipped-density"].Number, 0, 1);
        Assert.InRange(values["clipped-coverage"].Number, 0, 0.1);
    }

    [Fact]
    public void APerfectSamplerHasAllAndABlobHasNot()
    {
        var evaluator = new Evaluator(new RingConfig().Build(new RandomStreams(0)), [new ClippedDensityConfig()]);
        Assert.InRange(evaluator.Perfect(1000, Samples.Stream)["clipped-density"].Median, 0.97, 1);
        Assert.InRange(evaluator.Perfect(1000, Samples.Stream)["clipped-coverage"].Median, 0.95, 1);
        Assert.InRange(evaluator.Uninformed(1000, Samples.Stream)["clipped-density"].Median, 0, 0.1);
        Assert.InRange(evaluator.Uninformed(1000, Samples.Stream)["clipped-coverage"].Median, 0, 0.1);
    }

    // Direct sums of the beta-binomial law of the samples in a ball, in logarithms of factorials.
    private static double Inverse(double coverage, int k, int real, int generated)
    {
        double before = 0;
        for (int good = 1; good <= generated; good++)
        {
            double expected = Enumerable.Range(0, good + 1).Sum(j => Math.Min(1, j / (double)k) * Math.Exp(
                LogFactorial(good) - LogFactorial(j) - LogFactorial(good - j) + LogBeta(k + j, real - k + good - j) - LogBeta(k, real - k)));
            if (coverage < expected)
            {
                return (good - 1 + ((coverage - before) / (expected - before))) / generated;
            }

            before = expected;
        }

        return 1;
    }

    private static double LogBeta(int a, int b) => LogFactorial(a - 1) + LogFactorial(b - 1) - LogFactorial(a + b - 1);

    private static double LogFactorial(int n) => Enumerable.Range(1, n).Sum(static i => Math.Log(i));
}
