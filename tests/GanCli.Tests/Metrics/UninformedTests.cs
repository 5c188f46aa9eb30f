using GanCli.Engine.Data;
using GanCli.Engine.Metrics;
using GanCli.Engine.Random;
using GanCli.Runs;

namespace GanCli.Tests.Metrics;

/// <summary>What samplers score that know nothing of the data's structure.</summary>
public sealed class UninformedTests
{
    private static readonly RandomStream Random = new RandomStreams(0).Evaluation.ForLane(0x200);

    [Fact]
    public void ABlobCapturesAllModesAndHoldsNone()
    {
        // The published count cannot tell a ring from a blob; the share of the samples can.
        foreach (DataConfig config in (DataConfig[])[new RingConfig { Radius = 1, Std = 0.01 }, new GridConfig { Spacing = 0.5, Std = 0.0125 }])
        {
            DataSource data = config.Build(new RandomStreams(0));
            Evaluator evaluator = new(data, [new ModeCoverageConfig()]);
            var perfect = evaluator.Perfect(10_000, Random);
            var blob = evaluator.Uninformed(10_000, Random);
            int modes = data.Mixture!.Count;
            Assert.InRange(blob["modes-captured"].High, modes - 1, modes);
            Assert.Equal(modes, perfect["modes-captured"].Median);
            Assert.Equal((0, 0), (blob["modes"].Low, blob["modes"].High));
            Assert.Equal(modes, perfect["modes"].Low);

            // The radius of three deviations over the extent of the data, in closed form for the box that 10,000 samples span.
            Assert.InRange(blob["hq"].Median, 0.001, 0.04);
            Assert.True(blob["forward-kl"].Low > 100 * perfect["forward-kl"].High);
            Assert.True(blob["mode-tv"].Low > 0.9);
        }
    }

    [Fact]
    public void UniformShareOnModesIsTheirAreaOverTheBox()
    {
        DataSource data = new GridConfig { Spacing = 0.5, Std = 0.0125 }.Build(new RandomStreams(0));
        FeaturelessBlob uniform = FeaturelessBlob.Of(data, Random)[1];
        float[] rows = uniform.Draw(200_000, Random);
        var values = Samples.Evaluate(new ModeCoverage(data.Mixture!, ModeRadius.ChiSquare), 2, rows);

        // The outer modes reach a little beyond the largest of 10,000 samples, at 3.5 to 4.5 deviations.
        double side = 2 + (2 * 4 * 0.0125);
        Assert.Equal("uniform", uniform.Name);
        Assert.Equal(25 * Math.PI * 9 * 0.0125 * 0.0125 / (side * side), values["hq"].Number, 0.001);
    }

    [Fact]
    public void GaussianOfAMixtureHasItsMeanAndCovariance()
    {
        MixtureDescription mixture = Samples.Mixture([[1, 0, 5], [-2, 4, 5], [0, 0, 6]], [[1, 0, 0.5], [0.2, 2, 0.5], [1, 1, 0]], [0.5, 0.3, 0.2]);
        AssertSameMoments(GaussianBlob.Of(mixture), Samples.Draw(new MixtureSource(mixture), 300_000, 2), 3);
    }

    [Fact]
    public void GaussianOfRowsHasTheirMeanAndCovariance()
    {
        // The third column is the sum of the others and the fourth is constant: no full rank.
        float[] draws = Samples.Normal(2 * 5000, 3);
        float[] rows = [.. Enumerable.Range(0, 5000).SelectMany(i => new[] { draws[2 * i], 3 + (0.5f * draws[2 * i]) + draws[(2 * i) + 1], 0f, 7f })];
        for (int i = 0; i < 5000; i++)
        {
            rows[(4 * i) + 2] = rows[4 * i] + rows[(4 * i) + 1];
        }

        AssertSameMoments(GaussianBlob.Of(rows, 4, mostDirections: 256), rows, 4);

        // As many directions as rows give the covariance of the rows as well.
        AssertSameMoments(GaussianBlob.Of(rows.AsSpan(0, 4 * 300), 4, mostDirections: 3), null, 4, onlyFinite: true);
    }

    /// <summary>Held against medians of draws of our own, wherever the two samplers lie clearly apart.</summary>
    [Fact]
    public void TheBetterOfTheTwoCountsValueByValue()
    {
        const int Draws = 15;
        const int Count = 10_000;
        DataSource data = new RingConfig { Radius = 1, Std = 0.01 }.Build(new RandomStreams(0));
        Evaluator evaluator = new(data, [new ModeCoverageConfig(), new PrdcConfig()]);
        var perfect = evaluator.Perfect(Count, Random);
        var best = evaluator.Uninformed(Count, Random);
        Metric metric = new ModeCoverageConfig().Build(data);
        IReadOnlyList<FeaturelessBlob> blobs = FeaturelessBlob.Of(data, Random.ForLane(0x300));
        Assert.Equal(["gaussian", "uniform"], blobs.Select(static blob => blob.Name));
        MetricInfo[] infos = [.. metric.Values.Where(static info => info.Format != MetricFormat.PerMode)];
        double[][][] numbers = [.. blobs.Select(blob => Enumerable.Range(0, Draws).Select(draw => Numbers(blob, draw)).ToArray())];
        List<(string Name, Better Better, string Winner)> decided = [];
        for (int i = 0; i < infos.Length; i++)
        {
            (MetricInfo info, int place) = (infos[i], i);
            double[][] two = [.. numbers.Select(sampler => sampler.Select(values => Distance(info, values[place])).Order().ToArray())];

            // Ranges that overlap by more than a few draws decide nothing.
            string? winner = two[0][^3] < two[1][2] ? "gaussian" : two[1][^3] < two[0][2] ? "uniform" : null;
            if (winner is not null)
            {
                decided.Add((info.Name, info.Better, winner));
                Assert.True(best[info.Name].Sampler == winner, $"{info.Name}: {best[info.Name].Sampler}");
            }
        }

        // Of both directions there are some, and each of the two wins somewhere.
        Assert.Contains(decided, static each => each.Better == Better.Higher);
        Assert.Contains(decided, static each => each.Better == Better.Lower);
        Assert.Equal(["gaussian", "uniform"], decided.Select(static each => each.Winner).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.All(best.Values, score => Assert.True(score.Low <= score.Median && score.Median <= score.High));

        double[] Numbers(FeaturelessBlob blob, int draw)
        {
            RandomStream lane = Random.ForLane(0x310 + draw);
            Dictionary<string, MetricValue> values = new(StringComparer.Ordinal);
            EvaluationSamples samples = new(2, blob.Draw(Count, lane), Samples.Draw(data, Count, 0x330 + draw), lane.ForLane(0x350 + draw));
            metric.Evaluate(samples, values);
            return [.. infos.Select(info => values[info.Name].Number)];
        }

        // How far from good, whatever the direction.
        double Distance(MetricInfo info, double value) => info.Better switch
        {
            Better.Higher => -value,
            Better.Lower => value,
            _ => Math.Abs(value - perfect[info.Name].Median),
        };
    }

    [Fact]
    public void WhatABlobReachesIsNoMerit()
    {
        UninformedScore blob = new("uniform", 2500, 7, 6, 8);
        MetricDescription higher =
            new("Modes captured", MetricDirection.Higher, MetricDisplay.Count) { Uninformed = blob, UninformedFinal = blob with { Low = 8 } };
        Assert.True(higher.IsNoBetterThanBlob(8, final: false));
        Assert.Equal((8, 8), (higher.BlobAtBest(final: false), higher.BlobAtBest(final: true)));
        Assert.True(higher.IsNoBetterThanBlob(1, final: false));
        Assert.False(higher.IsNoBetterThanBlob(9, final: false));

        MetricDescription lower = new("Reverse KL", MetricDirection.Lower, MetricDisplay.Number) { Uninformed = blob };
        Assert.False(lower.IsNoBetterThanBlob(5, final: true));
        Assert.True(lower.IsNoBetterThanBlob(6, final: true));
        Assert.True(lower.IsNoBetterThanBlob(9, final: true));
        Assert.Equal(6, lower.BlobAtBest(final: true));

        MetricDescription closer = new("Spread", MetricDirection.Closer, MetricDisplay.Number)
        {
            Perfect = new PerfectScore(2500, 1, 0.9, 1.1),
            Uninformed = new UninformedScore("uniform", 2500, 1.5, 1.4, 1.6),
        };
        Assert.False(closer.IsNoBetterThanBlob(1, final: false));
        Assert.True(closer.IsNoBetterThanBlob(1.4, final: false));
        Assert.True(closer.IsNoBetterThanBlob(3, final: false));

        // Closeness has to be beaten from either side: a collapsed generator is as far below as a blob is above.
        Assert.True(closer.IsNoBetterThanBlob(0.1, final: false));
        Assert.True(closer.IsNoBetterThanBlob(0.6, final: false));
        Assert.False(closer.IsNoBetterThanBlob(0.61, final: false));

        // Where a blob may hit it, to be close is no merit.
        MetricDescription around = closer with { Uninformed = new UninformedScore("uniform", 2500, 1.2, 0.3, 1.9) };
        Assert.True(around.IsNoBetterThanBlob(1, final: false));
        Assert.Equal((1.4, 1), (closer.BlobAtBest(final: false), around.BlobAtBest(final: false)));

        // Below what it is to come close to the other end counts.
        MetricDescription below = closer with { Uninformed = new UninformedScore("uniform", 2500, 0.5, 0.4, 0.6) };
        Assert.Equal(0.6, below.BlobAtBest(final: false));
        Assert.True(below.IsNoBetterThanBlob(0.6, final: false));
        Assert.False(below.IsNoBetterThanBlob(0.61, final: false));

        // Old runs do not tell.
        Assert.False(new MetricDescription("x", MetricDirection.Higher, MetricDisplay.Number).IsNoBetterThanBlob(0, final: true));
    }

    /// <summary>Of a table of 1,500 rows one half plays the generator: such scores are not those of a perfect sampler at 1,500.</summary>
    [Fact]
    public void PerfectScoresOfHalvesAreSaidToBe()
    {
        MetricDescription whole = new("Sliced Wasserstein", MetricDirection.Lower, MetricDisplay.Number)
        {
            Samples = 1500, SamplesFinal = 1500, Perfect = new PerfectScore(1500, 0.03, 0.02, 0.05), PerfectFinal = new PerfectScore(1500, 0.03, 0.02, 0.05),
        };
        MetricDescription halves = whole with { PerfectFinal = new PerfectScore(750, 0.047, 0.03, 0.08) };
        Assert.Empty(CeilingNote.Of([whole, whole with { Samples = null, SamplesFinal = null }], final: true));
        Assert.Empty(CeilingNote.Of([halves], final: false));
        Assert.Equal(
            ["perfect scores are made from 750 samples, one half of the data against the other, where values are made from 1,500: distances of true data at "
                + "that number are smaller"],
            CeilingNote.Of([whole, halves], final: true));
    }

    [Fact]
    public void ANumberIsMarkedExactlyWhereItIsNotBeyondTheBlobAtItsBest()
    {
        // KID of a good sampler and of a blob are both about 0: the quantile decides, and is shown.
        MetricDescription kid = new("KID", MetricDirection.Lower, MetricDisplay.Number)
        {
            PerfectFinal = new PerfectScore(2500, -0.0005, -0.006, 0.007), UninformedFinal = new UninformedScore("gaussian", 2500, -0.0002, -0.004, 0.005),
        };
        Assert.Equal("-0.003°", BlobMark.Text(kid, -0.003, final: true));
        Assert.Equal("-0.005", BlobMark.Text(kid, -0.005, final: true));
        Assert.Equal("-0.004", kid.Text(kid.BlobAtBest(final: true)!.Value));
        Assert.True(kid.CannotTellBlob(final: true));
        Assert.Equal([BlobMark.Note, "° says nothing where a blob scores like a perfect sampler: KID"],
            BlobMark.Notes([kid], final: true));

        MetricDescription quality = new("High-quality samples", MetricDirection.Higher, MetricDisplay.Percent)
        {
            PerfectFinal = new PerfectScore(2500, 0.989, 0.98, 0.99), UninformedFinal = new UninformedScore("uniform", 2500, 0.005, 0.003, 0.006),
        };
        Assert.False(quality.CannotTellBlob(final: true));
        Assert.Equal([BlobMark.Note], BlobMark.Notes([quality], final: true));
        Assert.Empty(BlobMark.Notes([], final: true));
    }

    [Fact]
    public void AGaussianCannotBeToldFromASymmetricRingByKid()
    {
        DataSource data = new RingConfig { Radius = 1, Std = 0.01 }.Build(new RandomStreams(0));
        MetricsInfo info = new Evaluator(data, [new KidConfig { MaxSamples = 300 }, new ModeCoverageConfig()]).Describe(300, 300, Random);
        Assert.True(info.Metrics["kid"].CannotTellBlob(final: true));
        Assert.False(info.Metrics["hq"].CannotTellBlob(final: true));
    }

    [Fact]
    public void CountsSayHowManySamplesAValueIsMadeFrom()
    {
        DataSource data = new RingConfig().Build(new RandomStreams(0));
        Evaluator evaluator = new(data, [new ModeCoverageConfig(), new PrdcConfig()]);
        MetricsInfo info = evaluator.Describe(1000, 6000, Random);
        Assert.Equal((1000, 6000), (info.Metrics["hq"].Samples, info.Metrics["hq"].SamplesFinal));
        Assert.Equal((1000, 2500), (info.Metrics["precision"].Samples, info.Metrics["precision"].SamplesFinal));
        Assert.Equal(2500, info.Metrics["precision"].PerfectFinal!.Samples);
        Assert.Equal(2500, info.Metrics["precision"].UninformedFinal!.Samples);
        Assert.Equal(5000, new Evaluator(data, [new PrdcConfig().WithSamples(5000)]).Describe(1000, 6000, Random).Metrics["recall"].SamplesFinal);
    }

    private static void AssertSameMoments(GaussianBlob blob, float[]? rows, int dimension, bool onlyFinite = false)
    {
        float[] drawn = blob.Draw(300_000, Random);
        Assert.All(drawn, x => Assert.True(float.IsFinite(x)));
        if (onlyFinite)
        {
            return;
        }

        var (mean, covariance) = Moments(rows!, dimension);
        var (drawnMean, drawnCovariance) = Moments(drawn, dimension);
        double scale = Enumerable.Range(0, dimension).Max(j => covariance[j, j]);
        for (int i = 0; i < dimension; i++)
        {
            Assert.Equal(mean[i], drawnMean[i], 0.02 * Math.Sqrt(scale));
            for (int j = 0; j < dimension; j++)
            {
                Assert.Equal(covariance[i, j], drawnCovariance[i, j], 0.02 * scale);
            }
        }
    }

    private static (double[] Mean, double[,] Covariance) Moments(float[] rows, int dimension)
    {
        int count = rows.Length / dimension;
        double[] mean = [.. Enumerable.Range(0, dimension).Select(j => Enumerable.Range(0, count).Average(i => (double)rows[(i * dimension) + j]))];
        double[,] covariance = new double[dimension, dimension];
        for (int i = 0; i < dimension; i++)
        {
            for (int j = 0; j < dimension; j++)
            {
                covariance[i, j] = Enumerable.Range(0, count).Average(row => (rows[(row * dimension) + i] - mean[i]) * (rows[(row * dimension) + j] - mean[j]));
            }
        }

        return (mean, covariance);
    }
}
