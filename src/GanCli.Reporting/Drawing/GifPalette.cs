using SkiaSharp;

namespace GanCli.Reporting.Drawing;

/// <summary>The colours of a film, and which of them is nearest to a pixel.</summary>
public sealed class GifPalette
{
    private const int ShadesOfColour = 24;

    // One entry of a GIF's 256 says that a pixel stays as it is.
    private const int MostColours = 255;

    private readonly Dictionary<int, byte> _nearest = [];
    private readonly int _bits;

    /// <summary>For charts: shades from paper to each of the theme's colours, and between real and generated.</summary>
    public GifPalette()
        : this(OfTheme(), bits: 8)
    {
    }

    private GifPalette(IReadOnlyList<(byte Red, byte Green, byte Blue)> colours, int bits) => (Colours, _bits) = (colours, bits);

    /// <summary>Red, green and blue of each entry.</summary>
    public IReadOnlyList<(byte Red, byte Green, byte Blue)> Colours { get; }

    /// <summary>For pictures: the colours that come nearest to those of the film's own frames. Up to 255 are all kept as they are.</summary>
    /// <param name="frames">Opaque RGBA bitmaps; each is looked at once.</param>
    public static GifPalette Of(IEnumerable<SKBitmap> frames)
    {
        ColourCounts counts = new();
        foreach (SKBitmap frame in frames)
        {
            counts.Add(frame);
        }

        return new GifPalette(MedianCut.Of(counts.Colours(), MostColours), counts.Bits);
    }

    /// <summary>The nearest entry for each pixel of an opaque RGBA bitmap.</summary>
    public byte[] Map(SKBitmap bitmap)
    {
        ReadOnlySpan<byte> pixels = bitmap.GetPixelSpan();
        byte[] indices = new byte[bitmap.Width * bitmap.Height];
        (int last, byte nearest) = (-1, 0);
        for (int i = 0; i < indices.Length; i++)
        {
            int key = ColourCounts.Key(pixels[4 * i], pixels[(4 * i) + 1], pixels[(4 * i) + 2], _bits);
            if (key != last && !_nearest.TryGetValue(last = key, out nearest))
            {
                nearest = _nearest[key] = Nearest(Middle(key >> (2 * _bits)), Middle(key >> _bits), Middle(key));
            }

            indices[i] = nearest;
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

    // Of all values that have these upper bits; 0 and 255 stay what they are.
    private int Middle(int part)
    {
        int largest = (1 << _bits) - 1;
        return (part & largest) * 255 / largest;
    }

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
