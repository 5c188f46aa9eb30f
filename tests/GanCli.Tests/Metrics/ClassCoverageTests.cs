using GanCli.Engine.Data;
using GanCli.Engine.Data.Pictures;
using GanCli.Engine.Metrics;
using GanCli.Engine.Metrics.Features;
using GanCli.Engine.Random;
using GanCli.Runs;
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

    // A sampler that repeats one good picture of each class has all classes, in equal shares, with nothing invalid: only what is within classes tells.
    [Fact]
    public void RepeatedPicturesAreNarrowAndNeverTheBest()
    {
        float[] all = glyphs.Data.HeldOut!.ToArray();
        IReadOnlyDictionary<string, MetricValue> perfect = Measure(glyphs.Data, all);
        int[] chosen = [.. Enumerable.Range(0, Classes).Select(label => Enumerable.Range(0, 100).Select(i => (i * Classes) + label)
            .First(i => Measure(glyphs.Data, [.. Picture(all, i), .. Picture(all, i)])["hq"].Number == 1))];
        IReadOnlyDictionary<string, MetricValue> repeated =
            Measure(glyphs.Data, [.. Enumerable.Range(0, 400).SelectMany(i => Picture(all, chosen[i % Classes]))]);
        Assert.Equal(Classes, repeated["modes"].Number);
        Assert.Equal(1, repeated["hq"].Number);
        Assert.Equal(0, repeated["reverse-kl"].Number, 1e-12);
        Assert.True(repeated["mode-tv"].Number < perfect["mode-tv"].Number);

        Assert.Equal(0, repeated["spread"].Number);
        Assert.All(repeated["mode-width"].List!, static width => Assert.Equal(0, width));
        Assert.InRange(repeated["class-recall"].Number, 0, 0.4);
        Assert.InRange(perfect["class-recall"].Number, 0.9, 1);
        var (held, narrow, _) = HeldModes.Widths(
            repeated.ToDictionary(static value => value.Key, static value => value.Value.List is { } list ? (RowValue)list : value.Value.Number),
            ClassShare.WeightsOf(glyphs.Data), HeldModes.Part)!.Value;
        Assert.Equal((Classes, Classes), (held, narrow));

        Evaluator evaluator = new(glyphs.Data, [Config]);
        Assert.True(evaluator.IsBetter(evaluator.Best(null)!, perfect, repeated));
        Assert.False(evaluator.IsBetter(evaluator.Best(null)!, repeated, perfect));
    }

    [Fact]
    public void HalfOfAClassReachesLessOfIt()
    {
        // Of the class 0 those that are nearest to one of them, three times each.
        float[] all = glyphs.Data.HeldOut!.ToArray();
        float[] features = FeatureSpace.Of(glyphs.Data, SmallGlyphs.Classifier).Features(all);
        int[] near = [.. Enumerable.Range(0, 100).Select(static i => i * Classes).OrderBy(i => Squared(features, 64, 0, features, i)).Take(30)];
        float[] part = [.. Enumerable.Range(0, 400).SelectMany(i => Picture(all, i % Classes == 0 ? near[i / Classes % near.Length] : i))];
        IReadOnlyDictionary<string, MetricValue> whole = Measure(glyphs.Data, all);
        IReadOnlyDictionary<string, MetricValue> some = Measure(glyphs.Data, part);
        Assert.True(some["mode-recall"].List![0] < whole["mode-recall"].List![0] - 0.2);
        Assert.Equal(whole["mode-recall"].List![1..], some["mode-recall"].List![1..]);
        Assert.True(some["mode-width"].List![0] < 0.9 * whole["mode-width"].List![0]);
        Assert.Equal(some["mode-recall"].List!.Average(), some["class-recall"].Number, 1e-12);
    }

    [Fact]
    public void APerfectSamplerHasItsWidthAndReachesWhatIsNotItself()
    {
        var evaluator = new Evaluator(glyphs.Data, [Config]);
        OrderedDictionary<string, PerfectScore> perfect = evaluator.Perfect(400, Samples.Stream);
        Assert.InRange(perfect["spread"].Median, 0.95, 1.05);

        // 1 − 2^−5 of independent draws, fewer where there are less of them; a picture that reaches itself would make it 1.
        Assert.InRange(perfect["class-recall"].Median, 0.85, 0.985);
        Assert.InRange(evaluator.Uninformed(400, Samples.Stream)["class-recall"].Median, 0, 0.4);
    }

    // The same by definition, in double precision, over what a gate of our own lets pass.
    [Fact]
    public void WithinClassesIsWhatItsDefinitionSays()
    {
        float[] generated = [.. glyphs.Data.Table!.ToArray().Take(300 * 144)];
        IReadOnlyDictionary<string, MetricValue> values = Measure(glyphs.Data, generated);
        FeatureSpace space = FeatureSpace.Of(glyphs.Data, SmallGlyphs.Classifier).WithGate;
        var gate = new ClassGate(space);
        float[] real = space.Source.Table!.ToArray();
        float[] made = space.Features(generated);
        for (int label = 0; label < Classes; label++)
        {
            double[][] own = Valid(real, label);
            double[][] shown = Valid(made, label);
            Assert.Equal(Math.Sqrt(Trace(shown) / Trace(own)), values["mode-spread"].List![label], 1e-5);
            Assert.Equal(Middle(shown) / Middle(own), values["mode-width"].List![label], 1e-5);

            // As many as a perfect sampler of 300 shows; half of the real ones are to be reached.
            int count = Math.Min(own.Length / 2, (int)(300 * Math.Min(0.25, own.Length / 400.0)));
            double[][] reference = own[..count];
            int reached = reference.Count(one => shown.Take(count).Any(other => Distance(one, other)
                < reference.Where(neighbour => neighbour != one).Select(neighbour => Distance(one, neighbour)).Order().ElementAt(4)));
            Assert.Equal(reached / (double)count, values["mode-recall"].List![label], 1.5 / count);
        }

        double[][] Valid(float[] rows, int label) => [.. rows.Chunk(space.Extractor.Count)
            .Where(row => gate.Judge([.. row]) is { LooksReal: true, Confidence: >= 0.5 } judged && judged.Label == label)
            .Select(static row => row.Take(64).Select(static number => (double)number).ToArray())];
    }

    [Fact]
    public void StacksTellOfTheirSinglePictures()
    {
        DataSource stacked = new StackedConfig { Source = SmallGlyphs.Config, Channels = 2 }.Build(new RandomStreams(3));
        float[] all = glyphs.Data.HeldOut!.ToArray();
        float[] stacks = [.. Enumerable.Range(0, 200).SelectMany(i => (float[])[.. Picture(all, (7 * i) % 400), .. Picture(all, (11 * i) % 400)])];
        IReadOnlyDictionary<string, MetricValue> values = Measure(stacked, stacks);
        Assert.DoesNotContain("mode-width", values.Keys);
        Assert.InRange(values["spread"].Number, 0.9, 1.1);
        Assert.InRange(values["class-recall"].Number, 0.8, 1);
        Assert.Equal(0, Measure(stacked, [.. Enumerable.Range(0, 200).SelectMany(_ => stacks[..288])])["spread"].Number);
    }

    private static float[] Picture(float[] all, int i) => all[(i * 144)..((i + 1) * 144)];

    private static double Squared(float[] a, int width, int i, float[] b, int j) =>
        Enumerable.Range(0, width).Sum(column => Math.Pow(a[(i * width) + column] - (double)b[(j * width) + column], 2));

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, static (x, y) => (x - y) * (x - y)).Sum());

    private static double[] Mean(double[][] rows) => [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Average(row => row[column]))];

    private static double Trace(double[][] rows)
    {
        double[] mean = Mean(rows);
        return rows.Sum(row => Math.Pow(Distance(row, mean), 2)) / (rows.Length - 1);
    }

    private static double Middle(double[][] rows)
    {
        double[] mean = Mean(rows);
        double[] sorted = [.. rows.Select(row => Distance(row, mean)).Order()];
        double median = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        return median * Math.Sqrt(rows.Length / (rows.Length - 1.0));
    }

    private static IReadOnlyDictionary<string, MetricValue> Measure(DataSource data, float[] rows) =>
        new Evaluator(data, [Config]).Evaluate(new EvaluationSamples(data.Dimension, rows, rows, Samples.Stream.ForLane(99)));
}
