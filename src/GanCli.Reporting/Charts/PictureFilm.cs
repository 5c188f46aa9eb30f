using GanCli.Reporting.Drawing;
using GanCli.Reporting.Reading;
using SkiaSharp;

namespace GanCli.Reporting.Charts;

/// <summary>Samples that are pictures, one after another, as a film that repeats.</summary>
public static class PictureFilm
{
    /// <summary>Most pictures in a film.</summary>
    public const int MostFrames = 5000;

    /// <summary>Pixels in the longer side of small pictures, about: each of theirs becomes a square of several.</summary>
    private const int Side = 256;

    // In hundredths of a second.
    private const int Delay = 6;

    /// <summary>Writes a GIF file.</summary>
    /// <param name="to">Receives it; stays open.</param>
    /// <param name="samples">The pictures, at least one.</param>
    /// <param name="shape">Of one (<see cref="PictureGrid.Shows"/>).</param>
    /// <param name="brightness">The scale.</param>
    public static void Write(Stream to, SampleSet samples, IReadOnlyList<long> shape, PictureGrid.Brightness brightness)
    {
        (int height, int width) = ((int)shape[1], (int)shape[2]);
        int scale = Math.Max(1, Side / Math.Max(height, width));
        GifPalette palette = GifPalette.Of(Frames(samples, shape, brightness));
        GifEncoder gif = new(to, width * scale, height * scale, palette.Colours);
        foreach (SKBitmap frame in Frames(samples, shape, brightness))
        {
            gif.Add(Enlarged(palette.Map(frame), width, height, scale), Delay);
        }

        gif.Complete();
    }

    // Each is gone when the next one is asked for.
    private static IEnumerable<SKBitmap> Frames(SampleSet samples, IReadOnlyList<long> shape, PictureGrid.Brightness brightness)
    {
        for (int i = 0; i < samples.Count; i++)
        {
            using SKBitmap frame = PictureGrid.Mosaic(new SampleSet(samples.Dimension, samples.Row(i).ToArray()), shape, brightness, 1);
            yield return frame;
        }
    }

    private static byte[] Enlarged(byte[] pixels, int width, int height, int scale)
    {
        byte[] enlarged = new byte[pixels.Length * scale * scale];
        for (int y = 0; y < height * scale; y++)
        {
            for (int x = 0; x < width * scale; x++)
            {
                enlarged[(y * width * scale) + x] = pixels[(y / scale * width) + (x / scale)];
            }
        }

        return enlarged;
    }
}
