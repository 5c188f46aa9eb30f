using SkiaSharp;

namespace GanCli.Reporting.Drawing;

/// <summary>A fixed palette of animations.</summary>
public sealed class GifPalette
{
    private const int ShadesOfColour = 24;
    private const int Bits = 5;

    private readonly byte[] _nearest = new byte[1 << (3 * Bits)];

    /// <summary>Shades from paper to each of the theme's colours, and between real and generated.</summary>
    public GifPalette()
        : this(OfTheme())
    {
    }

    private GifPalette(IReadOnlyList<(byte Red, byte Green, byte Blue)> colours)
    {
        Colours = colours;
        for (int key = 0; key < _nearest.Length; key++)
        {
            _nearest[key] = Nearest(Expand(key >> (2 * Bits)), Expand(key >> Bits), Expand(key));
        }
    }

    /// <summary>Red, green and blue of each entry; the first is white.</summary>
    public IReadOnlyList<(byte Red, byte Green, byte Blue)> Colours { get; }

    /// <summary>Every grey that <see cref="Map"/> tells from others, and six steps of each colour: for samples that are pictures.</summary>
    public static GifPalette OfPictures()
    {
        const int Steps = 6;
        const int Step = 255 / (Steps - 1);
        List<(byte Red, byte Green, byte Blue)> colours = [(255, 255, 255)];
        for (int key = 0; key < (1 << Bits) - 1; key++)
        {
            byte grey = (byte)Expand(key);
            colours.Add((grey, grey, grey));
        }

        for (int i = 0; i < Steps * Steps * Steps; i++)
        {
            colours.Add(((byte)(i / Steps / Steps * Step), (byte)(i / Steps % Steps * Step), (byte)(i % Steps * Step)));
        }

        return new GifPalette(colours);
    }

    /// <summary>The nearest entry for each pixel of an opaque RGBA bitmap.</summary>
    public byte[] Map(SKBitmap bitmap)
    {
        ReadOnlySpan<byte> pixels = bitmap.GetPixelSpan();
        byte[] indices = new byte[bitmap.Width * bitmap.Height];
        for (int i = 0; i < indices.Length; i++)
        {
            int red = pixels[4 * i], green = pixels[(4 * i) + 1], blue = pixels[(4 * i) + 2];
            const int drop = 8 - Bits;
            indices[i] = _nearest[(red >> drop << (2 * Bits)) | (green >> drop << Bits) | (blue >> drop)];
        }

        return indices;
    }

    private static List<(byte Red, byte Green, byte Blue)> OfTheme()
    {
        List<(byte Red, byte Green, byte Blue)> colours = [(255, 255, 255)];
        AddRamp(colours, SKColors.White, Theme.Generated.Color, ShadesOfColour);
        AddRamp(colours, SKColors.White, Theme.Real.Color, ShadesOfColour);
        AddRamp(colours, SKColors.White, Theme.Ink.Color, ShadesOfColour);
        AddRamp(colours, Theme.Real.Color, Theme.Generated.Color, ShadesOfColour);
        AddRamp(colours, Mix(SKColors.White, Theme.Real.Color, 0.5), Theme.Generated.Color, ShadesOfColour);
        colours.Add((Theme.Grid.Color.Red, Theme.Grid.Color.Green, Theme.Grid.Color.Blue));
        return colours;
    }

    private static void AddRamp(List<(byte Red, byte Green, byte Blue)> colours, SKColor from, SKColor to, int count)
    {
        for (int i = 1; i <= count; i++)
        {
            SKColor colour = Mix(from, to, (double)i / count);
            colours.Add((colour.Red, colour.Green, colour.Blue));
        }
    }

    private static SKColor Mix(SKColor from, SKColor to, double part) => new(
        (byte)Math.Round(from.Red + (part * (to.Red - from.Red))),
        (byte)Math.Round(from.Green + (part * (to.Green - from.Green))),
        (byte)Math.Round(from.Blue + (part * (to.Blue - from.Blue))));

    // 31 must become 255: paper stays white.
    private static int Expand(int part) => (part & ((1 << Bits) - 1)) * 255 / ((1 << Bits) - 1);

    private byte Nearest(int red, int green, int blue)
    {
        int best = 0;
        int least = int.MaxValue;
        for (int i = 0; i < Colours.Count; i++)
        {
            int r = red - Colours[i].Red, g = green - Colours[i].Green, b = blue - Colours[i].Blue;
            int distance = (r * r) + (g * g) + (b * b);
            if (distance < least)
            {
                (best, least) = (i, distance);
            }
        }

        return (byte)best;
    }
}
