using GanCli.Engine.Data;
using GanCli.Engine.Metrics;
using GanCli.Engine.Random;

namespace GanCli.Tests.Metrics;

/// <summary>What holds for every metric, whatever it measures.</summary>
public sealed class MetricCatalogTests
{
    private static readonly DataSource[] Sources =
    [
        new RingConfig().Build(new RandomStreams(0)),
        new RingConfig { Modes = 3, Std = 0 }.Build(new RandomStreams(0)),
        new MixtureConfig { Means = [[0], [5]], Stds = [1] }.Build(new RandomStreams(0)),
        new Noise(1),
        new Noise(20),
        new Noise(1200),

        // Fixed sets, with rows held out.
        new RingConfig { Samples = 500 }.Build(new RandomStreams(0)),
        new RingConfig { Samples = 3 }.Build(new RandomStreams(0)),
    ];

    public static TheoryData<Type> Kinds => [.. Evaluator.Defaults().Select(config => config.GetType())];

    [Fact]
    public void KindsAreFound() => Assert.Equal(
        [
            typeof(ModeCoverageConfig), typeof(ClassCoverageConfig), typeof(SlicedWassersteinConfig), typeof(PrdcConfig),
            typeof(ClippedDensityConfig), typeof(MmdConfig), typeof(FrechetConfig), typeof(InceptionScoreConfig), typeof(KidConfig),
            typeof(AlphaPrecisionConfig), typeof(EnergyDistanceConfig), typeof(NdbConfig), typeof(VendiConfig), typeof(BirthdayConfig),
            typeof(DataCopyingConfig),
        ],
        Evaluator.Defaults().Select(config => config.GetType()));

    [Fact]
    public void WhatCostsMoreOrTellsLessRunsOnlyWhenListed() => Assert.Equal(
        [
            typeof(ModeCoverageConfig), typeof(ClassCoverageConfig), typeof(SlicedWassersteinConfig), typeof(PrdcConfig), typeof(MmdConfig),
            typeof(FrechetConfig),
        ],
        Evaluator.Defaults().Where(config => config.ByDefault).Select(config => config.GetType()));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void GivesExactlyTheValuesItNamesEachTimeTheSame(Type kind) => ForEachFittingSource(kind, (metric, data) =>
    {
        var (generated, real) = (Samples.Draw(data, 300, 1), Samples.Draw(data, 300, 2));
        var values = Samples.Evaluate(metric, data.Dimension, generated, real);
        Assert.Equal(metric.Values.Select(info => info.Name), values.Keys);
        foreach (var info in metric.Values)
        {
            Assert.Equal(info.Format == MetricFormat.PerMode, values[info.Name].List is not null);
            Assert.NotNull(info.Help);
            Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", info.Name);
        }

        var again = Samples.Evaluate(metric, data.Dimension, generated, real);
        Assert.All(values, pair => Assert.Equal(Numbers(pair.Value), Numbers(again[pair.Key])));
        Assert.InRange(metric.Cost(300), 1, 1e9);
    });

    [Fact]
    public void TheGlossaryDefinesEveryValueOnce()
    {
        var glossary = Evaluator.Glossary();
        Assert.Equal(Kinds.Count, glossary.Count);
        // A class of pictures is a mode, as one of a mixture is: no data have both.
        MetricInfo[] values = [.. glossary.Where(metric => metric.Kind is not "class-coverage").SelectMany(metric => metric.Values)];
        Assert.Equal(values.Length, values.Select(info => info.Name).Distinct().Count());
        Assert.Equal(values.Length, values.Select(info => info.Label).Distinct().Count());
        Assert.All(values, info => Assert.NotEmpty(info.Help!));
    }

    // What a value is to come close to is what true data score; where no number is given it depends on the data.
    [Fact]
    public void TargetsAreWhatAPerfectSamplerScores()
    {
        DataSource data = new RingConfig { Samples = 2000 }.Build(new RandomStreams(0));
        var metrics = Evaluator.Defaults().Where(metric => metric.Unfit(data) is null).ToArray();
        var evaluator = new Evaluator(data, metrics);
        var perfect = evaluator.Perfect(500, Samples.Stream);
        foreach (var info in evaluator.Infos.Where(info => info.Better == Better.Closer && info.Format != MetricFormat.PerMode))
        {
            if (info.Target is { } target)
            {
                var slack = Math.Max(0.05, perfect[info.Name].High - perfect[info.Name].Low);
                Assert.InRange(target, perfect[info.Name].Low - slack, perfect[info.Name].High + slack);
            }
            else
            {
                Assert.Contains(info.Name, new[] { "birthday", "vendi" });

                // Nothing is nearer to a target that is not known: a collapsed generator is not the best.
                Assert.False(info.IsBetter(1, 100) || info.IsBetter(100, 1));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void DoesNotDependOnTheOrderOfSamples(Type kind) => ForEachFittingSource(kind, (metric, data) =>
    {
        var (generated, real) = (Samples.Draw(data, 300, 1), Samples.Draw(data, 300, 2));
        var values = Samples.Evaluate(metric, data.Dimension, generated, real);
        var shuffled = Samples.Evaluate(
            metric, data.Dimension, Samples.Shuffle(generated, data.Dimension, 1), Samples.Shuffle(real, data.Dimension, 2));
        Assert.All(values, pair => Assert.Equal(Numbers(pair.Value), Numbers(shuffled[pair.Key]), (a, b) => Math.Abs(a - b) < 1e-6));
    });

    [Theory]
    [MemberData(nameof(Kinds))]
    public void SmallerRealSetComparesWithTheFirstGenerated(Type kind)
    {
        if (kind == typeof(ModeCoverageConfig) || kind == typeof(DataCopyingConfig))
        {
            // The only ones that compare with no real sample of the evaluation.
            return;
        }

        ForEachFittingSource(kind, (metric, data) =>
        {
            var (generated, real) = (Samples.Draw(data, 300, 1), Samples.Draw(data, 100, 2));
            Assert.Equal(
                Samples.Evaluate(metric, data.Dimension, generated[..real.Length], real),
                Samples.Evaluate(metric, data.Dimension, generated, real));
        });
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void IsFiniteAtTotalCollapse(Type kind) => ForEachFittingSource(kind, (metric, data) =>
    {
        foreach (var count in new[] { 2, 3, 100 })
        {
            var real = Samples.Draw(data, count, 2);
            var constant = new float[real.Length];
            foreach (var value in new[] { 0, 2, -0f, 1e-30f, 1e6f, 1e30f, float.MaxValue })
            {
                Array.Fill(constant, value);
                AllFinite(constant, real);
                AllFinite(constant, constant);
            }

            // All on one real sample; far apart from each other.
            AllFinite([.. Enumerable.Range(0, count).SelectMany(_ => real[..data.Dimension])], real);
            AllFinite([.. real.Select((number, i) => i % 2 == 0 ? float.MaxValue : float.MinValue)], real);

            // Real samples that are one and the same, that come twice each, or that lie far apart.
            AllFinite(real, [.. Enumerable.Range(0, count).SelectMany(_ => real[..data.Dimension])]);
            AllFinite([.. real.Reverse()], [.. Enumerable.Range(0, count).SelectMany(i => real.Skip(i / 2 * data.Dimension).Take(data.Dimension))]);
            AllFinite(real, [.. real.Select((number, i) => i % 2 == 0 ? float.MaxValue : float.MinValue)]);
        }

        void AllFinite(float[] generated, float[] real) => Assert.All(
            Samples.Evaluate(metric, data.Dimension, generated, real),
            pair => Assert.All(Numbers(pair.Value), number => Assert.True(double.IsFinite(number), pair.Key)));
    });

    private static double[] Numbers(MetricValue value) => value.List ?? [value.Number];

    private static void ForEachFittingSource(Type kind, Action<Metric, DataSource> check)
    {
        var config = (MetricConfig)Activator.CreateInstance(kind)!;
        foreach (var data in Sources.Where(data => config.Unfit(data) is null))
        {
            check(config.Build(data), data);
        }
    }
}
