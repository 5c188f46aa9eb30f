using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Metrics;
using GanCli.Engine.Random;
using GanCli.Engine.Training.Observers;
using GanCli.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.Metrics;

public sealed class EvaluatorTests
{
    private static readonly DataSource Ring = new RingConfig().Build(new RandomStreams(0));
    private static readonly string[] ModeValues =
        ["modes", "hq", "reverse-kl", "reverse-kl-all", "js", "mode-tv", "spread", "forward-kl", "modes-captured", "mode-frequency", "mode-spread",
            "mode-width"];

    private static readonly string[] AnyValues = ["sliced-wasserstein", "precision", "recall", "density", "coverage", "mmd", "frechet"];

    [Fact]
    public void TakesAllThatFitAndBeginsWithModes()
    {
        var evaluator = new Evaluator(Ring, null);
        Assert.Equal([.. ModeValues, .. AnyValues], evaluator.Infos.Select(info => info.Name));
        Assert.Equal(8, evaluator.Infos[0].Total);
        Assert.Equal(AnyValues, new Evaluator(new Noise(3), null).Infos.Select(info => info.Name));
        var values = evaluator.Evaluate(new EvaluationSamples(2, Samples.Draw(Ring, 100, 0), Samples.Draw(Ring, 100, 1), Samples.Stream));
        Assert.Equal(evaluator.Infos.Select(info => info.Name), values.Keys);
    }

    [Fact]
    public void FaultsNameTheMetricAndTheReason()
    {
        MetricConfig[] metrics = [new MmdConfig(), new ModeCoverageConfig(), new MmdConfig { MaxSamples = 7 }];
        Assert.Equal(
            [
                (1, "mode-coverage cannot be computed here: the data are not a mixture with known modes"),
                (2, "metrics[0] already gives 'mmd'"),
            ],
            Evaluator.Check(new Noise(2), metrics));
        Assert.Throws<ArgumentException>(() => new Evaluator(new Noise(2), metrics));
        Assert.Empty(Evaluator.Check(Ring, [new ModeCoverageConfig(), new PrdcConfig()]));
    }

    [Fact]
    public void BestIsTheFirstNumberUnlessNamed()
    {
        var evaluator = new Evaluator(Ring, null);
        Assert.Equal("modes", evaluator.Best(null)?.Name);
        Assert.Equal("mmd", evaluator.Best("mmd")?.Name);
        Assert.Null(evaluator.Best("mode-frequency"));
        Assert.Null(evaluator.Best("fid"));
        Assert.Equal("sliced-wasserstein", new Evaluator(new Noise(3), null).Best(null)?.Name);
    }

    [Fact]
    public void TiesAreBrokenByTheOtherValues()
    {
        var evaluator = new Evaluator(Ring, [new ModeCoverageConfig()]);
        var modes = evaluator.Best("modes")!;
        Assert.True(Beats(modes, Values(8, 0.1), Values(7, 0.9)));
        Assert.False(Beats(modes, Values(7, 0.9), Values(8, 0.1)));
        Assert.True(Beats(modes, Values(8, 0.2), Values(8, 0.1)));
        Assert.False(Beats(modes, Values(8, 0.2), Values(8, 0.2)));

        // Lower is better, and closer to one.
        var kl = evaluator.Best("reverse-kl")!;
        Assert.True(Beats(kl, Values(7, 0.1, kl: 0.1), Values(8, 0.9, kl: 0.2)));
        var spread = evaluator.Best("spread")!;
        Assert.True(Beats(spread, Values(7, 0.1, spread: 1.1), Values(8, 0.9, spread: 0.8)));
        Assert.True(Beats(spread, Values(7, 0.1, spread: 0.9), Values(8, 0.9, spread: 1.2)));

        bool Beats(MetricInfo best, Dictionary<string, MetricValue> candidate, Dictionary<string, MetricValue> incumbent) =>
            evaluator.IsBetter(best, candidate, incumbent);

        static Dictionary<string, MetricValue> Values(int modes, double hq, double kl = 0, double spread = 1) => new()
        {
            ["modes"] = modes, ["hq"] = hq, ["reverse-kl"] = kl, ["reverse-kl-all"] = 0, ["js"] = 0, ["mode-tv"] = 0, ["spread"] = spread,
            ["forward-kl"] = 0, ["modes-captured"] = 8,
        };
    }

    [Fact]
    public void PerfectScoresAreThoseOfTheTheory()
    {
        const int Count = 2500;
        var scores = new Evaluator(Ring, [new ModeCoverageConfig(), new SlicedWassersteinConfig { Directions = 8 }]).Perfect(Count, Samples.Stream);
        Assert.Equal(new PerfectScore(Count, 8, 8, 8), scores["modes"]);

        // A binomial share: quantiles 1.645 standard deviations away.
        var ceiling = 1 - Math.Exp(-4.5);
        var deviation = Math.Sqrt(ceiling * (1 - ceiling) / Count);
        Assert.Equal(ceiling, scores["hq"].Median, deviation / 2);
        Assert.Equal(ceiling - (1.645 * deviation), scores["hq"].Low, deviation / 2);
        Assert.Equal(ceiling + (1.645 * deviation), scores["hq"].High, deviation / 2);

        // 2 N KL is about χ² with 7 degrees of freedom: median 6.35, quantiles 2.17 and 14.07.
        var kl = scores["reverse-kl"];
        var samples = 2 * Count * ceiling;
        Assert.Equal(6.35 / samples, kl.Median, 0.9 / samples);
        Assert.Equal(2.17 / samples, kl.Low, 0.7 / samples);
        Assert.Equal(14.07 / samples, kl.High, 2.5 / samples);
        Assert.Equal(1, scores["spread"].Median, 0.01);
        Assert.InRange(scores["sliced-wasserstein"].Median, scores["sliced-wasserstein"].Low, scores["sliced-wasserstein"].High);
        Assert.False(scores.ContainsKey("mode-frequency"));
    }

    [Fact]
    public void PerfectScoresAreAFunctionOfTheStream()
    {
        var first = new Evaluator(Ring, null).Perfect(200, Samples.Stream);
        Assert.Equal(first, new Evaluator(Ring, null).Perfect(200, Samples.Stream));
        Assert.NotEqual(first["mmd"], new Evaluator(Ring, null).Perfect(200, Samples.Stream.ForLane(7))["mmd"]);
    }

    [Fact]
    public void MetricsThatStopAtTheirMostSamplesScoreTheSameBeyond()
    {
        MetricConfig[] metrics = [new PrdcConfig { MaxSamples = 100 }, new SlicedWassersteinConfig { Directions = 2 }];
        var both = new Evaluator(Ring, metrics);
        both.Perfect(100, Samples.Stream);
        var larger = both.Perfect(300, Samples.Stream);
        Assert.Equal(larger, new Evaluator(Ring, metrics).Perfect(300, Samples.Stream));
        Assert.Equal(both.Perfect(100, Samples.Stream)["density"], larger["density"]);
        Assert.Equal(100, larger["density"].Samples);
        Assert.True(larger["sliced-wasserstein"].Median < both.Perfect(100, Samples.Stream)["sliced-wasserstein"].Median);
    }

    [Fact]
    public void DescriptionIsTheContentOfMetricsJson()
    {
        using var folder = new TemporaryFolder();
        var evaluator = new Evaluator(Ring, [new ModeCoverageConfig()]);
        evaluator.Describe(100, 200, Samples.Stream).Write(folder["metrics.json"]);
        var metrics = MetricsInfo.Read(folder["metrics.json"]).Metrics;
        Assert.Equal(ModeValues, metrics.Keys);
        Assert.Equal(("Modes held", MetricDirection.Higher, MetricDisplay.Count, 8.0), Parts(metrics["modes"]));
        Assert.Equal(("Spread within modes", MetricDirection.Closer, MetricDisplay.Number, null), Parts(metrics["spread"]));
        Assert.Equal(evaluator.Perfect(100, Samples.Stream)["hq"], metrics["hq"].Perfect);
        Assert.Equal(evaluator.Perfect(200, Samples.Stream)["hq"], metrics["hq"].PerfectFinal);
        Assert.Null(metrics["mode-frequency"].Perfect);

        static (string, MetricDirection, MetricDisplay, double?) Parts(MetricDescription metric) =>
            (metric.Label, metric.Better, metric.Format, metric.Total);
    }

    [Fact]
    public void ThePartThatHoldsAModeIsDescribed()
    {
        var evaluator = new Evaluator(Ring, [new ModeCoverageConfig { Held = 0.5 }]);
        var info = evaluator.Describe(50, 50, Samples.Stream);
        Assert.Equal(0.5, info.HeldPart);
        Assert.Contains("at least 50% (option held) of their weight", info.Metrics["modes"].Help);
        Assert.All(info.Metrics.Where(metric => metric.Key != "modes"), metric => Assert.Null(metric.Value.Held));

        // A session that goes on with an older description, or with another part, writes it anew.
        var observer = new EvaluationObserver(evaluator, new EvaluationConfig());
        Assert.True(observer.IsDescribedBy(info));
        foreach (double? other in new double?[] { null, 0.25 })
        {
            Assert.False(observer.IsDescribedBy(new MetricsInfo(info.Metrics.ToDictionary(
                metric => metric.Key, metric => metric.Key == "modes" ? metric.Value with { Held = other } : metric.Value))));
        }
    }

    [Theory]
    [InlineData(new double[] { 3 }, 0.05, 3)]
    [InlineData(new double[] { 4, 1, 3, 2 }, 0.5, 2.5)]
    [InlineData(new double[] { 10, 0 }, 0.95, 9.5)]
    [InlineData(new double[] { 1, 2, 3, 4, 5 }, 1, 5)]
    public void QuantilesInterpolate(double[] numbers, double probability, double expected) =>
        Assert.Equal(expected, Quantiles.Of(numbers, probability), 1e-12);
}
