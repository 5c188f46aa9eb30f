using System.Runtime.InteropServices;
using GanCli.Engine.Config;
using SkiaSharp;

namespace GanCli.Engine.Data.Pictures;

/// <summary>Makes bytes [channels, size, size] of the content of a picture file: its central square, upright and over white, resized. Colour profiles are
/// not applied, as usual where pictures are compared by their numbers. The first picture of an animation is taken.</summary>
/// <param name="size">Height and width.</param>
/// <param name="channels">3: red, green, blue. 1: luma.</param>
/// <param name="filter">How pixels are weighed.</param>
/// <param name="strip">Bytes of a strip: formats that come in rows are decoded a strip of rows at a time.</param>
internal sealed class PictureDecoder(int size, int channels, ResizeFilter filter, int strip = 1 << 27)
{
    /// <summary>Pixels of the largest picture that is decoded.</summary>
    public const long MostPixels = 1 << 28;

    /// <summary>Bytes that the decoding of one picture may take, and of several at once.</summary>
    public const long MostBytes = 1L << 29;

    // A byte of a deflate stream stands for 1,032 at most.
    private const long MostFromAByte = 1032;
    private const string Damaged = "is cut short or damaged";

    private readonly MemoryGate _gate = new(MostBytes);

    private delegate void RowTaker(int row, ReadOnlySpan<byte> pixels);

    /// <summary>Decodes a picture.</summary>
    /// <param name="file">The file's content.</param>
    /// <param name="to">Destination, [channels × size × size].</param>
    /// <exception cref="InvalidDataException">It is no picture, damaged, cut short or too large; the message names no file.</exception>
    public unsafe PictureFacts Decode(ReadOnlySpan<byte> file, Span<byte> to)
    {
        PictureHeader header = PictureHeader.Of(file)
            ?? throw new InvalidDataException(file.IsEmpty ? "is empty" : $"is no picture: begins with {Start(file)}");
        fixed (byte* start = file)
        {
            using SKData data = SKData.Create((nint)start, file.Length);
            using SKCodec codec = SKCodec.Create(data) ?? throw new InvalidDataException(Damaged);
            SKImageInfo stored = codec.Info;
            long pixels = (long)stored.Width * stored.Height;
            int rows = header.InRows ? Math.Clamp(strip / (4 * stored.Width), 1, stored.Height) : stored.Height;
            long bytes = (pixels * header.BytesAPixel) + (4L * rows * stored.Width);
            if (pixels > MostPixels || bytes > MostBytes)
            {
                throw new InvalidDataException(NumberTable.Text(
                    $"{stored.Width:N0} × {stored.Height:N0} is too large: {MostBytes >> 20:N0} MiB and {MostPixels / 1_000_000} megapixels is the most"));
            }

            if (header.LeastPixelData > MostFromAByte * file.Length)
            {
                throw new InvalidDataException(NumberTable.Text(
                    $"is cut short: {file.Length:N0} bytes cannot hold {stored.Width:N0} × {stored.Height:N0} pixels"));
            }

            _gate.Enter(bytes);
            try
            {
                var info = new SKImageInfo(stored.Width, stored.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
                int side = Math.Min(info.Width, info.Height);
                var square = new SquareResizer(side, size, channels, filter);
                (int left, int top) = Corner(info.Width - side, info.Height - side, codec.EncodedOrigin);
                Decode(codec, info, rows, (row, line) =>
                {
                    if (row >= top && row < top + side)
                    {
                        square.Add(row - top, line.Slice(4 * left, 4 * side));
                    }
                });
                Write(square, codec.EncodedOrigin, to);
            }
            finally
            {
                _gate.Leave(bytes);
            }

            bool upright = codec.EncodedOrigin < SKEncodedOrigin.LeftTop;
            return new PictureFacts(header.Format, upright ? stored.Width : stored.Height, upright ? stored.Height : stored.Width);
        }
    }

    private static unsafe void Decode(SKCodec codec, SKImageInfo info, int strip, RowTaker take)
    {
        int rowBytes = info.RowBytes;
        byte* rows = (byte*)NativeMemory.Alloc((nuint)strip, (nuint)rowBytes);
        try
        {
            for (int first = 0; first < info.Height; first += strip)
            {
                int count = Math.Min(strip, info.Height - first);
                SKCodecResult result = count == info.Height ? codec.GetPixels(info, (nint)rows)
                    : codec.EncodedFormat == SKEncodedImageFormat.Jpeg ? Next(codec, info, first, count, (nint)rows)
                    : Strip(codec, info, first, count, (nint)rows);
                if (result != SKCodecResult.Success)
                {
                    bool isDamaged = result is SKCodecResult.IncompleteInput or SKCodecResult.ErrorInInput or SKCodecResult.InvalidInput;
                    throw new InvalidDataException(isDamaged ? Damaged : $"cannot be decoded ({result})");
                }

                for (int row = 0; row < count; row++)
                {
                    take(first + row, new ReadOnlySpan<byte>(rows + ((long)row * rowBytes), rowBytes));
                }
            }
        }
        finally
        {
            NativeMemory.Free(rows);
        }
    }

    private static SKCodecResult Next(SKCodec codec, SKImageInfo info, int first, int count, nint rows)
    {
        SKCodecResult started = first > 0 ? SKCodecResult.Success : codec.StartScanlineDecode(info);
        return started != SKCodecResult.Success || codec.GetScanlines(rows, count, info.RowBytes) == count ? started : SKCodecResult.IncompleteInput;
    }

    // Begins anew at the top for each strip: twice the time where there are three.
    private static SKCodecResult Strip(SKCodec codec, SKImageInfo info, int first, int count, nint rows)
    {
        SKCodecResult started = codec.StartIncrementalDecode(
            info, rows, info.RowBytes, new SKCodecOptions(SKRectI.Create(0, first, info.Width, count)));
        return started == SKCodecResult.Success ? codec.IncrementalDecode() : started;
    }

    // Where the central square begins as stored, so that as shown it begins at half of what is left over, rounded down.
    private static (int Left, int Top) Corner(int across, int down, SKEncodedOrigin origin)
    {
        bool mirrored = origin is SKEncodedOrigin.TopRight or SKEncodedOrigin.BottomRight or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        bool reversed = origin is SKEncodedOrigin.BottomRight or SKEncodedOrigin.BottomLeft or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom;
        return (mirrored ? across - (across / 2) : across / 2, reversed ? down - (down / 2) : down / 2);
    }

    private void Write(SquareResizer square, SKEncodedOrigin origin, Span<byte> to)
    {
        for (int channel = 0; channel < channels; channel++)
        {
            for (int y = 0; y < size; y++)
            {
                for (int x = 0; x < size; x++)
                {
                    (int down, int across) = Shown(y, x, size - 1, origin);
                    to[(((channel * size) + down) * size) + across] = (byte)Math.Clamp(MathF.Round(square.At(channel, y, x)), 0, 255);
                }
            }
        }
    }

    // Where a stored pixel of a square is shown (EXIF's orientations 1 to 8).
    private static (int Y, int X) Shown(int y, int x, int last, SKEncodedOrigin origin) => origin switch
    {
        SKEncodedOrigin.TopRight => (y, last - x),
        SKEncodedOrigin.BottomRight => (last - y, last - x),
        SKEncodedOrigin.BottomLeft => (last - y, x),
        SKEncodedOrigin.LeftTop => (x, y),
        SKEncodedOrigin.RightTop => (x, last - y),
        SKEncodedOrigin.RightBottom => (last - x, last - y),
        SKEncodedOrigin.LeftBottom => (last - x, y),
        _ => (y, x),
    };

    private static string Start(ReadOnlySpan<byte> file)
    {
        ReadOnlySpan<byte> start = file[..Math.Min(8, file.Length)];
        return start.IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0
            ? $"'{ScalarText.Show(System.Text.Encoding.ASCII.GetString(start))}'"
            : Convert.ToHexString(start);
    }
}

/// <summary>What is told of a picture that was read.</summary>
/// <param name="Format">Its format and how its colours are stored.</param>
/// <param name="Width">Pixels across, upright.</param>
/// <param name="Height">Pixels down, upright.</param>
internal sealed record PictureFacts(string Format, int Width, int Height);
