using GanCli.Reporting.Drawing;
using SkiaSharp;

namespace GanCli.Tests.Reporting;

/// <summary>Skia cannot write GIFs, but it reads them: it is the second implementation here.</summary>
public sealed class GifEncoderTests
{
    [Theory]
    [InlineData(1, 1, 2)]
    [InlineData(7, 5, 3)]
    [InlineData(97, 61, 4)]
    [InlineData(200, 150, 128)]
    [InlineData(300, 200, 255)]
    public void NoiseComesBackPixelForPixel(int width, int height, int colours)
    {
        // Noise fills the dictionary again and again and passes every code width.
        System.Random random = new(colours);
        byte[][] frames = [.. Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, width * height).Select(_ => (byte)random.Next(colours)).ToArray())];
        Compare(width, height, colours, frames);
    }

    [Fact]
    public void RunsAndUnchangedFramesComeBack()
    {
        byte[] flat = new byte[360 * 360];
        byte[] changed = [.. flat];
        changed[(100 * 360) + 50] = 1;
        changed[(200 * 360) + 300] = 2;
        byte[] gradient = [.. Enumerable.Range(0, 360 * 360).Select(i => (byte)(i / 360 % 200))];
        Compare(360, 360, 200, [flat, flat, changed, flat, gradient, gradient, changed]);
    }

    [Fact]
    public void DelaysAndRepetitionAreWritten()
    {
        using SKCodec codec = Decode(Encode(4, 4, 4, [new byte[16], new byte[16]], frame => 10 + frame));
        Assert.Equal([100, 110], codec.FrameInfo.Select(frame => frame.Duration));
        Assert.Equal(-1, codec.RepetitionCount);
        Assert.Equal(new SKSizeI(4, 4), codec.Info.Size);
    }

    [Fact]
    public void ThePaletteKeepsTheThemesColours()
    {
        GifPalette palette = new();
        Assert.InRange(palette.Colours.Count, 2, 255);
        foreach (SKColor colour in new[] { SKColors.White, Theme.Real.Color, Theme.Generated.Color, Theme.Ink.Color })
        {
            using SKBitmap bitmap = new(new SKImageInfo(1, 1, SKColorType.Rgba8888, SKAlphaType.Opaque));
            bitmap.SetPixel(0, 0, colour);
            (byte red, byte green, byte blue) = palette.Colours[palette.Map(bitmap)[0]];
            Assert.True(Math.Abs(red - colour.Red) + Math.Abs(green - colour.Green) + Math.Abs(blue - colour.Blue)
                <= 12, $"{colour} became {red},{green},{blue}");
        }
    }

    /// <summary>A grey picture has no hue, whatever its shades, and up to 255 colours stay what they are.</summary>
    [Fact]
    public void GreysStayGreyAndFewColoursExact()
    {
        using SKBitmap greys = Bitmap(256, 1, static (x, _) => new SKColor((byte)x, (byte)x, (byte)x));
        GifPalette palette = GifPalette.Of([greys]);
        Assert.Equal(255, palette.Colours.Count);
        (byte Red, byte Green, byte Blue)[] shown = [.. palette.Map(greys).Select(index => palette.Colours[index])];
        Assert.All(shown.Index(), static one =>
        {
            Assert.Equal((one.Item.Red, one.Item.Red), (one.Item.Green, one.Item.Blue));
            Assert.InRange(Math.Abs(one.Item.Red - one.Index), 0, 1);
        });

        using SKBitmap few = Bitmap(51, 5, static (x, y) => new SKColor((byte)(5 * x), (byte)(40 * y), (byte)(255 - (3 * x))));
        using SKBitmap white = Bitmap(3, 3, static (_, _) => SKColors.White);
        palette = GifPalette.Of([few]);
        Assert.Equal(255, palette.Colours.Count);
        Assert.Equal(few.Pixels, palette.Map(few).Select(index => palette.Colours[index]).Select(static c => new SKColor(c.Red, c.Green, c.Blue)));
        Assert.Equal([(255, 255, 255)], GifPalette.Of([white, white]).Colours);
    }

    /// <summary>Against the best that one palette for all films can do: 39 greys and six steps of red, green and blue.</summary>
    [Fact]
    public void AFilmsOwnColoursComeNearerThanThoseForAllFilms()
    {
        // Skies and skins, more or less: smooth, with noise, in a part of all colours, and of more colours than are counted one by one.
        System.Random random = new(3);
        SKBitmap[] frames = [.. Enumerable.Range(0, 3).Select(frame => Bitmap(300, 300, (x, y) => new SKColor(
            Level(90 + (0.3 * x) + (20 * frame)), Level(60 + (0.4 * y)), Level(220 - (0.35 * x) - (0.2 * y)))))];
        GifPalette palette = GifPalette.Of(frames);
        (byte Red, byte Green, byte Blue)[] fixedOnes =
        [
            .. Enumerable.Range(0, 39).Select(static i => ((byte)(i * 255 / 38), (byte)(i * 255 / 38), (byte)(i * 255 / 38))),
            .. Enumerable.Range(0, 216).Select(static i => ((byte)(i / 36 * 51), (byte)(i / 6 % 6 * 51), (byte)(i % 6 * 51))),
        ];
        (SKColor Pixel, byte Index)[] some = [.. frames.SelectMany(frame => frame.Pixels.Zip(palette.Map(frame))).Where(static (_, i) => i % 61 == 0)];
        double own = some.Average(one => Distance(one.Pixel, palette.Colours[one.Index]));
        double nearest = some.Average(one => palette.Colours.Min(colour => Distance(one.Pixel, colour)));
        double ofAll = some.Average(one => fixedOnes.Min(colour => Distance(one.Pixel, colour)));

        // Measured: 8.2, 8.1 and 23.7 of 255.
        Assert.InRange(own, nearest, nearest + 0.6);
        Assert.InRange(own, 1, ofAll / 2.5);
        Array.ForEach(frames, static frame => frame.Dispose());

        byte Level(double value) => (byte)Math.Clamp(value + random.Next(-12, 13), 0, 255);
        static double Distance(SKColor a, (byte Red, byte Green, byte Blue) b) =>
            Math.Sqrt(Math.Pow(a.Red - b.Red, 2) + Math.Pow(a.Green - b.Green, 2) + Math.Pow(a.Blue - b.Blue, 2));
    }

    private static SKBitmap Bitmap(int width, int height, Func<int, int, SKColor> colour)
    {
        SKBitmap bitmap = new(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        for (int i = 0; i < width * height; i++)
        {
            bitmap.SetPixel(i % width, i / width, colour(i % width, i / width));
        }

        return bitmap;
    }

    private static void Compare(int width, int height, int colours, byte[][] frames)
    {
        using SKCodec codec = Decode(Encode(width, height, colours, frames, _ => 5));
        Assert.Equal(frames.Length, codec.FrameCount);
        SKImageInfo info = new(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        for (int frame = 0; frame < frames.Length; frame++)
        {
            using SKBitmap bitmap = new(info);
            Assert.Equal(SKCodecResult.Success, codec.GetPixels(info, bitmap.GetPixels(), new SKCodecOptions(frame)));
            SKColor[] expected = [.. frames[frame].Select(index => Colour(index))];
            Assert.Equal(expected, bitmap.Pixels);
        }
    }

    private static SKColor Colour(int index) => new((byte)index, (byte)(255 - index), (byte)(index * 37));

    private static byte[] Encode(int width, int height, int colours, byte[][] frames, Func<int, int> delay)
    {
        using MemoryStream stream = new();
        GifEncoder gif = new(stream, width, height, [.. Enumerable.Range(0, colours).Select(Colour).Select(colour => (colour.Red, colour.Green, colour.Blue))]);
        for (int i = 0; i < frames.Length; i++)
        {
            gif.Add(frames[i], delay(i));
        }

        gif.Complete();
        return stream.ToArray();
    }

    private static SKCodec Decode(byte[] file)
    {
        SKCodec? codec = SKCodec.Create(new MemoryStream(file));
        Assert.NotNull(codec);
        return codec;
    }
}
