using GanCli.Reporting.Drawing;
using GanCli.Reporting.Reading;
using SkiaSharp;

namespace GanCli.Reporting.Charts;

/// <summary>Samples that are pictures, [channels, height, width] of one channel (grey) or three (red, green, blue), side by side.</summary>
public static class PictureGrid
{
    /// <summary>Numbers between which black and white lie. Generated pictures are shown on the scale of real ones.</summary>
    public readonly record struct Brightness(double Black, double White)
    {
        /// <summary>From the smallest to the largest of the numbers that are finite.</summary>
        public static Brightness Of(SampleSet samples)
        {
            (double low, double high) = (double.PositiveInfinity, double.NegativeInfinity);
            foreach (float value in samples.Values.Where(float.IsFinite))
            {
                (low, high) = (Math.Min(low, value), Math.Max(high, value));
            }

            return high > low ? new Brightness(low, high) : new Brightness(0, 1);
        }

        /// <summary>0 … 255; numbers beyond the scale are as dark or bright as it goes.</summary>
        public byte Level(float value) =>
            float.IsNaN(value) ? (byte)0 : (byte)Math.Round(255 * Math.Clamp((value - Black) / (White - Black), 0, 1));
    }

    /// <summary>Whether samples of a shape can be shown so.</summary>
    public static bool Shows(IReadOnlyList<long> shape) => shape is [1 or 3, > 0, > 0];

    /// <summary>Draws the first samples, as many as fit into a square of <paramref name="side"/> by <paramref name="side"/>.</summary>
    /// <param name="samples">The pictures.</param>
    /// <param name="shape">Of one.</param>
    /// <param name="brightness">The scale.</param>
    /// <param name="title">Heading.</param>
    /// <param name="side">Pictures in a row.</param>
    public static Panel Draw(SampleSet samples, IReadOnlyList<long> shape, Brightness brightness, string title, int side)
    {
        Panel panel = Panel.Bare(title, new Scale("", 0, 1), new Scale("", 0, 1));
        panel.Draw((canvas, axes) =>
        {
            using SKBitmap bitmap = Mosaic(samples.First(side * side), shape, brightness, side);
            SKRect frame = new(axes.GetPixelX(0), axes.GetPixelY(1), axes.GetPixelX(1), axes.GetPixelY(0));
            float scale = Math.Min(frame.Width / bitmap.Width, frame.Height / bitmap.Height);
            (float width, float height) = (bitmap.Width * scale, bitmap.Height * scale);
            (float left, float top) = (frame.MidX - (width / 2), frame.MidY - (height / 2));
            using SKImage image = SKImage.FromBitmap(bitmap);
            canvas.DrawImage(image, new SKRect(left, top, left + width, top + height), new SKSamplingOptions(SKFilterMode.Nearest));
        });
        return panel;
    }

    /// <summary>The pictures with a transparent line between two of them, one pixel for each of theirs.</summary>
    internal static SKBitmap Mosaic(SampleSet samples, IReadOnlyList<long> shape, Brightness brightness, int side)
    {
        (int channels, int height, int width) = ((int)shape[0], (int)shape[1], (int)shape[2]);
        int gap = Math.Max(1, Math.Min(height, width) / 16);
        int across = Math.Max(1, Math.Min(side, samples.Count));
        int down = Math.Max(1, (samples.Count + across - 1) / across);
        SKBitmap bitmap = new(new SKImageInfo((across * (width + gap)) - gap, (down * (height + gap)) - gap, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        for (int i = 0; i < samples.Count; i++)
        {
            ReadOnlySpan<float> numbers = samples.Row(i);
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    int at = (y * width) + x;
                    byte red = brightness.Level(numbers[at]);
                    byte green = channels == 1 ? red : brightness.Level(numbers[(height * width) + at]);
                    byte blue = channels == 1 ? red : brightness.Level(numbers[(2 * height * width) + at]);
                    bitmap.SetPixel((i % across * (width + gap)) + x, (i / across * (height + gap)) + y, new SKColor(red, green, blue));
                }
            }
        }

        return bitmap;
    }
}
