using System.Buffers.Binary;

namespace GanCli.Engine.Data.Pictures;

/// <summary>What the first bytes of a picture file say that Skia does not pass on.</summary>
/// <param name="Format">The format and how colours are stored, for messages: <c>PNG palette</c>.</param>
/// <param name="BytesAPixel">About what a decoder keeps for each pixel beside what it gives out.</param>
/// <param name="InRows">Rows can be had one after another.</param>
/// <param name="LeastPixelData">Bytes that the pixels take before compression; 0 where that is unknown.</param>
internal readonly record struct PictureHeader(string Format, int BytesAPixel = 0, bool InRows = false, long LeastPixelData = 0)
{
    private const int StartOfImage = 0xD8;

    /// <summary>Reads it, or gives null where the content is of no format that can be read.</summary>
    public static PictureHeader? Of(ReadOnlySpan<byte> file) =>
        file.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]) && file.Length >= 29 ? Png(file)
        : file.StartsWith((ReadOnlySpan<byte>)[0xFF, StartOfImage, 0xFF]) ? Jpeg(file)
        : file.Length >= 12 && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8) ? new PictureHeader("WebP", 4)
        : file.StartsWith("GIF8"u8) ? new PictureHeader("GIF", 4)
        : file.StartsWith("BM"u8) ? new PictureHeader("BMP")
        : null;

    private static PictureHeader Png(ReadOnlySpan<byte> file)
    {
        long width = BinaryPrimitives.ReadUInt32BigEndian(file[16..]);
        long height = BinaryPrimitives.ReadUInt32BigEndian(file[20..]);
        int depth = file[24];
        (string colours, int channels) = file[25] switch
        {
            0 => ("grey", 1),
            2 => ("RGB", 3),
            3 => ("palette", 1),
            4 => ("grey with alpha", 2),
            6 => ("RGBA", 4),
            _ => ("of unknown colours", 1),
        };

        // One whose rows come in seven turns is kept whole until the last.
        int kept = file[28] == 0 ? 0 : ((channels * depth) + 7) / 8;
        long data = height * (((width * channels * depth) + 7) / 8);
        return new PictureHeader(depth == 16 ? $"PNG 16-bit {colours}" : $"PNG {colours}", kept, file[28] == 0, data);
    }

    // Segments up to the one that begins a frame.
    private static PictureHeader Jpeg(ReadOnlySpan<byte> file)
    {
        for (int at = 2; at + 9 < file.Length && file[at] == 0xFF; at += 2 + BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]))
        {
            byte marker = file[at + 1];
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                int components = file[at + 9];
                string format = components switch { 1 => "JPEG grey", 4 => "JPEG CMYK", _ => "JPEG" };

                // A progressive one is kept whole as coefficients of two bytes until its last scan.
                return new PictureHeader(format, marker is 0xC2 or 0xC6 or 0xCA or 0xCE ? 2 * components : 0, InRows: true);
            }
        }

        return new PictureHeader("JPEG", InRows: true);
    }
}
