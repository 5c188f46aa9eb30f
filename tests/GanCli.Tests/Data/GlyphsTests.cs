using System.Security.Cryptography;
using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Data.Pictures;
using GanCli.Engine.Random;
using GanCli.Runs;
using GanCli.Tests.Support;
using SkiaSharp;

namespace GanCli.Tests.Data;

public sealed class GlyphsTests : IDisposable
{
    private static readonly RandomStreams Streams = new(17);
    private static readonly GlyphsConfig Few = new() { Pictures = 90, HeldOut = 30 };
    private readonly TemporaryFolder _folder = new();

    /// <summary>Whoever changes a pixel changes every run that was made before.</summary>
    [Fact]
    public void TheFirstHundredPicturesAreTheSameEverywhere()
    {
        Assert.Equal("a02135f8f3db0f9a39871b0ab8d09b75399b7731a50765b0dc680fd2e161efd8", HashOf(new GlyphsConfig()));
        Assert.Equal("13e4a0f68553a7d4c43f6d50ab5c6cbbaa265a2d31e08f5773f43940f57c71dd",
            HashOf(new GlyphsConfig { Characters = "Aagß4?", Size = 40, Rotation = 90, Blur = 3, Noise = 0.3 }));

        static string HashOf(GlyphsConfig config) => Convert.ToHexStringLower(SHA256.HashData(Drawn(config, 17, 0, 100)));
    }

    /// <summary>That the outlines are the same on every system rests on this: the system gives them to a third of a unit, and they are whole.</summary>
    [Fact]
    public void OutlinesAreWholeNumbersOfTheFont()
    {
        using SKTypeface typeface = SKTypeface.FromFile(Repository.PathOf("src", "GanCli.Reporting", "Drawing", "Fonts", "Inter-Regular.otf"));
        using var font = new SKFont(typeface, typeface.UnitsPerEm) { Hinting = SKFontHinting.None, LinearMetrics = true, Subpixel = true };
        foreach (char character in "0123456789ABCXYZabcxyz")
        {
            using SKPath path = font.GetGlyphPath(font.GetGlyph(character));
            Assert.All(path.Points, static point => Assert.InRange(Math.Max(Off(point.X), Off(point.Y)), 0, 0.4));
        }

        static float Off(float number) => Math.Abs(number - MathF.Round(number));
    }

    [Fact]
    public void APictureDependsOnSeedAndIndexOnly()
    {
        byte[] whole = Drawn(Few, 17, 0, 120);
        foreach ((int first, int count) in ((int, int)[])[(0, 1), (1, 1), (7, 80), (119, 1)])
        {
            Assert.Equal(whole[(first * 784)..((first + count) * 784)], Drawn(Few, 17, first, count));
        }

        // More are the same and others; those held out follow those of training.
        DataSource source = Few.Build(Streams);
        Assert.Equal(whole, Bytes(source.Table!).Concat(Bytes(source.HeldOut!)));
        Assert.Equal(whole, Bytes((Few with { Pictures = 120, HeldOut = 0 }).Build(Streams).Table!));
        Assert.Equal(whole[..(784 * 20)], Bytes((Few with { Pictures = 20 }).Build(new RandomStreams(1, 17, 1)).Table!));
        Assert.NotEqual(whole, Drawn(Few, 18, 0, 120));
        Assert.Null((Few with { HeldOut = 0 }).Build(Streams).HeldOut);

        // No picture is another's.
        Assert.Equal(120, whole.Chunk(784).Select(Convert.ToBase64String).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void SamplesAreEvenlyDrawnAndLabelled()
    {
        const int Count = 9000;
        DataSource source = Few.Build(Streams);
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], source.Classes!);
        Assert.Equal([1, 28, 28], source.Shape);
        Assert.Equal((-1, 1), source.Range);
        float[] rows = new float[Count * 784];
        long[] labels = new long[Count];
        source.Fill(Streams.Data, 5, rows);
        source.FillLabels(Streams.Data, 5, labels);
        Dictionary<string, int> places = Enumerable.Range(0, 90).ToDictionary(i => Text(source.Table!, i), static i => i, StringComparer.Ordinal);
        int[] counts = new int[90];
        for (int i = 0; i < Count; i++)
        {
            int place = places[Convert.ToBase64String([.. rows.AsSpan(i * 784, 784).ToArray().Select(ByteRows.Byte)])];
            Assert.Equal(place % 10, labels[i]);
            counts[place]++;
        }

        // χ² with 89 degrees of freedom exceeds 150 with probability 5e-5.
        Assert.InRange(counts.Sum(static count => (count - 100.0) * (count - 100.0) / 100), 45, 150);
        long[] some = new long[100];
        source.FillLabels(Streams.Data, 5 + 700, some);
        Assert.Equal(labels[700..800], some);

        static string Text(RowSet rows, int row)
        {
            float[] numbers = new float[784];
            rows.Copy(row, numbers);
            return Convert.ToBase64String([.. numbers.Select(ByteRows.Byte)]);
        }
    }

    /// <summary>Each strength alone, and what it changes; at 0 all pictures of a character are one.</summary>
    [Fact]
    public void EveryStrengthVariesThePicturesAndZeroTurnsItOff()
    {
        GlyphsConfig still = new()
        {
            Characters = "8", Pictures = 40, HeldOut = 0, Shift = 0, Rotation = 0, Scale = 0, Slant = 0, Stroke = 0, Blur = 0, Noise = 0,
        };
        Assert.Single(Different(still));
        foreach (GlyphsConfig one in (GlyphsConfig[])[
            still with { Shift = 0.1 }, still with { Rotation = 20 }, still with { Scale = 0.2 }, still with { Slant = 0.3 }, still with { Stroke = 0.5 },
            still with { Blur = 1 }, still with { Noise = 0.1 }])
        {
            Assert.InRange(Different(one).Count, 30, 40);
        }

        // Ink grows with the stroke and stays with a blur, which reaches no edge here.
        Assert.InRange(Spread(still with { Stroke = 0.5 }), 0.7, 1.1);
        Assert.InRange(Spread(still with { Blur = 1 }), 0, 0.02);
        Assert.InRange(Spread(still with { Shift = 0.1 }), 0, 0.02);
        Assert.InRange(Spread(still with { Rotation = 30 }), 0, 0.02);

        static HashSet<string> Different(GlyphsConfig config) => [.. Drawn(config, 3, 0, 40).Chunk(784).Select(Convert.ToBase64String)];

        static double Spread(GlyphsConfig config)
        {
            double[] ink = [.. Drawn(config, 3, 0, 40).Chunk(784).Select(static picture => picture.Sum(static pixel => (double)pixel))];
            return (ink.Max() - ink.Min()) / ink.Average();
        }
    }

    /// <summary>The glyph upright in the middle, beside the same drawn by Skia.</summary>
    [Fact]
    public void TheShapeIsTheFonts()
    {
        const int Side = 64;
        GlyphsConfig still = new() { Characters = "R", Size = Side, Shift = 0, Rotation = 0, Scale = 0, Slant = 0, Stroke = 0, Blur = 0, Noise = 0 };
        byte[] ours = Drawn(still, 0, 0, 1);
        using SKTypeface typeface = SKTypeface.FromFile(Repository.PathOf("src", "GanCli.Reporting", "Drawing", "Fonts", "Inter-Regular.otf"));
        using var font = new SKFont(typeface, 2816) { Hinting = SKFontHinting.None };
        using SKPath path = font.GetGlyphPath(font.GetGlyph('R'));
        SKRect box = path.TightBounds;
        float scale = Side * 20f / 28 / Math.Max(box.Width, box.Height);
        path.Transform(SKMatrix.CreateTranslation(-box.MidX, -box.MidY).PostConcat(SKMatrix.CreateScale(scale, scale))
            .PostConcat(SKMatrix.CreateTranslation(Side / 2f, Side / 2f)));
        using var bitmap = new SKBitmap(new SKImageInfo(Side, Side, SKColorType.Gray8, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        using var paint = new SKPaint { Color = SKColors.White, IsAntialias = true };
        canvas.Clear(SKColors.Black);
        canvas.DrawPath(path, paint);
        canvas.Flush();
        byte[] theirs = bitmap.GetPixelSpan().ToArray();
        Assert.InRange(ours.Zip(theirs, static (a, b) => Math.Abs(a - b)).Max(), 0, 60);
        Assert.InRange(ours.Zip(theirs, static (a, b) => (double)Math.Abs(a - b)).Average(), 0, 1);
    }

    [Fact]
    public void AnAngleIsTurnedByItsSineAndCosine()
    {
        foreach (double degrees in (double[])[0, 1, -10, 45, 90, 180, -180])
        {
            (double sine, double cosine) = GlyphPen.Turn(degrees);
            Assert.Equal(Math.Sin(degrees * Math.PI / 180), sine, 1e-12);
            Assert.Equal(Math.Cos(degrees * Math.PI / 180), cosine, 1e-12);
        }
    }

    [Theory]
    [InlineData("", "characters", "has 0 characters; it must have from 1 to 256")]
    [InlineData("0120", "characters", "has '0' twice")]
    [InlineData("ab漢c", "characters", "the built-in font has no picture of '漢' (U+6F22); it has Latin and Greek letters, digits, punctuation, arrows "
        + "and common mathematics")]
    [InlineData("a b", "characters", "the built-in font has no picture of ' ' (U+0020); it has Latin and Greek letters, digits, punctuation, arrows "
        + "and common mathematics")]
    [InlineData("αΩß≤", null, null)]
    public void CharactersAreChecked(string characters, string? key, string? message)
    {
        var check = new ConfigCheck();
        new GlyphsConfig { Characters = characters }.Validate(check);
        Assert.Equal(key is null ? [] : [(key, message!)], check.Faults);
    }

    [Fact]
    public void MorePicturesThanASetMayHoldAreRefused()
    {
        var check = new ConfigCheck();
        new GlyphsConfig { Pictures = 100_000, Size = 256 }.Validate(check);
        Assert.Equal(
            [("pictures", "110,000 pictures with those held out, of 256 × 256, are more than the 2 GB that one set may have; use at most 32,767 together")],
            check.Faults);
    }

    [Fact]
    public void ClassesCanBeLeftOutAndThinnedOut()
    {
        GlyphsConfig config = Few with { Classes = ["3", "7"], Balance = new Dictionary<string, double> { ["7"] = 0.4 } };
        DataSource source = config.Build(Streams);
        Assert.Equal(["3", "7"], source.Classes!);
        long[] labels = new long[3000];
        source.FillLabels(Streams.Data, 0, labels);
        Assert.Equal(9 + 4, source.Table!.Count);
        Assert.InRange(labels.Count(static label => label == 0), (3000 * 9 / 13) - 130, (3000 * 9 / 13) + 130);
    }

    /// <summary>Nothing is drawn before somebody looks.</summary>
    [Fact]
    public void PicturesAreDrawnWhenTheyAreNeeded()
    {
        int drawn = 0;
        var late = new LateBytes(4, () =>
        {
            drawn++;
            return new byte[] { 1, 2, 3, 4 };
        });
        ReadOnlyMemory<byte> part = late.Memory[1..3];
        Assert.Equal((2, 0), (part.Length, drawn));
        Assert.Equal([2, 3], part.ToArray());
        Assert.Equal([1, 2, 3, 4], late.Memory.ToArray());
        Assert.Equal(1, drawn);

        var told = new List<Preparation>();
        DataSource source = (Few with { Noise = 0.123 }).Build(Streams);
        source.Prepare(new Told(told));
        Assert.Equal([new Preparation("drawing 120 glyphs", 1)], told);
        source.Prepare(new Told(told));
        Assert.Single(told);
    }

    [Fact]
    public void TheCacheLiesWhereTheUsersCachesLie()
    {
        string root = OperatingSystem.IsWindows() ? @"C:\u" : "/u";
        Assert.Equal(Path.Combine(root, "x"), CacheFolder.Of(name => name is "GAN_CACHE" ? Path.Combine(root, "x") : root));
        Assert.Null(CacheFolder.Of(static _ => null));
        if (OperatingSystem.IsLinux())
        {
            Assert.Equal("/u/gan", CacheFolder.Of(static name => name is "XDG_CACHE_HOME" ? "/u" : null));
            Assert.Equal("/home/me/.cache/gan", CacheFolder.Of(static name => name is "HOME" ? "/home/me" : name is "XDG_CACHE_HOME" ? "relative" : null));
        }
    }

    public void Dispose()
    {
        // Mapped files cannot be deleted on Windows while this process lives.
        if (!OperatingSystem.IsWindows())
        {
            _folder.Dispose();
        }
    }

    private static byte[] Drawn(GlyphsConfig config, ulong seed, int first, int count)
    {
        var pen = new GlyphPen(config, new RandomStreams(seed).Data);
        int size = config.Size * config.Size;
        byte[] pixels = new byte[count * size];
        for (int i = count - 1; i >= 0; i--)
        {
            pen.Draw(first + i, pixels.AsSpan(i * size, size));
        }

        return pixels;
    }

    private static byte[] Bytes(RowSet rows) => [.. rows.ToArray().Select(ByteRows.Byte)];

    private sealed class Told(List<Preparation> all) : IProgress<Preparation>
    {
        public void Report(Preparation value) => all.Add(value);
    }
}
