using SkiaSharp;

namespace GanCli.Reporting.Drawing;

/// <summary>How often each colour stands in pictures. Where they have very many, neighbours are counted as one: by the upper 8, 7, 6 … bits of red, green
/// and blue, and its colour is their mean.</summary>
internal sealed class ColourCounts
{
    /// <summary>More are neither told apart in a film nor cut in a moment.</summary>
    private const int MostColours = 1 << 17;

    private Dictionary<int, Sums> _sums = [];

    /// <summary>Bits of each of red, green and blue that are told apart, at most 8.</summary>
    public int Bits { get; private set; } = 8;

    /// <summary>Counts the pixels of an opaque RGBA bitmap.</summary>
    public void Add(SKBitmap bitmap)
    {
        ReadOnlySpan<byte> pixels = bitmap.GetPixelSpan();
        for (int i = 0; i < pixels.Length;)
        {
            // Pixels of one colour often stand in a row.
            int first = i;
            (byte red, byte green, byte blue) = (pixels[i], pixels[i + 1], pixels[i + 2]);
            for (i += 4; i < pixels.Length && pixels[i] == red && pixels[i + 1] == green && pixels[i + 2] == blue; i += 4)
            {
            }

            int count = (i - first) / 4;
            Add(Key(red, green, blue, Bits), new Sums(count, (long)count * red, (long)count * green, (long)count * blue));
        }

        while (_sums.Count > MostColours)
        {
            Coarsen();
        }
    }

    /// <summary>The colours, in no order that means something, but always the same.</summary>
    public IEnumerable<CountedColour> Colours() =>
        _sums.OrderBy(static one => one.Key).Select(static one => one.Value).Select(static sums => new CountedColour(
            sums.Count, sums.Red / (float)sums.Count, sums.Green / (float)sums.Count, sums.Blue / (float)sums.Count));

    /// <summary>What colours have in common that are counted as one.</summary>
    public static int Key(int red, int green, int blue, int bits) =>
        (red >> (8 - bits) << (2 * bits)) | (green >> (8 - bits) << bits) | (blue >> (8 - bits));

    private void Add(int key, Sums sums)
    {
        Sums before = _sums.GetValueOrDefault(key);
        _sums[key] = new Sums(before.Count + sums.Count, before.Red + sums.Red, before.Green + sums.Green, before.Blue + sums.Blue);
    }

    private void Coarsen()
    {
        Dictionary<int, Sums> fine = _sums;
        (int before, int mask) = (Bits--, (1 << Bits) - 1);
        _sums = [];
        foreach ((int key, Sums sums) in fine)
        {
            Add((key >> (2 * before) >> 1 << (2 * Bits)) | (((key >> before >> 1) & mask) << Bits) | ((key >> 1) & mask), sums);
        }
    }

    private readonly record struct Sums(long Count, long Red, long Green, long Blue);
}

/// <summary>A colour, and how many pixels have it.</summary>
internal readonly record struct CountedColour(long Count, float Red, float Green, float Blue);
