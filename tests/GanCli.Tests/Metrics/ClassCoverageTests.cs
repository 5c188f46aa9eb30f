using GanCli.Engine.Data;
using GanCli.Engine.Data.Pictures;
using GanCli.Engine.Metrics;
using GanCli.Engine.Metrics.Features;
using GanCli.Engine.Random;
using GanCli.Tests.Metrics.Features;

namespace GanCli.Tests.Metrics;

public sealed class ClassCoverageTests(SmallGlyphs glyphs) : IClassFixture<SmallGlyphs>
{
    private const int Classes = 4;

    // If all that pass showed the same class, it would not be held.
    private const double NoClass = 0.25 / Classes;
    private static readonly ClassCoverageConfig Config = new() { Extractor = SmallGlyphs.Classifier };

    [Fact]
    public void HeldOutPicturesShowAllClasses()
    {
        IReadOnlyDictionary<string, MetricValue> values = Measure(glyphs.Data, glyphs.Data.HeldOut!.ToArray());
        Assert.Equal(Classes, values["modes"].Number);
        Assert.Equal(Classes, values["modes-captured"].Number);
        Assert.InRange(values["hq"].Number, 0.93, 1);
        Assert.InRange(values["reverse-kl"].Number, 0, 0.002);
        Assert.Equal(values["hq"].Number, values["mode-frequency"].List!.Sum(), 1e-12);
    }

    [Fact]
    public void PicturesOfNothingCountForNoMode() => Assert.All(SmallGlyphs.Nothing(glyphs.Data, 400), nothing =>
    {
        IReadOnlyDictionary<string, MetricValue> values = Measure(glyphs.Data, nothing.Rows);
        Assert.True(values["hq"].Number < NoClass, $"{nothing.Kind}: {values["hq"].Number} look real");
        Assert.Equal(0, values["modes"].Number);
    });

    [Fact]
    public void AClassThatIsMissingIsLost()
    {
        RowSet rows = glyphs.Data.HeldOut!;
        float[] all = rows.ToArray();
        float[] without = [.. Enumerable.Range(0, rows.Count).Where(static i => i % Classes != 2).SelectMany(i => all[(i * 144)..((i + 1) * 144)])];
        IReadOnlyDictionary<string, MetricValue> values = Measure(glyphs.Data, without);
        Assert.Equal(3, values["modes"].Number);
        Assert.InRange(values["mode-frequency"].List![2], 0, 0.01);
        Assert.InRange(values["reverse-kl"].Number, 0.26, 0.32);
        Assert.InRange(values["mode-tv"].Number, 0.24, 0.3);
    }

    [Fact]
    public void APerfectSamplerHoldsAllAndABlobNone()
    {
        var evaluator = new Evaluator(glyphs.Data, [Config]);
        Assert.Equal(Classes, evaluator.Perfect(300, Samples.Stream)["modes"].Median);
        Assert.InRange(evaluator.Perfect(300, Samples.Stream)["hq"].Median, 0.93, 1);
        Assert.Equal(0, evaluator.Uninformed(300, Samples.Stream)["modes"].Median);
        Assert.InRange(evaluator.Uninformed(300, Samples.Stream)["hq"].Median, 0, NoClass);
    }

    // Modes of a stack are all combinations; each channel is judged by itself.
    [Fact]
    public void StacksCountCombinations()
    {
        DataSource stacked = new StackedConfig { Source = SmallGlyphs.Config, Channels = 2 }.Build(new RandomStreams(3));
        float[] all = glyphs.Data.HeldOut!.ToArray();
        float[] Picture(int i) => all[(i * 144)..((i + 1) * 144)];

        // Picture i shows class i mod 4: stacks of (0, 0), (0, 1), (1, 3) and one whose second channel is noise.
        float[] noise = SmallGlyphs.Nothing(glyphs.Data, 2).First().Rows[..144];
        float[][] stacks = [[.. Picture(0), .. Picture(4)], [.. Picture(8), .. Picture(1)], [.. Picture(5), .. Picture(3)], [.. Picture(12), .. noise]];
        IReadOnlyDictionary<string, MetricValue> values = Measure(stacked, [.. stacks.SelectMany(static stack => stack)]);
        double[] shares = values["mode-frequency"].List!;
        Assert.Equal(16, shares.Length);
        double[] single = [.. new[] { 0, 4, 8, 1, 5, 3 }.Select(i => Measure(glyphs.Data, [.. Picture(i), .. Picture(i)])["hq"].Number)];
        double[] expected = [single[0] * single[1], single[2] * single[3], single[4] * single[5]];
        Assert.Equal(expected.Select(static both => both / 4), [shares[0], shares[1], shares[7]]);
        Assert.Equal(expected.Sum() / 4, values["hq"].Number, 1e-12);
        Assert.Equal(expected.Count(static both => both > 0), values["modes-captured"].Number);
        Assert.Equal(16, new Evaluator(stacked, [Config]).Perfect(500, Samples.Stream)["modes"].Median);
    }

    [Fact]
    public void OnlyLabelledPicturesHaveClasses()
    {
        Assert.Equal("the data are not pictures", Config.Unfit(new RingConfig().Build(new RandomStreams(0))));
        Assert.Equal(
            "the extractor pixels names no classes; take classifier, or leave extractor out",
            (Config with { Extractor = new PixelFeaturesConfig() }).Unfit(glyphs.Data));
        Assert.Equal(
            "a classifier needs two classes or more",
            Config.Unfit((SmallGlyphs.Config with { Classes = ["4"] }).Build(new RandomStreams(3))));
    }

    [Fact]
    public void ClassesOfTooFewPicturesAreNamed()
    {
        Metric few = Config.Build((SmallGlyphs.Config with { Pictures = 78 }).Build(new RandomStreams(3)));
        Assert.Equal("classes have fewer than 20 pictures, too few to say what looks like them, and can never be held: 4, 7", few.Doubt);
        Assert.Null(Config.Build(glyphs.Data).Doubt);
    }

    [Fact]
    public void SharesAreOfTheClassesByName()
    {
        DataSource rare = (SmallGlyphs.Config with { Balance = new Dictionary<string, double> { ["7"] = 0.1 } }).Build(new RandomStreams(3));
        IReadOnlyList<ClassShare> shares = ClassShare.Of(rare, [0.5, 0.25, 0.2, 0.05]);
        Assert.Equal(["0", "1", "4", "7"], shares.Select(static of => of.Name));
        Assert.Equal([0.5, 0.25, 0.2, 0.05], shares.Select(static of => of.Share));
        Assert.Equal([600 / 1860.0, 600 / 1860.0, 600 / 1860.0, 60 / 1860.0], shares.Select(static of => of.Weight), static (a, b) => Math.Abs(a - b) < 1e-9);
        DataSource stacked = new StackedConfig { Source = SmallGlyphs.Config, Channels = 2 }.Build(new RandomStreams(3));
        IReadOnlyList<ClassShare> stacks = ClassShare.Of(stacked, new double[16]);
        Assert.Equal(("01", 1 / 16.0), (stacks[1].Name, Math.Round(stacks[1].Weight, 9)));
    }

    // Weights are the data's: one class of four has a tenth of the others'.
    [Fact]
    public void RareClassesWeighLittle()
    {
        DataSource rare = (SmallGlyphs.Config with { Balance = new Dictionary<string, double> { ["7"] = 0.1 } }).Build(new RandomStreams(3));
        float[] all = glyphs.Data.HeldOut!.ToArray();
        double[] counts = new double[Classes];
        float[] rows = [.. Enumerable.Range(0, 400).Where(i => i % Classes != 3 || i % 40 == 3).SelectMany(i =>
        {
            counts[i % Classes]++;
            return all[(i * 144)..((i + 1) * 144)];
        })];
        Assert.Equal([100, 100, 100, 10], counts);
        IReadOnlyDictionary<string, MetricValue> values = Measure(rare, rows);
        Assert.Equal(Classes, values["modes"].Number);
        Assert.InRange(values["reverse-kl"].Number, 0, 0.003);
    }

    private static IReadOnlyDictionary<string, MetricValue> Measure(DataSource data, float[] rows) =>
        new Evaluator(data, [Config]).Evaluate(new EvaluationSamples(data.Dimension, rows, rows, Samples.Stream.ForLane(99)));
}
