using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Data.Pictures;
using GanCli.Engine.Metrics.Features;
using GanCli.Tests.Support;

namespace GanCli.Tests.Metrics.Features;

/// <summary>Networks of few words, made by PyTorch (<c>TorchScripts/make.py</c>), whose features are known in closed form.</summary>
public sealed class TorchScriptTests : IDisposable
{
    private const int Side = 8;
    private readonly TemporaryFolder _folder = new();

    /// <summary>The means of the four quarters of each channel.</summary>
    internal static TorchScriptConfig Quarters => new() { File = PathOf("several"), Output = 1, Features = 12, Size = Side };

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 1)]
    [InlineData(0, 255)]
    public void TheNetworkSeesPicturesOfItsRange(double black, double white)
    {
        byte[] pictures = Pictures(3, Side, 21);
        var config = new TorchScriptConfig { File = PathOf("means"), Features = 3, Size = Side, Range = [black, white] };
        double[] expected = [.. Means(pictures, Side * Side).Select(mean => black + ((white - black) * mean / 255))];
        AssertNear(expected, Features(config, 3, Side, pictures), white - black);

        // In double precision, and not as in training.
        AssertNear(expected, Features(config with { File = PathOf("wide") }, 3, Side, pictures), white - black);
    }

    // Twice as high and four times as wide, by means of 2 × 4: no quarter's mean changes.
    [Fact]
    public void AnOutputOfSeveralAndOfSeveralAxesIsFlattened()
    {
        (int height, int width) = (2 * Side, 4 * Side);
        byte[] pictures = Pictures(3, 16, 10);
        var expected = new List<double>();
        for (int map = 0; map < 15; map++)
        {
            for (int quarter = 0; quarter < 4; quarter++)
            {
                int first = (map * height * width) + (quarter / 2 * height / 2 * width) + (quarter % 2 * width / 2);
                expected.Add(Enumerable.Range(0, height * width / 4).Average(i => (double)pictures[first + (i / (width / 2) * width) + (i % (width / 2))]));
            }
        }

        var extractor = new TorchScript([3, height, width], Quarters with { Range = [0, 255], Filter = ResizeFilter.Box });
        extractor.Prepare();
        float[] features = new float[5 * 12];
        extractor.Extract(pictures, features);
        AssertNear(expected, features, 255);
    }

    [Fact]
    public void AGreyPictureIsOneChannelOrThreeEqualOnes()
    {
        byte[] pictures = Pictures(1, Side, 4);
        var config = new TorchScriptConfig { File = PathOf("means"), Features = 1, Size = Side, Channels = 1 };
        float[] one = Features(config, 1, Side, pictures);
        AssertNear(Means(pictures, Side * Side).Select(static mean => (mean / 127.5) - 1), one, 1);
        float[] three = Features(config with { Channels = 3, Features = 3 }, 1, Side, pictures);
        Assert.Equal(one.SelectMany(static number => (float[])[number, number, number]), three);
        Assert.Equal("it takes pictures of one channel, and these have 3", config.Unfit(Data(3)));
        Assert.Null(config.Unfit(Data(1)));
    }

    [Fact]
    public void TheHashIsOfTheFileAndOfHowItIsCalled()
    {
        File.Copy(PathOf("several"), _folder["other name.pt"]);
        TorchScriptConfig[] different =
        [
            Quarters, Quarters with { Size = 16 }, Quarters with { Range = [0, 1] }, Quarters with { Filter = ResizeFilter.Box },
            Quarters with { Output = 0, Features = 3 }, Quarters with { Channels = 1, Features = 4 },
            Quarters with { File = PathOf("means"), Output = 0, Features = 3 },
        ];
        Assert.Equal(different.Length, different.Select(static config => Prepared(config, 1, Side).Hash).Distinct(StringComparer.Ordinal).Count());
        Extractor copy = Prepared(Quarters with { File = _folder["other name.pt"] }, 1, Side);
        Assert.Equal(Prepared(Quarters, 1, Side).Hash, copy.Hash);
        Assert.Equal("torchscript-other-name", copy.Name);
        Assert.Equal(different.Length, different.Concat(different.Select(static config => config with { Range = [.. config.Range] })).Distinct().Count());
    }

    [Theory]
    [InlineData("several", 0, 5, "gives [2, 3] for two pictures, which is 3 features of a picture and not 5; set features: 3")]
    [InlineData("several", 1, 3, "gives [2, 3, 2, 2] for two pictures, which is 12 features of a picture and not 3; set features: 12")]
    [InlineData("several", 3, 3, "gives [1, 3] for two pictures; its first axis must be the pictures")]
    [InlineData("several", 4, 3, "gives 4 outputs, so output must be from 0 to 3")]
    [InlineData("means", 1, 3, "gives one output, so output must be 0")]
    [InlineData("named", 0, 3, "gives neither a tensor nor a tuple of tensors; wrap the network so that it does")]
    public void AContractThatTheNetworkDoesNotKeepIsToldBeforeAnythingStarts(string file, int output, int features, string fault)
    {
        TorchScriptConfig config = Quarters with { File = PathOf(file), Output = output, Features = features };
        Assert.Equal($"{config.File}: {fault}", Assert.Throws<InvalidDataException>(() => Prepared(config, 1, Side)).Message);
    }

    [Fact]
    public void FilesThatAreNoneAreNamed()
    {
        string path = _folder["net.pt"];
        TorchScriptConfig config = Quarters with { File = path };
        Assert.Equal(
            $"{path}: no such file; file must name a TorchScript, as torch.jit.script(model).save(FILE) writes it",
            Assert.Throws<FileNotFoundException>(() => Prepared(config, 1, Side)).Message);
        foreach (byte[] content in (byte[][])[[], [.. "no archive"u8], File.ReadAllBytes(PathOf("means"))[..400]])
        {
            File.WriteAllBytes(path, content);
            string line = Assert.Throws<InvalidDataException>(() => Prepared(config, 1, Side)).Message;
            Assert.StartsWith($"{path}: is no TorchScript, as torch.jit.script(model).save(FILE) writes it: ", line, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', line);
        }
    }

    // Logarithms of numbers below zero are none; of those above they are.
    [Fact]
    public void NumbersThatAreNotFiniteAreRefused()
    {
        TorchScriptConfig config = Quarters with { Output = 2, Features = 3, Range = [0, 255] };
        Assert.Equal(3, Features(config, 1, Side, [.. Enumerable.Repeat((byte)7, 64)]).Length);
        Assert.Equal(
            $"{config.File}: gives features that are no finite numbers; see that range and size are what the network wants",
            Assert.Throws<InvalidDataException>(() => Features(config, 1, Side, new byte[64])).Message);
    }

    [Fact]
    public void WhatTheNetworkSaysWhenItCannotBeCalledIsPassedOn()
    {
        TorchScriptConfig config = Quarters with { File = PathOf("strict"), Features = 1, Output = 0 };
        Assert.Equal(
            $"{config.File}: cannot be called with numbers [2, 3, 8, 8]: shape '[-1, 1, 5]' is invalid for input of size 384",
            Assert.Throws<InvalidDataException>(() => Prepared(config, 1, Side)).Message);
    }

    [Fact]
    public void KeysThatHaveNoDefaultMustBeGiven()
    {
        var check = new ConfigCheck();
        new TorchScriptConfig { Range = [1, 0], Channels = 2 }.Validate(check);
        Assert.Equal(
            [
                ("file", "must be given: the TorchScript file"),
                ("features", "must be given: how many numbers the network gives for a picture"),
                ("range", "must be two numbers, what black is and what white is, as [0, 1]"),
                ("channels", "must be 1 or 3"),
            ],
            check.Faults);
    }

    public void Dispose() => _folder.Dispose();

    private static string PathOf(string name) => Repository.PathOf("tests", "GanCli.Tests", "Metrics", "Features", "TorchScripts", $"{name}.pt");

    private static DataSource Data(int channels) => new FiniteSource(
        new FloatRows(new float[channels * Side * Side], channels * Side * Side), [channels, Side, Side], range: (-1, 1));

    private static byte[] Pictures(int channels, int side, int count) =>
        [.. Enumerable.Range(0, count * channels * side * side).Select(static i => (byte)(i * 7919 % 251 / (1 + (i / 64 % 5))))];

    private static IEnumerable<double> Means(byte[] pictures, int area) => pictures.Chunk(area).Select(static map => map.Average(static value => value));

    private static Extractor Prepared(TorchScriptConfig config, int channels, int side)
    {
        var extractor = new TorchScript([channels, side, side], config);
        extractor.Prepare();
        return extractor;
    }

    private static float[] Features(TorchScriptConfig config, int channels, int side, byte[] pictures)
    {
        Extractor extractor = Prepared(config, channels, side);
        float[] features = new float[pictures.Length / (channels * side * side) * extractor.Count];
        extractor.Extract(pictures, features);
        return features;
    }

    private static void AssertNear(IEnumerable<double> expected, float[] actual, double range) =>
        Assert.Equal(expected, actual.Select(static number => (double)number), (a, b) => Math.Abs(a - b) <= 1e-5 * range);
}
