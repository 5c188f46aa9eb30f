using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Metrics;
using GanCli.Engine.Metrics.Features;
using GanCli.Engine.Random;

namespace GanCli.Tests.Metrics.Features;

public sealed class FeatureSpaceTests(SmallGlyphs glyphs) : IClassFixture<SmallGlyphs>
{
    public static TheoryData<Type> Extractors =>
        [.. Catalog.FamilyOf(typeof(ExtractorConfig)).Components.Select(static component => component.CreateDefault().GetType())];

    private DataSource Data => glyphs.Data;

    // Pixels compared are pixels: the measure of the pictures as a file would hold them.
    [Fact]
    public void AMeasureOfPixelsIsTheMeasureOfRoundedPictures()
    {
        var few = (SmallGlyphs.Config with { Size = 8, Pictures = 200, HeldOut = 150 }).Build(new RandomStreams(4));
        float[] generated = Samples.Draw(Noisy(few), 150, 5);
        float[] rounded = Array.ConvertAll(generated, static number => ByteRows.Number(ByteRows.Byte(number)));
        var expected = Samples.Evaluate(new Frechet(64), 64, rounded, Samples.Shuffle(few.HeldOut!.ToArray(), 64, 1));
        var evaluator = new Evaluator(few, [new FrechetConfig { Extractor = new PixelFeaturesConfig() }]);
        MetricValue value = evaluator.Evaluate(new EvaluationSamples(64, generated, generated, Samples.Stream))["fid[pixels]"];
        Assert.Equal(expected["frechet"].Number, value.Number, 1e-4);
        Assert.InRange(value.Number, 0.1, 100);
    }

    [Theory]
    [MemberData(nameof(Extractors))]
    public void FeaturesArePicturesOwn(Type kind)
    {
        Extractor extractor = Prepared(kind);
        byte[] pictures = Bytes.Of(Data.HeldOut!, 0, 230);
        float[] all = Features(extractor, pictures);
        Assert.All(all, static number => Assert.True(float.IsFinite(number)));
        Assert.True(all.Chunk(extractor.Count).Select(static row => string.Join(' ', row)).Distinct().Count() > 200);

        // Whatever passes beside them: sums may round otherwise.
        float[] some = Features(extractor, pictures[(7 * 144)..(9 * 144)]);
        Assert.Equal(all[(7 * extractor.Count)..(9 * extractor.Count)], some, static (a, b) => Math.Abs(a - b) <= 1e-4 * (1 + Math.Abs(a)));
        Assert.Equal(all, Features(extractor, pictures));
    }

    [Theory]
    [MemberData(nameof(Extractors))]
    public void AnExtractorHasAHashThatStays(Type kind)
    {
        Extractor extractor = Prepared(kind);
        Assert.Matches("^[0-9a-f]{64}$", extractor.Hash);
        Assert.Equal(extractor.Hash, Prepared(kind).Hash);
        Assert.Matches("^[a-z][a-z0-9-]*$", extractor.Name);
        Assert.InRange(extractor.Nanoseconds, 1, 1e9);
    }

    [Fact]
    public void PerfectSamplersScoreWellAndBlobsDoNot()
    {
        var evaluator = new Evaluator(Data, [new FrechetConfig { Extractor = SmallGlyphs.Classifier }, new PrdcConfig { Extractor = SmallGlyphs.Classifier }]);
        var perfect = evaluator.Perfect(300, Samples.Stream);
        var blob = evaluator.Uninformed(300, Samples.Stream);
        Assert.Equal(["fid[classifier]", "precision[classifier]", "recall[classifier]", "density[classifier]", "coverage[classifier]"], perfect.Keys);
        Assert.True(blob["fid[classifier]"].Median > 10 * perfect["fid[classifier]"].Median);
        Assert.InRange(perfect["precision[classifier]"].Median, 0.85, 1);
        Assert.InRange(blob["precision[classifier]"].Median, 0, perfect["precision[classifier]"].Median / 2);
        var description = evaluator.Describe(100, 300, Samples.Stream).Metrics["fid[classifier]"];
        Assert.Matches("^classifier [0-9a-f]{8}, [0-9.]+% of 400 held-out pictures right; against 400 held-out pictures$", description.Through);
    }

    [Fact]
    public void ThePicturesComparedWithAreHeldOutAndTheSameForEverySeedOfARun()
    {
        PicturePools pools = PicturePools.Of(Data);
        Assert.True(pools.AreHeldOut);
        Assert.Equal(Sorted(Data.HeldOut!), Sorted(pools.Reference));
        Assert.Equal(Sorted(Data.Table!), Sorted(pools.Fresh));
        float[] row = new float[144];
        for (int i = 0; i < 40; i++)
        {
            pools.Reference.Copy(i, row);
            int place = Enumerable.Range(0, 400).First(j => Row(Data.HeldOut!, j).AsSpan().SequenceEqual(row));
            Assert.Equal(place % 4, Data.HeldOutLabels!.Of(place));
        }

        PicturePools others = PicturePools.Of(SmallGlyphs.Config.Build(new RandomStreams(8, 3, 9)));
        Assert.Equal(pools.Reference.ToArray(), others.Reference.ToArray());
        Assert.Equal(pools.Fresh.ToArray(), others.Fresh.ToArray());
    }

    [Fact]
    public void WithoutPicturesHeldOutTheSetIsHalved()
    {
        DataSource data = (SmallGlyphs.Config with { Pictures = 80, HeldOut = 0 }).Build(new RandomStreams(4));
        PicturePools pools = PicturePools.Of(data);
        Assert.False(pools.AreHeldOut);
        Assert.Equal(Sorted(data.Table!), Sorted(pools.Reference).Concat(Sorted(pools.Fresh)).Order(StringComparer.Ordinal));
        Assert.Equal(40, pools.Fresh.Count);

        // Not one of each in turn.
        string[] all = [.. data.Table!.ToArray().Chunk(144).Select(static row => string.Join(' ', row))];
        Assert.All(new[] { pools.Reference, pools.Fresh }, rows => Assert.Equal(
            [0, 1, 2, 3], rows.ToArray().Chunk(144).Select(row => data.TableLabels!.Of(Array.IndexOf(all, string.Join(' ', row)))).Distinct().Order()));
    }

    [Fact]
    public void ExtractorsAreForPictures()
    {
        DataSource ring = new RingConfig().Build(new RandomStreams(0));
        Assert.Equal(
            "extractor is for pictures, and these samples are none; leave it out", new KidConfig { Extractor = new PixelFeaturesConfig() }.Unfit(ring));
        Assert.Null(new KidConfig().Unfit(ring));
        Assert.Equal(["kid"], new KidConfig().Build(ring).Values.Select(static info => info.Name));
        Assert.Equal(["kid[classifier]"], new KidConfig().Build(Data).Values.Select(static info => info.Name));
        Assert.Equal(["kid[random]"], new KidConfig { Extractor = new RandomFeaturesConfig() }.Build(Data).Values.Select(static info => info.Name));
    }

    [Fact]
    public void OutliersShowNothingOfOnePictureAlone()
    {
        float[] black = new float[144];
        float[] white = new float[144];
        Array.Fill(black, -1);
        Array.Fill(white, 1);
        var outliers = new Outliers([1, 12, 12]);
        for (int i = 0; i < 40; i += 5)
        {
            float[] halves = Made(outliers, i, black, white);
            Assert.Equal(72, halves.Count(static number => number > 0));
            float[] mixed = Made(outliers, i + 1, black, white);
            Assert.InRange(mixed[0], -0.3f, 0.3f);
            Assert.All(mixed, number => Assert.Equal(mixed[0], number));
            float[] ramp = [.. Enumerable.Range(0, 144).Select(static j => (j / 72f) - 1)];
            float[] shuffled = Made(outliers, i + 2, ramp, white);
            Assert.Equal(ramp, shuffled.Order());
            Assert.True(shuffled.Where((number, j) => number != ramp[j]).Count() > 90);
            float[] blended = Made(outliers, i + 3, black, white);
            Assert.All(blended, number => Assert.Equal(blended[0], number));
            Assert.InRange(Made(outliers, i + 4, black, white).Distinct().Count(), 20, 144);
        }
    }

    private static float[] Made(Outliers outliers, int index, float[] one, float[] other)
    {
        float[] made = new float[one.Length];
        outliers.Make(index, one, other, (float[])[.. one, .. other], Samples.Stream.ForLane(40 + index), made);
        return made;
    }

    private static DataSource Noisy(DataSource data) => new FiniteSource(
        [.. data.Table!.ToArray().Select(static (number, i) => number + (0.3f * ((i * 7919 % 101) / 50f - 1)))], data.Shape);

    private static string[] Sorted(RowSet rows) =>
        [.. rows.ToArray().Chunk(rows.Dimension).Select(static row => string.Join(' ', row)).Order(StringComparer.Ordinal)];

    private static float[] Row(RowSet rows, int i)
    {
        float[] row = new float[rows.Dimension];
        rows.Copy(i, row);
        return row;
    }

    private static float[] Features(Extractor extractor, byte[] pictures)
    {
        float[] features = new float[pictures.Length / 144 * extractor.Count];
        extractor.Extract(pictures, features);
        return features;
    }

    private Extractor Prepared(Type kind)
    {
        var config = (ExtractorConfig)Activator.CreateInstance(kind)!;
        Extractor extractor = (config switch
        {
            ClassifierConfig => SmallGlyphs.Classifier,
            Resnet18Config resnet => resnet with { Size = 32 },
            TorchScriptConfig => TorchScriptTests.Quarters,
            _ => config,
        }).Build(Data);
        extractor.Prepare();
        return extractor;
    }
}
