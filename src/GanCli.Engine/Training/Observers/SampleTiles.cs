using SkiaSharp;

namespace GanCli.Engine.Training.Observers;

/// <summary>Samples that are pictures, side by side, as one.</summary>
internal static class SampleTiles
{
    // Pixels between two pictures, black.
    private const int Gap = 1;

    // Red, green, blue and how opaque it is.
    private const int Bytes = 4;

    /// <summary>The first pictures, row by row.</summary>
    /// <param name="rows">Pictures, [n × channels × height × width], at least one.</param>
    /// <param name="shape">[1 or 3, height, width].</param>
    /// <param name="scale">What is black and what is white; numbers beyond are as dark or bright as it goes.</param>
    /// <param name="across">Pictures in a row, and rows at most.</param>
    /// <returns>A PNG file.</returns>
    public static byte[] Png(ReadOnlySpan<float> rows, IReadOnlyList<long> shape, (double Black, double White) scale, int across)
    {
        (int channels, int height, int width) = ((int)shape[0], (int)shape[1], (int)shape[2]);
        int size = channels * height * width;
        int count = Math.Min(rows.Length / size, across * across);
        across = Math.Min(across, count);
        int down = (count + across - 1) / across;
        using var bitmap = new SKBitmap(new SKImageInfo(
            (across * (width + Gap)) - Gap, (down * (height + Gap)) - Gap, SKColorType.Rgba8888, SKAlphaType.Opaque));
        bitmap.Erase(SKColors.Black);
        Span<byte> pixels = bitmap.GetPixelSpan();
        for (int i = 0; i < count * size; i++)
        {
            (int picture, int channel, int y, int x) = (i / size, i / (height * width) % channels, i / width % height, i % width);
            (int top, int left) = (picture / across * (height + Gap), picture % across * (width + Gap));
            Span<byte> pixel = pixels.Slice(((top + y) * bitmap.RowBytes) + ((left + x) * Bytes), Bytes - 1);
            byte level = Level(rows[i], scale);
            if (channels == 1)
            {
                pixel.Fill(level);
            }
            else
            {
                pixel[channel] = level;
            }
        }

        using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, quality: 100);
        return data.ToArray();
    }

    private static byte Level(float value, (double Black, double White) scale) =>
        float.IsNaN(value) ? (byte)0 : (byte)Math.Round(255 * Math.Clamp((value - scale.Black) / (scale.White - scale.Black), 0, 1));
}
