using GanCli.Engine.Data;
using GanCli.Engine.Data.Pictures;
using GanCli.Engine.Metrics;
using GanCli.Engine.Metrics.Features;
using GanCli.Engine.Random;
using GanCli.Tests.Metrics.Features;

namespace GanCli.Tests.Metrics;

public sealed class InceptionScoreTests(SmallGlyphs glyphs) : IClassFixture<SmallGlyphs>
{
    private const string Name = "inception-score[classifier]";
    private static readonly InceptionScoreConfig Config = new() { Extractor = SmallGlyphs.Classifier };

    [Theory]
    [InlineData(1, 400)]
    [InlineData(10, 400)]
    [InlineData(10, 123)]
    [InlineData(7, 3)]
    public void IsWhatItsDefinitionSays(int splits, int count)
    {
        float[] rows = [.. Mixed().Take(count * 144)];
        double[][] said = Said(rows);
        double sum = 0;
        int parts = Math.Min(splits, count);
        for (int part = 0; part < parts; part++)
        {
            double[][] own = said[(part * count / parts)..((part + 1) * count / parts)];
            double[] mean = [.. Enumerable.Range(0, 4).Select(label => own.Average(row => row[label]))];
            sum += Math.Exp(own.Average(row => row.Zip(mean, static (p, q) => p > 0 ? p * Math.Log(p / q) : 0).Sum()));
        }

        Assert.Equal(sum / parts, Score(glyphs.Data, rows, Config with { Splits = splits }), 1e-9);
    }

    // All channels show something of four: y is one of sixteen combinations, and p(y|x) the product of what is said of the channels.
    [Fact]
    public void StacksAreScoredByCombinations()
    {
        DataSource stacked = new StackedConfig { Source = SmallGlyphs.Config, Channels = 2 }.Build(new RandomStreams(3));
        float[] rows = [.. Mixed().Take(2 * 150 * 144)];
        double[][] said = Said(rows);
        double[][] joint = [.. Enumerable.Range(0, 150).Select(i => said[2 * i].SelectMany(a => said[(2 * i) + 1].Select(b => a * b)).ToArray())];
        double[] mean = [.. Enumerable.Range(0, 16).Select(label => joint.Average(row => row[label]))];
        double expected = Math.Exp(joint.Average(row => row.Zip(mean, static (p, q) => p > 0 ? p * Math.Log(p / q) : 0).Sum()));
        Assert.Equal(expected, Score(stacked, rows, Config with { Splits = 1 }), 1e-9);
    }

    [Fact]
    public void OnePictureScoresOneAndOneOfEachClassAll()
    {
        float[] all = glyphs.Data.HeldOut!.ToArray();
        Assert.Equal(1, Score(glyphs.Data, [.. Enumerable.Range(0, 100).SelectMany(_ => all[..144])], Config), 1e-9);
        Assert.InRange(Score(glyphs.Data, [.. Enumerable.Range(0, 100).SelectMany(_ => all[..(4 * 144)])], Config), 3.5, 4);
        var evaluator = new Evaluator(glyphs.Data, [Config]);
        double perfect = evaluator.Perfect(400, Samples.Stream)[Name].Median;
        Assert.InRange(perfect, 3.5, 4);
        Assert.InRange(evaluator.Uninformed(400, Samples.Stream)[Name].Median, 1, perfect);
        Assert.Equal(1, evaluator.Infos[0].Least);
    }

    [Fact]
    public void OnlyLabelledPicturesHaveOne()
    {
        Assert.Equal("the data are not pictures", Config.Unfit(new RingConfig().Build(new RandomStreams(0))));
        Assert.NotNull((Config with { Extractor = new PixelFeaturesConfig() }).Unfit(glyphs.Data));
    }

    // Real pictures with noise: the classifier is sure of some, and not of others.
    private float[] Mixed()
    {
        float[] rows = glyphs.Data.HeldOut!.ToArray();
        float[] noise = Samples.Normal(rows.Length, 5);
        return [.. rows.Select((number, i) => Math.Clamp(number + (i / 144 % 3 * 0.6f * noise[i]), -1, 1))];
    }

    // What the classifier says of each picture, from its features.
    private double[][] Said(float[] rows)
    {
        FeatureSpace space = FeatureSpace.Of(glyphs.Data, SmallGlyphs.Classifier);
        return [.. space.Features(rows).Chunk(space.Extractor.Count).Select(row =>
        {
            double[] probabilities = new double[4];
            ((IClassifies)space.Extractor).Classify(row, probabilities);
            return probabilities;
        })];
    }

    private static double Score(DataSource data, float[] rows, InceptionScoreConfig config) =>
        new Evaluator(data, [config]).Evaluate(new EvaluationSamples(data.Dimension, rows, rows, Samples.Stream.ForLane(99)))[Name].Number;
}
