using System.Security.Cryptography;
using GanCli.Engine.Data;

namespace GanCli.Engine.Metrics.Features;

/// <summary>Pictures as the bytes that a file would hold.</summary>
internal static class Bytes
{
    // Rows that become bytes at a time.
    private const int Block = 512;

    /// <summary>Rounds numbers in [−1, 1]; beyond them the nearer end.</summary>
    public static byte[] Of(ReadOnlySpan<float> numbers)
    {
        byte[] bytes = new byte[numbers.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = ByteRows.Byte(numbers[i]);
        }

        return bytes;
    }

    /// <summary>Some of a set's pictures, [count × dimension].</summary>
    public static byte[] Of(RowSet rows, int first, int count)
    {
        float[] numbers = new float[rows.Dimension];
        byte[] bytes = new byte[count * rows.Dimension];
        for (int i = 0; i < count; i++)
        {
            rows.Copy(first + i, numbers);
            Of(numbers).CopyTo(bytes, i * rows.Dimension);
        }

        return bytes;
    }

    /// <summary>SHA-256 of a set's pictures.</summary>
    public static byte[] HashOf(RowSet rows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int first = 0; first < rows.Count; first += Block)
        {
            hash.AppendData(Of(rows, first, Math.Min(Block, rows.Count - first)));
        }

        return hash.GetHashAndReset();
    }
}
