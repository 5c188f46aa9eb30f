using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Data.Pictures;
using GanCli.Engine.Random;
using GanCli.Tests.Support;

namespace GanCli.Tests.Data.Pictures;

public sealed class IdxTests : IDisposable
{
    private static readonly RandomStreams Streams = new(3);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")]
    [InlineData("train-images.idx3-ubyte", "train-labels.idx1-ubyte", "t10k-images.idx3-ubyte", "t10k-labels.idx1-ubyte")]
    [InlineData("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte")]
    [InlineData("emnist-letters-train-images-idx3-ubyte", "emnist-letters-train-labels-idx1-ubyte.gz", "emnist-letters-test-images-idx3-ubyte",
        "emnist-letters-test-labels-idx1-ubyte")]
    public void PicturesLabelsAndTheOtherPartAreFoundByTheirNames(string images, string labels, string otherImages, string otherLabels)
    {
        Write(images, IdxFiles.Pictures(3, 2, 3));
        Write(labels, IdxFiles.Labels(7, 2, 7));
        Write(otherImages, IdxFiles.Pictures(2, 2, 3, first: 100));
        Write(otherLabels, IdxFiles.Labels(2, 9));
        foreach (string path in new[] { _folder.FullName, _folder[images] })
        {
            PictureSource source = Read(new IdxConfig { Path = path });

            Assert.Equal([1, 2, 3], source.Training.Shape);
            Assert.Equal(Enumerable.Range(0, 18).Select(static value => (byte)value), source.Training.Pixels.ToArray());
            Assert.Equal(Enumerable.Range(100, 12).Select(static value => (byte)value), source.HeldOut!.Pixels.ToArray());
            Assert.Equal(["2", "7", "9"], source.Training.Labels!.Classes);
            Assert.Equal([1, 0, 1], source.Training.Labels.Labels.ToArray());
            Assert.Equal([0, 2], source.HeldOut.Labels!.Labels.ToArray());
            Assert.Empty(source.Notes);
        }

        PictureSource turned = Read(new IdxConfig { Path = _folder.FullName, Split = PictureSplit.Test });
        Assert.Equal((2, 3), (turned.Training.Count, turned.HeldOut!.Count));
        Assert.Equal(2, Read(new IdxConfig { Path = _folder[otherImages] }).Training.Count);
    }

    [Fact]
    public void AMarginIsBlackAndThePictureInTheMiddle()
    {
        Write("train-images-idx3-ubyte", IdxFiles.Pictures(2, 2, 3, first: 1));

        PictureSource source = Read(new IdxConfig { Path = _folder.FullName, Size = 5 });

        Assert.Equal([1, 5, 5], source.Training.Shape);
        Assert.Equal(
            [0, 0, 0, 0, 0, 0, 7, 8, 9, 0, 0, 10, 11, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            source.Training.Pixels.ToArray()[25..]);
        Assert.Null(source.Training.Labels);
        Assert.Null(source.HeldOut);
        Assert.Equal(
            $"{_folder.FullName}: has pictures of 2 × 3, more than data.size: 2; leave size out or make it 3",
            Fault(new IdxConfig { Path = _folder.FullName, Size = 2 }).Replace("/train-images-idx3-ubyte", "", StringComparison.Ordinal));
    }

    [Fact]
    public void ThePicturesAreNumbersFromMinusOneToOne()
    {
        Write("digits.idx", IdxFiles.Of(8, [1, 1, 3], 0, 255, 51));

        DataSource source = new IdxConfig { Path = _folder["digits.idx"] }.Build(Streams);

        Assert.Equal([-1, 1, -0.6f], source.Table!.ToArray());
        Assert.Equal([1, 1, 3], source.Shape);
    }

    [Fact]
    public void NamesStandForNumbers()
    {
        Write("train-images-idx3-ubyte", IdxFiles.Pictures(3, 1, 1));
        Write("train-labels-idx1-ubyte", IdxFiles.Labels(0, 2, 0));
        var config = new IdxConfig { Path = _folder.FullName, Names = ["shirt", "coat", "bag"] };

        Assert.Equal(["shirt", "coat", "bag"], Read(config).Training.Labels!.Classes);
        Assert.Equal([2], Read(config).Training.Labels!.Labels.ToArray().Where(static label => label > 0));
        Assert.Equal(
            $"{_folder["train-labels-idx1-ubyte"]}: label 2 is 2; data.names has names for 0 to 1 only", Fault(config with { Names = ["shirt", "coat"] }));
    }

    [Fact]
    public void TheHashIsThatOfTheContentPackedOrNot()
    {
        Write("train-images-idx3-ubyte", IdxFiles.Pictures(3, 2, 2));
        Write("train-labels-idx1-ubyte", IdxFiles.Labels(0, 1, 0));
        string before = Read(new IdxConfig { Path = _folder.FullName }).ContentHash!;
        File.Delete(_folder["train-images-idx3-ubyte"]);
        Write("train-images-idx3-ubyte.gz", IdxFiles.Pictures(3, 2, 2));
        Assert.Equal(before, Read(new IdxConfig { Path = _folder.FullName }).ContentHash);
        Write("train-labels-idx1-ubyte", IdxFiles.Labels(0, 1, 1));
        Assert.NotEqual(before, Read(new IdxConfig { Path = _folder.FullName }).ContentHash);
    }

    public static TheoryData<string, byte[], string> Broken() => new()
    {
        { "a", [0, 0, 8], "is cut short; fetch it again" },
        { "a", "PNG, or what?"u8.ToArray(), "is no IDX file: it begins with 504E472C, where pictures have 00000803" },
        { "a", IdxFiles.Of(13, [1, 1, 1], 0, 0, 0, 0), "holds numbers of type 0x0D; only bytes (0x08) can be read" },
        { "a", IdxFiles.Labels(1, 2), "has 1 axis, where pictures have 3; these are labels: name the file of pictures" },
        { "a", IdxFiles.Of(8, [2, 0, 3]), "its header gives axis 2 the length 0; fetch it again" },
        { "a", IdxFiles.Pictures(2, 2, 2)[..^1], "is cut short: the header promises 24 bytes, 23 are there" },
        { "a", [.. IdxFiles.Pictures(2, 2, 2), 0], "is too long: the header promises 24 bytes, 25 are there" },
        { "a", IdxFiles.Of(8, [int.MaxValue, int.MaxValue, 9]), "is cut short: the header promises 41,505,174,127,191,785,497 bytes, 16 are there" },
        { "a", IdxFiles.Packed(IdxFiles.Of(8, [60_000, 28, 28])),
            "is cut short: the header promises 47,040,016 bytes, 34 compressed ones are there" },
        { "a", IdxFiles.Packed(IdxFiles.Pictures(20, 2, 2)[..^1]), "is cut short or damaged: the header promises 96 bytes, the end of the gzip file says 95" },
        { "a", IdxFiles.Packed([1])[..10], "is cut short within the gzip header; fetch it again" },
        { "a.npy", [0x93, .. "NUMPY"u8], "is an array of NumPy; set kind: npy" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void ABrokenFileIsNamedAndNothingIsAllocatedForWhatItPromises(string name, byte[] content, string expected)
    {
        File.WriteAllBytes(_folder[name], content);
        long before = GC.GetAllocatedBytesForCurrentThread();

        string fault = Fault(new IdxConfig { Path = _folder[name] });

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000_000);
        Assert.Equal($"{_folder[name]}: {expected}", fault.Replace(FormattableString.Invariant($"{content.Length} compressed"), "34 compressed",
            StringComparison.Ordinal));
    }

    [Fact]
    public void DamageWithinAPackedFileIsNoticed()
    {
        byte[] packed = IdxFiles.Packed(IdxFiles.Pictures(50, 9, 9));
        packed[packed.Length / 2] ^= 0x55;
        File.WriteAllBytes(_folder["train-images-idx3-ubyte.gz"], packed);

        string fault = Fault(new IdxConfig { Path = _folder.FullName });

        Assert.StartsWith($"{_folder["train-images-idx3-ubyte.gz"]}: is ", fault, StringComparison.Ordinal);
        Assert.EndsWith("; fetch it again", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsMissingIsSaid()
    {
        Assert.Equal(
            $"{_folder["no"]}: no such file or folder", Assert.Throws<FileNotFoundException>(() => Read(new IdxConfig { Path = _folder["no"] })).Message);
        Assert.Equal($"{_folder.FullName}: has no train-images-idx3-ubyte, with .gz or not; it is empty", Fault(new IdxConfig { Path = _folder.FullName }));
        File.WriteAllBytes(_folder["readme.txt"], []);
        Assert.EndsWith("; it holds readme.txt", Fault(new IdxConfig { Path = _folder.FullName }), StringComparison.Ordinal);

        Write("a-train-images-idx3-ubyte", IdxFiles.Pictures(2, 1, 1));
        Write("b-train-images-idx3-ubyte", IdxFiles.Pictures(2, 1, 1));
        Assert.Equal(
            $"{_folder.FullName}: holds several data sets (a, b); let data.path name the file of pictures that is meant",
            Fault(new IdxConfig { Path = _folder.FullName }));
        Write("a-train-labels-idx1-ubyte", IdxFiles.Labels(1, 2, 3));
        Assert.Equal(
            $"{_folder["a-train-labels-idx1-ubyte"]}: has 3 labels, {_folder["a-train-images-idx3-ubyte"]} has 2 pictures",
            Fault(new IdxConfig { Path = _folder["a-train-images-idx3-ubyte"] }));
        PictureSource unlabelled = Read(new IdxConfig { Path = _folder["b-train-images-idx3-ubyte"] });
        Assert.Equal(
            [$"{_folder["b-train-images-idx3-ubyte"]}: has no file of labels beside it, so that classes are unknown"], unlabelled.Notes);
    }

    [Fact]
    public void ThePathMustBeGivenAndNamesDiffer()
    {
        var check = new ConfigCheck();
        new IdxConfig { Names = ["a", "a"] }.Validate(check);

        Assert.Equal([("path", "must be given: the file or folder to read"), ("names", "has a name twice")], check.Faults);
    }

    /// <summary>The real one, where <c>scripts/get-data fashion-mnist</c> has put it.</summary>
    [Fact]
    public void FashionMnistIsReadWhole()
    {
        var source = (FiniteSource)new IdxConfig { Path = FashionMnist.Folder() }.Build(Streams);

        Assert.Equal((60_000, 10_000), (source.Table!.Count, source.HeldOut!.Count));
        Assert.Equal([1, 28, 28], source.Shape);
        Assert.Equal(10, source.Classes!.Count);
        float[] all = source.Table.ToArray();
        // Published: mean 0.2860, deviation 0.3530 of numbers in [0, 1].
        Assert.Equal(0.2860, all.Average(static value => (value + 1) / 2.0), 5e-5);
        double mean = all.Average(static value => (double)value);
        Assert.Equal(0.3530, Math.Sqrt(all.Average(value => (value - mean) * (value - mean))) / 2, 5e-5);
    }

    [Fact]
    public void FashionMnistHasAsManyOfEachClass()
    {
        PictureSource source = Read(new IdxConfig { Path = FashionMnist.Folder() });

        Assert.All(source.Training.Labels!.Labels.ToArray().GroupBy(static label => label), static group => Assert.Equal(6000, group.Count()));
        Assert.All(source.HeldOut!.Labels!.Labels.ToArray().GroupBy(static label => label), static group => Assert.Equal(1000, group.Count()));
        // The first of the published file: an ankle boot, a T-shirt, a T-shirt, a dress.
        Assert.Equal([9, 0, 0, 3], source.Training.Labels.Labels.ToArray()[..4]);
    }

    private static PictureSource Read(IdxConfig config) => config.Read(Streams);

    private static string Fault(IdxConfig config) => Assert.Throws<InvalidDataException>(() => Read(config)).Message;

    private void Write(string name, byte[] content) =>
        File.WriteAllBytes(_folder[name], name.EndsWith(".gz", StringComparison.Ordinal) ? IdxFiles.Packed(content) : content);
}
