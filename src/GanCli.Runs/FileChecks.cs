using System.Globalization;

namespace GanCli.Runs;

/// <summary>What both binary formats check before they allocate anything.</summary>
internal static class FileChecks
{
    /// <summary>A number for people: <c>1,482,336</c>.</summary>
    public static string Grouped(this long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <inheritdoc cref="Grouped(long)"/>
    public static string Grouped(this uint number) => Grouped((long)number);

    /// <summary>Bytes of an array, or null when they cannot be counted.</summary>
    public static long? ByteCount(IReadOnlyList<long> shape, int size)
    {
        if (shape.Contains(0))
        {
            return 0;
        }

        var bytes = (Int128)size;
        foreach (var length in shape)
        {
            bytes *= length;
            if (bytes > long.MaxValue)
            {
                return null;
            }
        }

        return (long)bytes;
    }

    /// <summary>Refuses a file whose data are shorter or longer than its header says.</summary>
    public static void CheckLength(long promised, long present)
    {
        if (present < promised)
        {
            throw new InvalidDataException(
                $"cut short: the header promises {promised.Grouped()} bytes of data, {present.Grouped()} are there");
        }

        if (present > promised)
        {
            throw new InvalidDataException(
                $"too long: the header promises {promised.Grouped()} bytes of data, {present.Grouped()} are there");
        }
    }

    /// <summary>Fills a buffer; a file that ends before is one that somebody cut while it was read.</summary>
    public static void Fill(Stream stream, Span<byte> bytes)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw new InvalidDataException("cut short while it was read");
        }
    }
}
