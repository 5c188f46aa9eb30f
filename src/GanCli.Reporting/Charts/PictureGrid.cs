using GanCli.Reporting.Drawing;
using GanCli.Reporting.Reading;
using SkiaSharp;

namespace GanCli.Reporting.Charts;

/// <summary>Samples that are pictures, [channels, height, width] of one channel (grey) or three (red, green, blue), side by side.</summary>
public static class PictureGrid
{
    /// <summary>Pixels in the width of a file that viewers take.</summary>
    public const int MostWidth = short.MaxValue;

    // Red, green, blue and how opaque it is.
    private const int Bytes = 4;
    private const long MostPixels = 1L << 26;

    // Of 9: more makes files a few percent smaller, in several times as long.
    private const int Effort = 4;

    /// <summary>Numbers between which black and white lie. Generated pictures are shown on the scale of real ones.</summary>
    public readonly record struct Brightness(double Black, double White)
    {
        /// <summary>What a run's data say; else the range of its real samples, and of generated ones where there are none.</summary>
        public static Brightness Of(RunRecord run, SampleSet generated) =>
            run.Range is [var black, var white] && white > black ? new Brightness(black, white) : Of(run.Real ?? generated);

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
    public static Panel Draw(SampleSet samples, IReadOnlyList<long> shape, Brightness brightness, string title, int side) =>
        DrawAll(samples.First(side * side), shape, brightness, title, side);

    /// <summary>Draws all samples.</summary>
    /// <param name="samples">The pictures.</param>
    /// <param name="shape">Of one.</param>
    /// <param name="brightness">The scale.</param>
    /// <param name="title">Heading.</param>
    /// <param name="across">Pictures in a row.</param>
    public static Panel DrawAll(SampleSet samples, IReadOnlyList<long> shape, Brightness brightness, string title, int across)
    {
        Panel panel = Panel.Bare(title, new Scale("", 0, 1), new Scale("", 0, 1));
        panel.Draw((canvas, axes) =>
        {
            using SKBitmap bitmap = Mosaic(samples, shape, brightness, across);
            SKRect frame = new(axes.GetPixelX(0), axes.GetPixelY(1), axes.GetPixelX(1), axes.GetPixelY(0));
            float scale = Math.Min(frame.Width / bitmap.Width, frame.Height / bitmap.Height);
            (float width, float height) = (bitmap.Width * scale, bitmap.Height * scale);
            (float left, float top) = (frame.MidX - (width / 2), frame.MidY - (height / 2));
            using SKImage image = SKImage.FromBitmap(bitmap);
            canvas.DrawImage(image, new SKRect(left, top, left + width, top + height), new SKSamplingOptions(SKFilterMode.Nearest));
        });
        return panel;
    }

    /// <summary>Picture files, side by side like <see cref="Mosaic"/>.</summary>
    /// <param name="samples">All of these.</param>
    /// <param name="shape">Of one (<see cref="Shows"/>).</param>
    /// <param name="brightness">The scale.</param>
    /// <param name="across">Pictures in a row; null: nearly a square of them.</param>
    /// <returns>A PNG file.</returns>
    public static byte[] Png(SampleSet samples, IReadOnlyList<long> shape, Brightness brightness, int? across = null)
    {
        using SKBitmap bitmap = Mosaic(samples, shape, brightness, across ?? Side(samples.Count));
        return Encoded(bitmap);
    }

    /// <summary>Pixels in a row of pictures.</summary>
    public static long Width(IReadOnlyList<long> shape, int across) => (across * (shape[2] + Gap(shape))) - Gap(shape);

    /// <summary>How many pictures of a shape a file may hold: beyond, viewers fail, and so does memory.</summary>
    public static int MostPictures(IReadOnlyList<long> shape) =>
        (int)Math.Max(1, MostPixels / ((shape[1] + Gap(shape)) * (shape[2] + Gap(shape))));

    /// <summary>One picture as a file: grey, or red, green and blue; no transparency.</summary>
    /// <param name="numbers">[channels × height × width].</param>
    /// <param name="shape">Its shape (<see cref="Shows"/>).</param>
    /// <param name="brightness">The scale.</param>
    /// <returns>A PNG file.</returns>
    public static byte[] Png(ReadOnlySpan<float> numbers, IReadOnlyList<long> shape, Brightness brightness)
    {
        (int channels, int height, int width) = ((int)shape[0], (int)shape[1], (int)shape[2]);
        SKColorType colours = channels == 1 ? SKColorType.Gray8 : SKColorType.Rgb888x;
        using SKBitmap bitmap = new(new SKImageInfo(width, height, colours, SKAlphaType.Opaque));
        Paint(numbers, channels, height, width, brightness, bitmap.GetPixelSpan(), bitmap.BytesPerPixel, bitmap.RowBytes);
        return Encoded(bitmap);
    }

    /// <summary>The pictures with a transparent line between two of them, one pixel for each of theirs.</summary>
    internal static SKBitmap Mosaic(SampleSet samples, IReadOnlyList<long> shape, Brightness brightness, int side)
    {
        (int channels, int height, int width) = ((int)shape[0], (int)shape[1], (int)shape[2]);
        int gap = Gap(shape);
        int across = Math.Max(1, Math.Min(side, samples.Count));
        int down = Math.Max(1, (samples.Count + across - 1) / across);
        SKBitmap bitmap = new(new SKImageInfo((int)Width(shape, across), (down * (height + gap)) - gap, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        Span<byte> pixels = bitmap.GetPixelSpan();
        pixels.Clear();
        int stride = bitmap.RowBytes;
        for (int i = 0; i < samples.Count; i++)
        {
            int corner = (i / across * (height + gap) * stride) + (i % across * (width + gap) * Bytes);
            Paint(samples.Row(i), channels, height, width, brightness, pixels[corner..], Bytes, stride);
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    pixels[corner + (y * stride) + (x * Bytes) + 3] = byte.MaxValue;
                }
            }
        }

        return bitmap;
    }

    private static int Gap(IReadOnlyList<long> shape) => (int)Math.Max(1, Math.Min(shape[1], shape[2]) / 16);

    private static int Side(int count) => (int)Math.Ceiling(Math.Sqrt(count));

    // One channel goes into as many bytes as a pixel has for colours.
    private static void Paint(
        ReadOnlySpan<float> numbers, int channels, int height, int width, Brightness brightness, Span<byte> to, int pixelBytes, int stride)
    {
        int colours = Math.Min(pixelBytes, 3);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                for (int colour = 0; colour < colours; colour++)
                {
                    int plane = channels == 1 ? 0 : colour * height * width;
                    to[(y * stride) + (x * pixelBytes) + colour] = brightness.Level(numbers[plane + (y * width) + x]);
                }
            }
        }
    }

    private static byte[] Encoded(SKBitmap bitmap)
    {
        using SKPixmap pixels = bitmap.PeekPixels();
        using SKData data = pixels.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.Sub, Effort))
            ?? throw new IOException(FormattableString.Invariant($"a picture of {bitmap.Width} by {bitmap.Height} pixels cannot be written as PNG"));
        return data.ToArray();
    }
}
