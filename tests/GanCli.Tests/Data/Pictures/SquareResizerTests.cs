using GanCli.Engine.Data.Pictures;

namespace GanCli.Tests.Data.Pictures;

/// <summary>Resizing against Pillow 9.4, <c>Image.fromarray(a.astype(numpy.float32), mode="F").resize((8, 8), filter)</c> channel by channel, which is how
/// clean-fid resizes.</summary>
public sealed class SquareResizerTests
{
    private const int Size = 8;

    /// <summary>Pixels (i, (3 i + channel) mod 8). Numbers reach from 0 to 255 and are kept to three decimals; single precision adds up 64 of them to
    /// less than 0.01.</summary>
    [Theory]
    [InlineData(ResizeFilter.Bicubic, 37, 0, 29.757f, 128.966f, 128.482f, 145.319f, 133.565f, 121.135f, 135.112f, 117.947f)]
    [InlineData(ResizeFilter.Bicubic, 37, 1, 40.382f, 161.584f, 123.157f, 135.26f, 139.929f, 144.043f, 148.803f, 95.704f)]
    [InlineData(ResizeFilter.Bicubic, 37, 2, 103.552f, 106.034f, 103.552f, 20.573f, 117.357f, 106.034f, 117.357f, 21.854f)]
    [InlineData(ResizeFilter.Bicubic, 5, 0, -0.72f, 10.954f, 47.902f, 12.544f, 32.23f, 70.074f, 28.976f, 54.39f)]
    [InlineData(ResizeFilter.Bicubic, 5, 1, 1.578f, 12.05f, 22.618f, 11.008f, 25.383f, 16.898f, 35.414f, 51.285f)]
    [InlineData(ResizeFilter.Bicubic, 5, 2, 10.196f, 23.481f, 10.196f, 10.339f, 37.578f, 23.481f, 37.578f, -9.719f)]
    [InlineData(ResizeFilter.Bicubic, 64, 0, 83.841f, 128.634f, 132.96f, 120.898f, 133.01f, 135.904f, 111.918f, 100.005f)]
    [InlineData(ResizeFilter.Bicubic, 64, 1, 100.476f, 120.124f, 137.476f, 136.324f, 141.515f, 136.431f, 120.937f, 79.866f)]
    [InlineData(ResizeFilter.Bicubic, 64, 2, 169.895f, 70.519f, 169.895f, 40.904f, 166.709f, 70.519f, 166.709f, 39.8f)]
    [InlineData(ResizeFilter.Box, 37, 0, 32f, 141.1f, 131.5f, 140.1f, 128f, 126.44f, 153.1f, 122.2f)]
    [InlineData(ResizeFilter.Box, 37, 1, 44.5f, 189.5f, 139.52f, 151.16f, 136f, 137.6f, 159f, 108.3f)]
    [InlineData(ResizeFilter.Box, 37, 2, 101.16f, 99.7f, 101.16f, 31.52f, 94.5f, 99.7f, 94.5f, 24.48f)]
    [InlineData(ResizeFilter.Box, 5, 0, 0f, 12f, 55f, 14f, 26f, 69f, 31f, 55f)]
    [InlineData(ResizeFilter.Box, 5, 1, 0f, 10f, 22f, 13f, 23f, 18f, 42f, 52f)]
    [InlineData(ResizeFilter.Box, 5, 2, 9f, 27f, 9f, 0f, 54f, 27f, 54f, 0f)]
    [InlineData(ResizeFilter.Box, 64, 0, 77f, 133f, 141f, 129f, 141f, 137f, 113f, 93f)]
    [InlineData(ResizeFilter.Box, 64, 1, 92.5f, 112.5f, 124.5f, 140.5f, 144.5f, 132.5f, 108.5f, 72.5f)]
    [InlineData(ResizeFilter.Box, 64, 2, 175.5f, 63.5f, 175.5f, 31.5f, 175.5f, 63.5f, 175.5f, 31.5f)]
    [InlineData(ResizeFilter.Triangle, 37, 0, 38.671f, 128.428f, 126.86f, 142.616f, 131.551f, 120.173f, 128.998f, 116.64f)]
    [InlineData(ResizeFilter.Triangle, 37, 1, 47.355f, 157.333f, 125.659f, 133.712f, 138.123f, 142.464f, 146.777f, 99.976f)]
    [InlineData(ResizeFilter.Triangle, 37, 2, 100.33f, 120.994f, 100.33f, 40.294f, 116.581f, 120.994f, 116.581f, 25.455f)]
    [InlineData(ResizeFilter.Triangle, 5, 0, 0f, 12.25f, 46.25f, 13.125f, 32.875f, 68.562f, 28.5f, 54.062f)]
    [InlineData(ResizeFilter.Triangle, 5, 1, 2.188f, 12.438f, 22.375f, 11.438f, 25.812f, 17.375f, 34.312f, 49.812f)]
    [InlineData(ResizeFilter.Triangle, 5, 2, 9.562f, 22.992f, 9.562f, 11.602f, 34.664f, 22.992f, 34.664f, 0f)]
    [InlineData(ResizeFilter.Triangle, 64, 0, 87.755f, 127.25f, 127.594f, 122.922f, 132.484f, 133.232f, 115.438f, 101.929f)]
    [InlineData(ResizeFilter.Triangle, 64, 1, 103.018f, 124.375f, 136.268f, 133.938f, 138.469f, 133.911f, 124.453f, 86.625f)]
    [InlineData(ResizeFilter.Triangle, 64, 2, 160.786f, 79.375f, 160.786f, 54.375f, 157.625f, 79.375f, 157.625f, 48.714f)]
    [InlineData(ResizeFilter.Lanczos, 37, 0, 26.448f, 128.098f, 128.528f, 147.662f, 135.626f, 123.994f, 138.322f, 114.296f)]
    [InlineData(ResizeFilter.Lanczos, 37, 1, 35.483f, 161.23f, 116.504f, 132.599f, 141.668f, 146.622f, 149.224f, 92.36f)]
    [InlineData(ResizeFilter.Lanczos, 37, 2, 107.054f, 93.668f, 107.054f, 7.269f, 120.445f, 93.668f, 120.445f, 22.331f)]
    [InlineData(ResizeFilter.Lanczos, 5, 0, -0.522f, 10.929f, 48.778f, 12.737f, 30.972f, 70.137f, 29.187f, 53.976f)]
    [InlineData(ResizeFilter.Lanczos, 5, 1, 1.514f, 11.711f, 22.575f, 11.243f, 24.697f, 16.631f, 36.172f, 51.587f)]
    [InlineData(ResizeFilter.Lanczos, 5, 2, 11.386f, 23.838f, 11.386f, 12.791f, 40.043f, 23.838f, 40.043f, -14.882f)]
    [InlineData(ResizeFilter.Lanczos, 64, 0, 83.166f, 129.121f, 135.671f, 118.022f, 134.07f, 137.968f, 109.127f, 101.82f)]
    [InlineData(ResizeFilter.Lanczos, 64, 1, 100.48f, 118.516f, 137.554f, 138.591f, 144.388f, 138.142f, 120.64f, 78.038f)]
    [InlineData(ResizeFilter.Lanczos, 64, 2, 174.532f, 66.619f, 174.532f, 35.096f, 170.002f, 66.619f, 170.002f, 35.399f)]
    public void NumbersAreThoseOfPillow(ResizeFilter filter, int side, int channel, params float[] expected)
    {
        SquareResizer square = Resized(side, Size, 3, filter);

        Assert.All(expected.Index(), pixel => Assert.Equal(pixel.Item, square.At(channel, pixel.Index, ((3 * pixel.Index) + channel) % Size), 0.01f));
    }

    [Theory]
    [InlineData(ResizeFilter.Bicubic)]
    [InlineData(ResizeFilter.Box)]
    [InlineData(ResizeFilter.Triangle)]
    [InlineData(ResizeFilter.Lanczos)]
    public void APictureOfTheRightSizeStaysAsItIs(ResizeFilter filter)
    {
        SquareResizer square = Resized(Size, Size, 3, filter);

        Assert.All(Enumerable.Range(0, 3 * Size * Size), i =>
            Assert.Equal(Value(i / (Size * Size), i / Size % Size, i % Size), square.At(i / (Size * Size), i / Size % Size, i % Size), 1e-3f));
    }

    [Fact]
    public void FineStripesBecomeGrey()
    {
        // Without antialiasing every eighth column would be taken: all black or all white.
        var square = new SquareResizer(64, Size, 1, ResizeFilter.Bicubic);
        byte[] row = [.. Enumerable.Range(0, 64).SelectMany(static x => Pixel((byte)(x % 2 * 255)))];
        for (int y = 0; y < 64; y++)
        {
            square.Add(y, row);
        }

        Assert.All(Enumerable.Range(0, Size * Size), i => Assert.InRange(square.At(0, i / Size, i % Size), 120, 135));
    }

    [Fact]
    public void GreyIsLumaAndWhiteShinesThrough()
    {
        var grey = new SquareResizer(1, 1, 1, ResizeFilter.Box);
        grey.Add(0, [200, 100, 50, 255]);
        Assert.Equal((0.299f * 200) + (0.587f * 100) + (0.114f * 50), grey.At(0, 0, 0), 1e-3f);

        var colours = new SquareResizer(1, 1, 3, ResizeFilter.Box);
        colours.Add(0, [200, 100, 50, 51]);
        Assert.Equal([244, 224, 214], Enumerable.Range(0, 3).Select(channel => MathF.Round(colours.At(channel, 0, 0), 3)));
    }

    private static SquareResizer Resized(int side, int size, int channels, ResizeFilter filter)
    {
        var square = new SquareResizer(side, size, channels, filter);
        for (int y = 0; y < side; y++)
        {
            square.Add(y, [.. Enumerable.Range(0, side).SelectMany(x => new[] { Value(0, y, x), Value(1, y, x), Value(2, y, x), (byte)255 })]);
        }

        return square;
    }

    // The picture that Pillow got.
    private static byte Value(int channel, int y, int x) => (byte)(channel switch
    {
        0 => (x * x * 3) + (y * 7),
        1 => (x * 5) + (y * y * 2),
        _ => (x ^ y) * 9,
    } % 256);

    private static byte[] Pixel(byte grey) => [grey, grey, grey, 255];
}
