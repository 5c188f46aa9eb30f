using System.Buffers.Binary;
using System.IO.Compression;
using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Data.Pictures;
using GanCli.Engine.Random;
using GanCli.Tests.Support;

namespace GanCli.Tests.Data.Pictures;

/// <summary>Files that Pillow wrote (<c>Fixtures/pictures/make.py</c>), each with four quarters of one colour: read at 2 × 2 they are these four.</summary>
public sealed class ImagesTests : IDisposable
{
    private static readonly int[] Colours = [255, 0, 0, 0, 255, 0, 0, 0, 255, 200, 100, 50];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("rgb.png", "PNG RGB")]
    [InlineData("palette.png", "PNG palette")]
    [InlineData("rgb16.png", "PNG 16-bit RGB")]
    [InlineData("rgb.webp", "WebP")]
    [InlineData("rgb.bmp", "BMP")]
    [InlineData("first-of-two.gif", "GIF")]
    [InlineData("rgb.jpg", "JPEG", 3)]
    [InlineData("progressive.jpeg", "JPEG", 3)]
    [InlineData("cmyk.jpg", "JPEG CMYK", 3)]
    [InlineData("wide.png", "PNG RGB")]
    public void EveryFormatHasItsColours(string name, string format, int tolerance = 0)
    {
        Copy(name);

        PictureSource source = Read(new ImagesConfig { Size = 2, Filter = ResizeFilter.Box });

        AssertNear(Colours, Interleaved(source.Training), tolerance);
        Assert.Contains($"1 pictures (1 {format}) of ", source.Summary!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("grey.png", 0, 80, 160, 240)]
    [InlineData("grey16.png", 0, 80, 160, 240)]
    [InlineData("bits.png", 0, 0, 255, 255)]
    [InlineData("grey.jpg", 0, 80, 160, 240)]
    [InlineData("grey-alpha.png", 255, 80, 160, 247)]
    public void GreyIsGreyInOneChannelAndInThree(string name, params int[] expected)
    {
        Copy(name);

        AssertNear(expected, [.. Read(new ImagesConfig { Size = 2, Channels = 1, Filter = ResizeFilter.Box }).Training.Pixels.ToArray()], 1);
        AssertNear([.. expected.SelectMany(static value => Enumerable.Repeat(value, 3))], Interleaved(Read(new ImagesConfig { Size = 2,
            Filter = ResizeFilter.Box }).Training), 1);
    }

    [Theory]
    [InlineData("rgba.png", 227, 177, 152)]
    [InlineData("palette-transparent.png", 200, 100, 50)]
    public void WhatIsTransparentIsWhite(string name, params int[] last)
    {
        Copy(name);

        AssertNear([255, 255, 255, 0, 255, 0, 0, 0, 255, .. last], Interleaved(Read(new ImagesConfig { Size = 2, Filter = ResizeFilter.Box }).Training), 1);
    }

    /// <summary>EXIF's orientations: where the quarters red, green, blue and brown (0 to 3) of the stored picture are seen.</summary>
    [Theory]
    [InlineData(1, 0, 1, 2, 3)]
    [InlineData(2, 1, 0, 3, 2)]
    [InlineData(3, 3, 2, 1, 0)]
    [InlineData(4, 2, 3, 0, 1)]
    [InlineData(5, 0, 2, 1, 3)]
    [InlineData(6, 2, 0, 3, 1)]
    [InlineData(7, 3, 1, 2, 0)]
    [InlineData(8, 1, 3, 0, 2)]
    public void PicturesStandUpright(int orientation, params int[] seen)
    {
        Copy($"turned-{orientation}.jpg");

        AssertNear(
            [.. seen.SelectMany(static quarter => Colours[(3 * quarter)..(3 * (quarter + 1))])],
            Interleaved(Read(new ImagesConfig { Size = 2, Filter = ResizeFilter.Box }).Training), 3);
    }

    [Fact]
    public void FoldersAreClassesAndAnArchiveIsAFolder()
    {
        Copy("rgb.png", "set", "dog", "b.png");
        Copy("grey.png", "set", "cat", "deep", "a.PNG");
        Copy("rgb.jpg", "set", "cat", "c.jpeg");
        Copy("grey.png", "set", "cat", "._c.jpeg");
        File.WriteAllText(_folder["set", ".DS_Store"], "x");
        File.WriteAllText(_folder["set", "dog", "Thumbs.db"], "x");
        File.WriteAllText(_folder["set", "dog", "notes.txt"], "x");
        ZipFile.CreateFromDirectory(_folder["set"], _folder["set.zip"], CompressionLevel.Fastest, includeBaseDirectory: true);
        var config = new ImagesConfig { Path = _folder["set"], Size = 2 };

        PictureSource source = config.Read(new RandomStreams(0));
        PictureSource zipped = (config with { Path = _folder["set.zip"] }).Read(new RandomStreams(0));

        Assert.Equal(["cat", "dog"], source.Training.Labels!.Classes);
        Assert.Equal([0, 0, 1], source.Training.Labels.Labels.ToArray());
        Assert.Equal(source.Training.Pixels.ToArray(), zipped.Training.Pixels.ToArray());
        Assert.Equal(source.Training.Labels.Labels.ToArray(), zipped.Training.Labels!.Labels.ToArray());
        Assert.Equal($"{_folder["set"]}: 4 other files are passed over: 1 .DS_Store, 1 ._c.jpeg, 1 .db, 1 .txt", source.Notes[0]);
    }

    [Fact]
    public void TrainAndTestAreParts()
    {
        Copy("rgb.png", "train", "dog", "a.png");
        Copy("grey.png", "train", "cat", "a.png");
        Copy("grey.png", "test", "dog", "a.png");
        Copy("grey.png", "val", "dog", "a.png");

        PictureSource source = Read(new ImagesConfig { Size = 2 });

        Assert.Equal((2, 1), (source.Training.Count, source.HeldOut!.Count));
        Assert.Equal(["cat", "dog"], source.Training.Labels!.Classes);
        Assert.Equal([1], source.HeldOut.Labels!.Labels.ToArray());
        Assert.Contains($"{_folder.FullName}: 1 pictures of a third part are passed over", source.Notes);
    }

    [Fact]
    public void FlippingDoublesTheSetByMirrorImages()
    {
        Copy("rgb.png", "a", "1.png");
        Copy("grey.png", "b", "2.png");

        PictureSet set = Read(new ImagesConfig { Size = 2, Flip = true, Filter = ResizeFilter.Box }).Training;

        Assert.Equal(4, set.Count);
        Assert.Equal([0, 1, 0, 1], set.Labels!.Labels.ToArray());
        byte[] pixels = set.Pixels.ToArray();
        Assert.Equal(pixels[..24].Chunk(2).SelectMany(static row => row.Reverse()), pixels[24..]);
        Assert.NotEqual(pixels[..24], pixels[24..]);
    }

    [Fact]
    public void TheHashIsOfNamesAndContents()
    {
        Copy("rgb.png", "a.png");
        string before = Hash();
        Assert.Equal(before, Hash());
        Copy("rgb.png", "b.png");
        string two = Hash();
        File.Move(_folder["b.png"], _folder["c.png"]);
        Assert.Equal(3, new[] { before, two, Hash() }.Distinct().Count());

        string Hash() => Read(new ImagesConfig { Size = 2 }).ContentHash!;
    }

    [Fact]
    public void BadFilesAreNamedAndLeftOutUpToALimit()
    {
        for (int i = 0; i < 10; i++)
        {
            Copy(i % 2 == 0 ? "rgb.png" : "grey.png", $"{i}.png");
        }

        byte[] whole = File.ReadAllBytes(Fixture("rgb.jpg"));
        File.WriteAllBytes(_folder["3.png"], "<html>not found</html>"u8);
        PictureSource source = Read(new ImagesConfig { Size = 2, Filter = ResizeFilter.Box });
        Assert.Equal(9, source.Training.Count);
        Assert.Equal($"{_folder.FullName}: 1 of 10 pictures cannot be read and is left out: 3.png (is no picture: begins with '<html>no')", source.Notes[0]);
        AssertNear(Colours, Interleaved(source.Training)[(3 * 12)..(4 * 12)], 0);

        File.WriteAllBytes(_folder["5.png"], whole[..^80]);
        File.WriteAllBytes(_folder["6.png"], []);
        File.WriteAllBytes(_folder["7.png"], File.ReadAllBytes(Fixture("rgb.png"))[..60]);
        Assert.Equal(
            $"{_folder.FullName}: 4 of 10 pictures cannot be read, more than the share data.bad-files: 0.01: 3.png (is no picture: begins with '<html>no'), "
                + "5.png (is cut short or damaged), 6.png (is empty), 7.png (is cut short or damaged); remove them, or allow more",
            Fault(new ImagesConfig { Size = 2 }));
        Assert.Equal(6, Read(new ImagesConfig { Size = 2, BadFiles = 0.4 }).Training.Count);
    }

    [Theory]
    [InlineData(100_000, 100_000, "100,000 × 100,000 is too large: 512 MiB and 268 megapixels is the most")]
    [InlineData(10_000, 10_000, "is cut short: 97 bytes cannot hold 10,000 × 10,000 pixels")]
    public void AHeaderThatPromisesTooMuchAllocatesNothing(int width, int height, string expected)
    {
        Copy("grey.png", "good.png");
        byte[] bomb = File.ReadAllBytes(Fixture("rgb.png"));
        BinaryPrimitives.WriteInt32BigEndian(bomb.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(bomb.AsSpan(20), height);
        BinaryPrimitives.WriteUInt32BigEndian(bomb.AsSpan(29), Crc(bomb.AsSpan(12, 17)));
        File.WriteAllBytes(_folder["bomb.png"], bomb);
        long before = Environment.WorkingSet;

        PictureSource source = Read(new ImagesConfig { Size = 2, BadFiles = 0.5 });

        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 100 << 20);
        Assert.EndsWith($"bomb.png ({expected})", source.Notes[0], StringComparison.Ordinal);
    }

    /// <summary>Formats that come in rows give the same whether a strip holds them all or one row.</summary>
    [Theory]
    [InlineData("rgb.png")]
    [InlineData("rgba.png")]
    [InlineData("palette.png")]
    [InlineData("rgb16.png")]
    [InlineData("rgb.jpg")]
    [InlineData("cmyk.jpg")]
    [InlineData("progressive.jpeg")]
    [InlineData("turned-6.jpg")]
    public void StripsGiveTheWholePicture(string name)
    {
        byte[] file = File.ReadAllBytes(Fixture(name));
        byte[] whole = Decoded(1 << 27);

        Assert.Equal(whole, Decoded(1));
        Assert.Equal(whole, Decoded(5 * 4 * 16));
        Assert.Equal("is cut short or damaged", Assert.Throws<InvalidDataException>(() =>
            new PictureDecoder(5, 3, ResizeFilter.Bicubic, 1).Decode(file.AsSpan(0, file.Length - (file.Length / 4)), new byte[75])).Message);

        byte[] Decoded(int strip)
        {
            var pixels = new byte[75];
            new PictureDecoder(5, 3, ResizeFilter.Bicubic, strip).Decode(file, pixels);
            return pixels;
        }
    }

    [Fact]
    public void WhatIsMissingIsSaid()
    {
        Assert.Equal($"{_folder.FullName}: is empty; pictures are expected (PNG, JPEG, WebP, GIF or BMP)", Fault(new ImagesConfig()));
        File.WriteAllText(_folder["a.tif"], "x");
        File.WriteAllText(_folder["b.tif"], "x");
        Assert.Equal($"{_folder.FullName}: holds no PNG, JPEG, WebP, GIF or BMP; it holds 2 .tif", Fault(new ImagesConfig()));
        Assert.Equal($"{_folder["a.tif"]}: is neither a folder nor a zip archive of pictures", FaultOf(_folder["a.tif"]));
        Copy("rgb.png", "a.png");
        Assert.Equal(
            $"{_folder["a.png"]}: is neither a folder nor a zip archive of pictures; let data.path name the folder of the picture", FaultOf(_folder["a.png"]));
        File.WriteAllBytes(_folder["a.zip"], [.. "PK\x03\x04"u8, 0, 0, 0, 0]);
        Assert.Equal($"{_folder["a.zip"]}: is a zip archive that is cut short or damaged", FaultOf(_folder["a.zip"]));
        Assert.Equal(
            $"{_folder["no"]}: no such folder or zip archive",
            Assert.Throws<FileNotFoundException>(() => new ImagesConfig { Path = _folder["no"] }.Read(new RandomStreams(0))).Message);
        var check = new ConfigCheck();
        new ImagesConfig { Channels = 2 }.Validate(check);
        Assert.Equal([("path", "must be given: the file or folder to read"), ("channels", "must be 1 or 3")], check.Faults);

        string FaultOf(string path) => Assert.Throws<InvalidDataException>(() => new ImagesConfig { Path = path }.Read(new RandomStreams(0))).Message;
    }

    [Fact]
    public void ALinkToAFolderAboveDoesNotLeadRoundInCircles()
    {
        Copy("rgb.png", "a", "1.png");
        Copy("grey.png", "b", "2.png");
        Directory.CreateSymbolicLink(_folder["a", "loop"], _folder.FullName);

        Assert.Equal(2, Read(new ImagesConfig { Size = 2 }).Training.Count);
    }

    [Fact]
    public void OtherKindsSayWhatAPictureIs()
    {
        Copy("rgb.png", "a.png");
        Copy("rgb.png", "in", "a.png");
        ZipFile.CreateFromDirectory(_folder["in"], _folder["a.zip"]);

        Assert.EndsWith(
            "a.png: is one picture; for a folder or zip archive of pictures set kind: images",
            Assert.Throws<InvalidDataException>(() => new CsvConfig { Path = _folder["a.png"] }.Build(new RandomStreams(0))).Message, StringComparison.Ordinal);
        Assert.EndsWith(
            "a.zip: is a zip archive of pictures; set kind: images",
            Assert.Throws<InvalidDataException>(() => new CsvConfig { Path = _folder["a.zip"] }.Build(new RandomStreams(0))).Message, StringComparison.Ordinal);
    }

    private static string Fixture(string name) => Repository.PathOf("tests", "GanCli.Tests", "Data", "Fixtures", "pictures", name);

    // PNG's, Annex D of its specification.
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            }
        }

        return ~crc;
    }

    private static void AssertNear(int[] expected, byte[] actual, int tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second, pair.First - tolerance, pair.First + tolerance));
    }

    // Pixel after pixel, each red, green, blue.
    private static byte[] Interleaved(PictureSet set)
    {
        int area = (int)(set.Shape[1] * set.Shape[2]);
        byte[] pixels = set.Pixels.ToArray();
        return [.. Enumerable.Range(0, set.Count * area).SelectMany(i => Enumerable.Range(0, 3)
            .Select(channel => pixels[(i / area * 3 * area) + (channel * area) + (i % area)]))];
    }

    private void Copy(string fixture, params string[] to)
    {
        string path = _folder[to is [] ? [fixture] : to];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Copy(Fixture(fixture), path, overwrite: true);
    }

    private PictureSource Read(ImagesConfig config) => (config with { Path = _folder.FullName }).Read(new RandomStreams(0));

    private string Fault(ImagesConfig config) => Assert.Throws<InvalidDataException>(() => Read(config)).Message;
}
