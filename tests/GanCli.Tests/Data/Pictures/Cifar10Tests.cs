using GanCli.Engine.Data.Pictures;
using GanCli.Engine.Random;
using GanCli.Tests.Support;

namespace GanCli.Tests.Data.Pictures;

public sealed class Cifar10Tests : IDisposable
{
    private const int Record = 3073;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void BatchesFollowOneAnotherAndTheTestBatchIsHeldOut(bool inFolder)
    {
        string folder = PictureFolders.Cifar10(_folder[inFolder ? "cifar-10-batches-bin" : ""]);

        PictureSource source = Read();

        Assert.Equal([3, 32, 32], source.Training.Shape);
        Assert.Equal((10, 2), (source.Training.Count, source.HeldOut!.Count));
        Assert.Equal([1, 2, 2, 3, 3, 4, 4, 5, 5, 6], source.Training.Labels!.Labels.ToArray());
        Assert.Equal([9, 0], source.HeldOut.Labels!.Labels.ToArray());
        Assert.Equal(("automobile", "truck"), (source.Training.Labels.Classes[1], source.Training.Labels.Classes[9]));

        // Planes of red, green and blue.
        byte[] last = source.Training.Pixels.ToArray()[^3072..];
        Assert.Equal([(51, 1024), (151, 1024), (251, 1024)], last.CountBy(static value => value).Select(static run => ((int)run.Key, run.Value)));
        Assert.Empty(source.Notes);

        File.WriteAllText(Path.Combine(folder, "batches.meta.txt"), "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n");
        Assert.Equal(["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"], Read().Training.Labels!.Classes);
        File.Delete(Path.Combine(folder, "test_batch.bin"));
        Assert.Null(Read().HeldOut);
        Assert.Equal([$"{folder}: has no test_batch.bin, so that nothing is held out"], Read().Notes);
        Assert.NotEqual(source.ContentHash, Read().ContentHash);
    }

    [Fact]
    public void WhatIsBrokenIsNamed()
    {
        string folder = PictureFolders.Cifar10(_folder.FullName);
        string third = Path.Combine(folder, "data_batch_3.bin");
        File.WriteAllBytes(third, new byte[Record - 1]);
        Assert.Equal($"{third}: has 3,072 bytes, which is no whole number of pictures of 3,073; fetch it again", Fault());
        var records = new byte[2 * Record];
        records[Record] = 10;
        File.WriteAllBytes(third, records);
        Assert.Equal($"{third}: picture 2 has label 10, CIFAR-10's are 0 to 9; fetch the file again", Fault());
        File.Delete(third);
        Assert.Equal($"{folder}: has no data_batch_3.bin; all five are needed, unpack cifar-10-binary.tar.gz again", Fault());
        File.Delete(Path.Combine(folder, "data_batch_1.bin"));
        Assert.StartsWith($"{folder}: has no data_batch_1.bin; it holds data_batch_2.bin, ", Fault(), StringComparison.Ordinal);
        File.WriteAllBytes(Path.Combine(folder, "data_batch_1"), []);
        Assert.Equal($"{folder}: holds the version for Python; the binary one is needed (cifar-10-binary.tar.gz)", Fault());
        Assert.Equal(
            $"{third}: no such folder", Assert.Throws<FileNotFoundException>(() => new Cifar10Config { Path = third }.Read(new RandomStreams(0))).Message);
        File.WriteAllText(third, "");
        Assert.Equal(
            $"{third}: is a file; unpack cifar-10-binary.tar.gz and let data.path name the folder with data_batch_1.bin",
            Assert.Throws<InvalidDataException>(() => new Cifar10Config { Path = third }.Read(new RandomStreams(0))).Message);
    }

    private PictureSource Read() => new Cifar10Config { Path = _folder.FullName }.Read(new RandomStreams(0));

    private string Fault() => Assert.Throws<InvalidDataException>(Read).Message;
}
