using GanCli.Engine.Data;
using GanCli.Engine.Metrics;
using GanCli.Engine.Random;

namespace GanCli.Tests.Metrics;

public sealed class ModeCoverageTests
{
    // Four modes on a line; the last two samples lie between the third and fourth.
    private static readonly MixtureDescription Line = Samples.Mixture([[0], [100], [200], [300]], [[1], [1], [1], [1]]);
    private static readonly float[] OnLine = [0, 0.5f, 1, -1, -0.5f, 100, 101, 99, 251, 249];

    [Fact]
    public void ClosedFormsOnHandMadeSamples()
    {
        var values = Samples.Evaluate(new ModeCoverage(Line, ModeRadius.ChiSquare), 1, OnLine);
        Assert.Equal(2, values["modes"].Number);
        Assert.Equal(0.8, values["hq"].Number, 1e-15);
        Assert.Equal((5.0 / 8 * Math.Log(2.5)) + (3.0 / 8 * Math.Log(1.5)), values["reverse-kl"].Number, 1e-14);
        Assert.Equal(
            (0.5 * Math.Log(2)) + (0.3 * Math.Log(1.2)) + (2 * 0.1 * Math.Log(0.4)), values["reverse-kl-all"].Number, 1e-14);
        Assert.Equal(0.5 * (0.25 + 0.05 + 0.25 + 0.25 + 0.2), values["mode-tv"].Number, 1e-14);
        Assert.Equal([0.5, 0.3, 0, 0], values["mode-frequency"].List!);

        double[] middle = [0.4375, 0.3125, 0.125, 0.125];
        var js = 0.5 * ((0.625 * Math.Log(0.625 / middle[0])) + (0.375 * Math.Log(0.375 / middle[1])));
        js += 0.5 * 0.25 * middle.Sum(m => Math.Log(0.25 / m));
        Assert.Equal(js, values["js"].Number, 1e-14);
        Assert.All(values.Values, value => Assert.Null(value.Flag));
    }

    [Fact]
    public void SpreadIsMeasuredAboutTheSamplesOwnMean()
    {
        // 0, .5, 1, −1, −.5 have variance .625; moved by half a deviation they keep it.
        var factor = ChiSquare.TruncatedVariance(ChiSquare.Quantile(ModeGeometry.Ceiling, 1), 1);
        var expected = Math.Sqrt(0.625 / factor);
        foreach (var offset in new[] { 0, 0.5f })
        {
            float[] samples = [.. OnLine.Select(number => number + offset)];
            var values = Samples.Evaluate(new ModeCoverage(Line, ModeRadius.ChiSquare), 1, samples);

            // The second mode has too few samples to say.
            Assert.Equal([expected, 0, 0, 0], values["mode-spread"].List!.Select(ratio => Math.Round(ratio, 12)), (a, b) => Math.Abs(a - b) < 1e-12);
            Assert.Equal(expected, values["spread"].Number, 1e-12);
        }
    }

    [Fact]
    public void NothingNearAnyModeScoresTheWorstAndSaysSo()
    {
        var mixture = Line with { Weights = [0.4, 0.3, 0.2, 0.1] };
        var values = Samples.Evaluate(new ModeCoverage(mixture, ModeRadius.ChiSquare), 1, [50, 51, 52, 53]);
        Assert.Equal(0, values["modes"].Number);
        Assert.Equal(0, values["hq"].Number);
        Assert.Equal(Math.Log(10), values["reverse-kl"].Number, 1e-14);
        Assert.Equal("no sample is within a mode: the worst possible value stands in", values["reverse-kl"].Flag);
        Assert.Equal(Math.Log(2), values["js"].Number);
        Assert.NotNull(values["js"].Flag);
        Assert.Equal(1, values["mode-tv"].Number, 1e-14);
        Assert.Equal(0, values["spread"].Number);
        Assert.Equal((0.25 * Math.Log(0.25 / 0.4)) + (0.75 * Math.Log(0.75 / 0.3)), values["reverse-kl-all"].Number, 1e-14);
        Assert.Null(values["reverse-kl-all"].Flag);
    }

    [Fact]
    public void CollapseOntoTheRarestModeIsTheWorstOrdinaryValue()
    {
        var mixture = Line with { Weights = [0.4, 0.3, 0.2, 0.1] };
        var values = Samples.Evaluate(new ModeCoverage(mixture, ModeRadius.ChiSquare), 1, [300, 300, 300, 300, 300]);
        Assert.Equal(1, values["modes"].Number);
        Assert.Equal(Math.Log(10), values["reverse-kl"].Number, 1e-14);
        Assert.Equal(0.9, values["mode-tv"].Number, 1e-14);
        Assert.Equal(0, values["spread"].Number);
        Assert.Null(values["reverse-kl"].Flag);
    }

    [Fact]
    public void SharesEqualToUnequalWeightsScoreZero()
    {
        var mixture = Samples.Mixture([[0], [100], [200]], [[1], [1], [1]], [0.5, 0.3, 0.2]);
        var values = Samples.Evaluate(new ModeCoverage(mixture, ModeRadius.ChiSquare), 1, [0, 0, 0, 0, 0, 100, 100, 100, 200, 200]);
        Assert.Equal(0, values["reverse-kl"].Number, 1e-15);
        Assert.Equal(0, values["reverse-kl-all"].Number, 1e-15);
        Assert.Equal(0, values["js"].Number, 1e-15);
        Assert.Equal(0, values["mode-tv"].Number, 1e-15);
    }

    [Fact]
    public void RingWithADoubledPlaceExpectsItTwiceAsOften()
    {
        var data = new RingConfig { EndpointIncluded = true }.Build(new RandomStreams(0));
        var values = Samples.Evaluate(new ModeCoverage(data.Mixture!, ModeRadius.ChiSquare), 2, Samples.Draw(data, 50_000, 0));
        Assert.Equal(7, values["modes"].Number);
        Assert.InRange(values["reverse-kl"].Number, 0, 3e-4);
        Assert.Equal(2.0, values["mode-frequency"].List![0] / values["mode-frequency"].List![1], 0.06);
    }

    [Fact]
    public void AgreesWithLoopsOverSamplesAndCentres()
    {
        const int Dimension = 5;
        const int Modes = 13;
        const double Std = 0.6;
        double[][] means = [.. Enumerable.Range(0, Modes).Select(mode => Samples.Normal(Dimension, 10 + mode).Select(x => (double)x).ToArray())];
        double[][] stds = [.. means.Select(_ => Enumerable.Repeat(Std, Dimension).ToArray())];
        var samples = Samples.Normal(1000 * Dimension, 1);
        var values = Samples.Evaluate(new ModeCoverage(Samples.Mixture(means, stds), ModeRadius.Published), Dimension, samples);

        var inside = new double[Modes];
        var nearest = new double[Modes];
        for (var i = 0; i < 1000; i++)
        {
            double[] distances = [.. means.Select(mean => Math.Sqrt(mean.Select((m, j) => Math.Pow(samples[(i * Dimension) + j] - m, 2)).Sum()))];
            var mode = Array.IndexOf(distances, distances.Min());
            nearest[mode]++;
            inside[mode] += distances[mode] < 3 * Std ? 1 : 0;
        }

        Assert.InRange(inside.Sum(), 100, 900);
        Assert.Equal(inside.Sum() / 1000, values["hq"].Number, 1e-12);
        Assert.Equal(inside.Select(count => count / 1000), values["mode-frequency"].List!);
        Assert.Equal(inside.Where(n => n > 0).Sum(n => n / inside.Sum() * Math.Log(Modes * n / inside.Sum())), values["reverse-kl"].Number, 1e-12);
        Assert.Equal(nearest.Where(n => n > 0).Sum(n => n / 1000 * Math.Log(Modes * n / 1000)), values["reverse-kl-all"].Number, 1e-12);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(1200, 700)]
    public void PerfectSamplerScoresTheSameCeilingInEveryDimension(int dimension, int noisy)
    {
        var count = dimension > 100 ? 4000 : 40_000;
        double[][] means = [.. new[] { -100.0, 0, 100 }.Select(centre => Enumerable.Repeat(centre, dimension).ToArray())];
        double[] stds = [.. Enumerable.Range(0, dimension).Select(j => j < noisy ? 0.5 + (j % 3) : 0)];
        var mixture = Samples.Mixture(means, [stds, stds, stds], [0.2, 0.3, 0.5]);
        var values = Samples.Evaluate(
            new ModeCoverage(mixture, ModeRadius.ChiSquare), dimension, Samples.Draw(new MixtureSource(mixture), count, 3));

        // Four standard deviations of a binomial share.
        var ceiling = 1 - Math.Exp(-4.5);
        Assert.Equal(ceiling, values["hq"].Number, 4 * Math.Sqrt(ceiling * (1 - ceiling) / count));
        Assert.Equal(3, values["modes"].Number);
        Assert.InRange(values["reverse-kl"].Number, 0, 10.0 / count);
        Assert.All(values["mode-spread"].List!, ratio => Assert.Equal(1, ratio, 4 / Math.Sqrt(2.0 * noisy * count * 0.2)));
    }

    [Fact]
    public void ShrunkenModesShowInSpreadAndAboveTheCeiling()
    {
        var ring = new RingConfig { Radius = 2, Std = 0.02 }.Build(new RandomStreams(0));
        var shrunken = new RingConfig { Radius = 2, Std = 0.005 }.Build(new RandomStreams(0));
        var values = Samples.Evaluate(new ModeCoverage(ring.Mixture!, ModeRadius.ChiSquare), 2, Samples.Draw(shrunken, 20_000, 3));
        Assert.Equal(1, values["hq"].Number);

        // Nothing of the narrow modes is cut, but the wide ones they are compared with were.
        Assert.Equal(0.25 / Math.Sqrt(ChiSquare.TruncatedVariance(9, 2)), values["spread"].Number, 0.005);
    }

    [Fact]
    public void MeanReverseKlOfAPerfectSamplerIsItsNoiseFloor()
    {
        const int Count = 2500;
        const int Repetitions = 300;
        var data = new RingConfig().Build(new RandomStreams(0));
        var metric = new ModeCoverage(data.Mixture!, ModeRadius.ChiSquare);
        var mean = Enumerable.Range(0, Repetitions)
            .Average(step => Samples.Evaluate(metric, 2, Samples.Draw(data, Count, 4, step))["reverse-kl"].Number);

        // 2 N KL is about χ² with K − 1 degrees of freedom: variance 2 (K − 1).
        var samples = Count * ModeGeometry.Ceiling;
        Assert.Equal(7 / (2 * samples), mean, 4 * Math.Sqrt(14.0 / Repetitions) / (2 * samples));
    }

    [Fact]
    public void OverlappingModesStayFinite()
    {
        var mixture = Samples.Mixture([[0, 0], [0, 0], [0.1, 0]], [[1, 1], [1, 1], [1, 1]]);
        var values = Samples.Evaluate(new ModeCoverage(mixture, ModeRadius.ChiSquare), 2, Samples.Normal(2000, 1));
        Assert.InRange(values["hq"].Number, 0.98, 1);
        Assert.Equal(0, values["mode-frequency"].List![1]);
        Assert.Equal(2, values["modes"].Number);
    }

    [Fact]
    public void NeedsAMixtureWhoseModesAllHaveWeight()
    {
        var config = new ModeCoverageConfig();
        Assert.Null(config.Unfit(new MixtureSource(Line)));
        Assert.Equal("a mode of the data has no weight", config.Unfit(new MixtureSource(Line with { Weights = [0.5, 0.5, 0, 0] })));
        Assert.Equal("the data are not a mixture with known modes", config.Unfit(new Noise(2)));
    }

    [Fact]
    public void AModeIsHeldFromAQuarterOfItsWeightOn()
    {
        // Weights 0.5, 0.3, 0.2 of 40 samples: a quarter is 5, 3 and 2 samples.
        var mixture = Samples.Mixture([[0], [100], [200]], [[1], [1], [1]], [0.5, 0.3, 0.2]);
        Assert.Equal((3, 3), Counts(5, 3, 2));
        Assert.Equal((2, 3), Counts(4, 3, 2));
        Assert.Equal((1, 3), Counts(5, 2, 1));
        Assert.Equal((0, 3), Counts(1, 1, 1));
        Assert.Equal((0, 0), Counts(0, 0, 0));

        // Shares, not counts of what lies on modes: the rest of the samples counts too.
        var values = Samples.Evaluate(new ModeCoverage(mixture, ModeRadius.ChiSquare, held: 0.5), 1, Row(5, 3, 2));
        Assert.Equal(0, values["modes"].Number);

        (double Held, double Captured) Counts(int first, int second, int third)
        {
            var counts = Samples.Evaluate(new ModeCoverage(mixture, ModeRadius.ChiSquare), 1, Row(first, second, third));
            return (counts["modes"].Number, counts["modes-captured"].Number);
        }

        static float[] Row(int first, int second, int third) =>
            [.. Enumerable.Repeat(0f, first), .. Enumerable.Repeat(100f, second), .. Enumerable.Repeat(200f, third),
                .. Enumerable.Repeat(50f, 40 - first - second - third)];
    }

    [Fact]
    public void ForwardKlCountsWhatIsMissingAndWhatIsBeside()
    {
        // Five, three, none, none of ten samples within the modes and two beside them; half a sample more in each of five cells.
        var ceiling = 1 - Math.Exp(-4.5);
        var values = Samples.Evaluate(new ModeCoverage(Line, ModeRadius.ChiSquare), 1, OnLine);
        double[] shares = [5.5 / 12.5, 3.5 / 12.5, 0.5 / 12.5, 0.5 / 12.5, 2.5 / 12.5];
        double[] truth = [.. Enumerable.Repeat(ceiling / 4, 4), 1 - ceiling];
        Assert.Equal(truth.Zip(shares, (t, s) => t * Math.Log(t / s)).Sum(), values["forward-kl"].Number, 1e-12);
        Assert.Null(values["forward-kl"].Flag);

        // Nothing near any mode is worse than a mode missed.
        var nothing = Samples.Evaluate(new ModeCoverage(Line, ModeRadius.ChiSquare), 1, [50, 51, 52, 53, 50, 51, 52, 53, 50, 51]);
        Assert.True(nothing["forward-kl"].Number > values["forward-kl"].Number);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(30)]
    public void WidthIsTheMedianDistanceOverThatOfTrueData(int dimension)
    {
        double[] centre = [.. Enumerable.Repeat(3.0, dimension)];
        double[] stds = [.. Enumerable.Range(0, dimension).Select(j => 0.5 + (j % 3))];
        var mixture = Samples.Mixture([centre], [stds]);
        var metric = new ModeCoverage(mixture, ModeRadius.ChiSquare);
        var samples = Samples.Draw(new MixtureSource(mixture), 40_000, 3);
        Assert.Equal(1, Samples.Evaluate(metric, dimension, samples)["mode-width"].List![0], 0.02);

        // Shrunk towards the centre by 2.5: all are within the radius now, where those 1.11% were cut before.
        float[] shrunk = [.. samples.Select(x => 3 + ((x - 3) / 2.5f))];
        var inside = ChiSquare.Quantile(0.5, dimension) / ChiSquare.Quantile(ModeGeometry.Ceiling / 2, dimension);
        Assert.Equal(Math.Sqrt(inside) / 2.5, Samples.Evaluate(metric, dimension, shrunk)["mode-width"].List![0], 0.01);
    }

    [Fact]
    public void AFewStraysDoNotHideThatAModeIsNarrow()
    {
        // 90 samples crowd at a tenth of the deviation, 10 lie near the edge: by standard deviation it is hardly narrow.
        var mixture = Samples.Mixture([[0]], [[1]]);
        float[] samples =
            [.. Enumerable.Range(0, 90).Select(i => 0.1f * (((i % 9) / 4f) - 1)), .. Enumerable.Range(0, 10).Select(i => i % 2 == 0 ? 2.4f : -2.4f)];
        var values = Samples.Evaluate(new ModeCoverage(mixture, ModeRadius.ChiSquare), 1, samples);
        Assert.True(values["mode-spread"].List![0] > 0.7);
        Assert.True(values["mode-width"].List![0] < 0.2);
    }
}
