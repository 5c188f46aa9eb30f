using GanCli.Engine.Data;
using GanCli.Engine.Data.Pictures;
using GanCli.Engine.Metrics.Features;
using GanCli.Engine.Networks;
using GanCli.Engine.Random;
using GanCli.Engine.Tensors;
using GanCli.Tests.Support;
using static TorchSharp.torch;

namespace GanCli.Tests.Metrics.Features;

public sealed class ClassifierTests : IClassFixture<SmallGlyphs>, IDisposable
{
    private static readonly GlyphsConfig Few = SmallGlyphs.Config with { Characters = "07", Size = 8, Pictures = 300, HeldOut = 60 };
    private readonly SmallGlyphs _glyphs;
    private readonly TemporaryFolder _folder = new();

    public ClassifierTests(SmallGlyphs glyphs) => _glyphs = glyphs;

    [Fact]
    public void LearnsToTellClassesApart()
    {
        TrainedClassifier trained = ClassifierFile.Cached(GanCli.Runs.CacheFolder.Path, _glyphs.Data.Canonical, SmallGlyphs.Classifier.Epochs, null);
        Assert.Equal(400, trained.Tested);
        Assert.InRange(trained.Accuracy, 0.97, 1);
        Assert.Equal(0.25, trained.Chance);
        Assert.Null(trained.Doubt);
        Assert.Equal(FormattableString.Invariant($"{100 * trained.Accuracy:0.0}% of 400 held-out pictures right"), trained.Standing);
    }

    [Fact]
    public void IsTrainedOnceAndKept()
    {
        DataSource data = Few.Build(new RandomStreams(1));
        var told = new List<Preparation>();
        TrainedClassifier first = ClassifierFile.Cached(_folder.FullName, data, 1, new Told(told));
        Assert.Equal(new Preparation("training a classifier of 2 classes", 1), told[^1]);
        told.Clear();
        TrainedClassifier second = ClassifierFile.Cached(_folder.FullName, data, 1, new Told(told));
        Assert.Empty(told);
        Assert.Equal(first.Hash, second.Hash);
        Assert.Equal((first.Accuracy, first.Tested), (second.Accuracy, second.Tested));

        // The same weights where nothing was kept, others for other pictures.
        Assert.Equal(first.Hash, ClassifierFile.Cached(null, data, 1, null).Hash);
        Assert.NotEqual(first.Hash, ClassifierFile.Cached(_folder.FullName, Few.Build(new RandomStreams(2)), 1, null).Hash);
    }

    // Seeds, rare classes and small sets make no difference to what tells classes apart.
    [Fact]
    public void ChoicesOfTheSamePicturesShareOne()
    {
        string hash = ClassifierFile.Cached(_folder.FullName, Few.Build(new RandomStreams(0)), 1, null).Hash;
        var told = new List<Preparation>();
        foreach (GlyphsConfig choice in (GlyphsConfig[])[Few, Few with { Samples = 50 }, Few with { Balance = new Dictionary<string, double> { ["7"] = 0.1 } }])
        {
            Assert.Equal(hash, ClassifierFile.Cached(_folder.FullName, choice.Build(new RandomStreams(1)).Canonical, 1, new Told(told)).Hash);
        }

        Assert.Empty(told);
    }

    [Fact]
    public void ADamagedFileIsReplaced()
    {
        DataSource data = Few.Build(new RandomStreams(1));
        string hash = ClassifierFile.Cached(_folder.FullName, data, 1, null).Hash;
        string path = Directory.GetFiles(_folder.FullName, "classifier-*.safetensors").Single();
        byte[] whole = File.ReadAllBytes(path);
        foreach (byte[] damaged in (byte[][])[whole[..^3], [], [.. whole[..^9], (byte)(whole[^9] ^ 1), .. whole[^8..]]])
        {
            File.WriteAllBytes(path, damaged);
            Assert.Equal(hash, ClassifierFile.Cached(_folder.FullName, data, 1, null).Hash);
            Assert.Equal(whole, File.ReadAllBytes(path));
        }
    }

    [Fact]
    public void AFileOfOtherPicturesIsRefused()
    {
        string path = _folder["mine.safetensors"];
        ClassifierFile.Write(path, ClassifierFile.Cached(_folder.FullName, Few.Build(new RandomStreams(1)), 1, null));
        Assert.Equal("07", string.Concat(ClassifierFile.Read(path, [1, 8, 8], ["0", "7"]).Classes));
        Assert.Equal(
            $"{path}: is for pictures of [1,8,8], and these are [1,12,12]",
            Assert.Throws<InvalidDataException>(() => ClassifierFile.Read(path, [1, 12, 12], ["0", "7"])).Message);
        Assert.Equal(
            $"{path}: tells other classes apart than the data have: [\"0\",\"7\"]",
            Assert.Throws<InvalidDataException>(() => ClassifierFile.Read(path, [1, 8, 8], ["0", "1"])).Message);
    }

    // 95% intervals by Wilson: 62% of 100 are 52.2% at least, 52% of 10,000 are 51.0%; 10 of 10 are 72.2%.
    [Theory]
    [InlineData(0.62, 100, 0.52, null)]
    [InlineData(0.62, 100, 0.525, "the classifier is right in 62% of 100 held-out pictures, guessing gives 52.5%")]
    [InlineData(0.52, 10_000, 0.505, null)]
    [InlineData(0.52, 10_000, 0.515, "the classifier is right in 52% of 10,000 held-out pictures, guessing gives 51.5%")]
    [InlineData(1, 10, 0.7, null)]
    [InlineData(1, 10, 0.73, "the classifier is right in 100% of 10 held-out pictures, guessing gives 73%")]
    [InlineData(0, 0, 0, "no pictures are held out that would show what the classifier knows")]
    public void AClassifierThatMayBeGuessingSaysSo(double accuracy, int tested, double chance, string? ignorance) =>
        Assert.Equal(ignorance, Of(accuracy, tested, chance).Ignorance);

    // Nearer to one who always names the same class than to one who is always right.
    [Theory]
    [InlineData(0.62, 0.25, true)]
    [InlineData(0.63, 0.25, false)]
    [InlineData(0.91, 0.9, true)]
    public void AClassifierThatKnowsLittleIsDoubted(double accuracy, double chance, bool isDoubted) =>
        Assert.Equal(isDoubted, Of(accuracy, 100, chance).Doubt is not null);

    // The last layer is computed by hand; the network's own gives the same.
    [Fact]
    public void ProbabilitiesAreTheSoftmaxOfTheNetwork()
    {
        TrainedClassifier trained = ClassifierFile.Cached(GanCli.Runs.CacheFolder.Path, _glyphs.Data.Canonical, SmallGlyphs.Classifier.Epochs, null);
        byte[] pictures = Bytes.Of(_glyphs.Data.HeldOut!, 0, 30);
        float[] features = new float[30 * PictureNet.Features];
        PictureNet.Extract(PictureNet.Body(_glyphs.Data.Shape), trained.Body, pictures, features);
        using var scope = NewDisposeScope();
        Sequential network = PictureNet.Classifier(_glyphs.Data.Shape, 4);
        var weights = new Weights(network.Layout, trained.Tensors.Select(static t => HostMemory.Copy(t.Numbers, t.Shape)));
        Tensor scores = network.Forward(weights, PictureNet.Numbers(pictures, [30, .. _glyphs.Data.Shape]), Pass.Evaluation).to(float64);
        double[] some = scores.narrow(1, 0, 4).softmax(1).data<double>().ToArray();
        double[] all = scores.softmax(1).data<double>().ToArray();
        double[] probabilities = new double[4];
        for (int i = 0; i < 30; i++)
        {
            double none = trained.Classify(features.AsSpan(i * PictureNet.Features, PictureNet.Features), probabilities);
            Assert.Equal(some[(4 * i)..(4 * (i + 1))], probabilities, static (a, b) => Math.Abs(a - b) < 1e-5);
            Assert.Equal(all[(5 * i) + 4], none, 1e-5);
        }
    }

    public void Dispose() => _folder.Dispose();

    private static TrainedClassifier Of(double accuracy, int tested, double chance)
    {
        Sequential network = PictureNet.Classifier([1, 8, 8], 2);
        using var scope = NewDisposeScope();
        var weights = new Weights(network.Layout, network.Layout.Specs.Select(static spec => HostMemory.Copy(new float[spec.Count], spec.Shape)));
        return new TrainedClassifier([1, 8, 8], ["a", "b"], weights, accuracy, tested, chance);
    }

    private sealed class Told(List<Preparation> all) : IProgress<Preparation>
    {
        public void Report(Preparation value) => all.Add(value);
    }
}
