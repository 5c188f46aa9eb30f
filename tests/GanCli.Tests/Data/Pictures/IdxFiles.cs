using System.Buffers.Binary;
using System.IO.Compression;

namespace GanCli.Tests.Data.Pictures;

/// <summary>Writes files in the IDX format.</summary>
internal static class IdxFiles
{
    /// <summary>A header and what follows it.</summary>
    public static byte[] Of(int type, int[] axes, params byte[] content)
    {
        var file = new byte[4 + (4 * axes.Length) + content.Length];
        (file[2], file[3]) = ((byte)type, (byte)axes.Length);
        for (int i = 0; i < axes.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4 + (4 * i)), axes[i]);
        }

        content.CopyTo(file, 4 + (4 * axes.Length));
        return file;
    }

    /// <summary><paramref name="count"/> pictures whose bytes count on from <paramref name="first"/>.</summary>
    public static byte[] Pictures(int count, int height, int width, int first = 0) =>
        Of(8, [count, height, width], [.. Enumerable.Range(first, count * height * width).Select(static value => (byte)value)]);

    public static byte[] Labels(params byte[] labels) => Of(8, [labels.Length], labels);

    public static byte[] Packed(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }
}
