namespace GanCli.Engine.Training.Observers;

/// <summary>Pictures side by side as bytes, for those who make one picture of them.</summary>
internal static class SampleTiles
{
    /// <summary>Pixels between two pictures, black.</summary>
    private const int Gap = 1;

    /// <summary>The first pictures, row by row.</summary>
    /// <param name="rows">Pictures, [n × channels × height × width].</param>
    /// <param name="shape">[channels, height, width].</param>
    /// <param name="scale">What is 0 and what is 255; numbers beyond are as dark or bright as it goes.</param>
    /// <param name="across">Pictures in a row, and rows at most.</param>
    /// <returns>The bytes and their shape, [channels, rows of pixels, columns of pixels].</returns>
    public static (byte[] Pixels, long[] Shape) Of(ReadOnlySpan<float> rows, IReadOnlyList<long> shape, (double Black, double White) scale, int across)
    {
        (int channels, int height, int width) = ((int)shape[0], (int)shape[1], (int)shape[2]);
        int size = channels * height * width;
        int count = Math.Min(rows.Length / size, across * across);
        across = Math.Max(1, Math.Min(across, count));
        int down = (count + across - 1) / across;
        (int high, int wide) = ((down * (height + Gap)) - Gap, (across * (width + Gap)) - Gap);
        var pixels = new byte[channels * high * wide];
        for (int i = 0; i < count * size; i++)
        {
            (int picture, int channel, int y, int x) = (i / size, i / (height * width) % channels, i / width % height, i % width);
            (int top, int left) = (picture / across * (height + Gap), picture % across * (width + Gap));
            pixels[(((channel * high) + top + y) * wide) + left + x] = Level(rows[i], scale.Black, scale.White);
        }

        return (pixels, [channels, high, wide]);
    }

    private static byte Level(float value, double black, double white) =>
        float.IsNaN(value) ? (byte)0 : (byte)Math.Round(255 * Math.Clamp((value - black) / (white - black), 0, 1));
}
