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

    /// <summary>A grey picture has no hue, whatever its shades.</summary>
    [Fact]
    public void ThePaletteOfPicturesKeepsGreysGreyAndColoursColoured()
    {
        GifPalette palette = GifPalette.OfPictures();
        Assert.InRange(palette.Colours.Count, 2, 255);
        Assert.Equal((255, 255, 255), palette.Colours[0]);
        using SKBitmap bitmap = new(new SKImageInfo(1, 1, SKColorType.Rgba8888, SKAlphaType.Opaque));
        for (int level = 0; level < 256; level++)
        {
            byte grey = (byte)level;
            (byte red, byte green, byte blue) = Mapped(new SKColor(grey, grey, grey));
            Assert.Equal((red, red), (green, blue));
            Assert.InRange(Math.Abs(red - grey), 0, 8);
        }

        foreach (SKColor colour in new[] { SKColors.Red, SKColors.Yellow, new SKColor(200, 100, 60), SKColors.Blue })
        {
            (byte red, byte green, byte blue) = Mapped(colour);
            Assert.InRange(Math.Max(Math.Abs(red - colour.Red), Math.Max(Math.Abs(green - colour.Green), Math.Abs(blue - colour.Blue))), 0, 30);
        }

        (byte Red, byte Green, byte Blue) Mapped(SKColor colour)
        {
            bitmap.SetPixel(0, 0, colour);
            return palette.Colours[palette.Map(bitmap)[0]];
        }
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
