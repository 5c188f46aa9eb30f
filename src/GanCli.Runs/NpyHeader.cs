using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace GanCli.Runs;

/// <summary>The header of an <c>.npy</c> file (NumPy's format, versions 1 to 3).</summary>
/// <param name="Type">NumPy's type text, such as <c>&lt;f4</c>.</param>
/// <param name="ColumnOrder">Whether the first axis runs fastest (Fortran order).</param>
/// <param name="Shape">Length of each axis.</param>
internal sealed partial record NpyHeader(string Type, bool ColumnOrder, long[] Shape)
{
    // NumPy itself refuses headers beyond 10,000 characters; a longer one is hostile.
    private const int LongestHeader = 10_000;
    private const int Alignment = 64;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>A header for float32 in row order, as NumPy writes it.</summary>
    public static byte[] Floats(ReadOnlySpan<long> shape)
    {
        var axes = new StringBuilder();
        foreach (var length in shape)
        {
            axes.Append(axes.Length > 0 ? " " : "").Append(CultureInfo.InvariantCulture, $"{length},");
        }

        if (shape.Length > 1)
        {
            axes.Length--;
        }

        var text = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({axes}), }}";
        var start = Magic.Length + 4;
        var length16 = ((start + text.Length + 1 + Alignment - 1) / Alignment * Alignment) - start;
        var bytes = new byte[start + length16];
        Magic.CopyTo(bytes);
        bytes[Magic.Length] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(Magic.Length + 2), checked((ushort)length16));
        Encoding.ASCII.GetBytes(text.PadRight(length16 - 1) + '\n', bytes.AsSpan(start));
        return bytes;
    }

    /// <summary>Reads the header and leaves the stream at the first number.</summary>
    /// <exception cref="InvalidDataException">The text says why; it does not name the file.</exception>
    public static NpyHeader Read(Stream stream)
    {
        Span<byte> start = stackalloc byte[12];
        if (stream.ReadAtLeast(start[..8], 8, throwOnEndOfStream: false) < 8 || !start.StartsWith(Magic))
        {
            throw new InvalidDataException("not an npy file");
        }

        var version = start[6];
        if (version is < 1 or > 3)
        {
            throw new InvalidDataException($"npy format {version}.{start[7]} is not known; 1.0 to 3.0 are");
        }

        var bytes = version == 1 ? 2 : 4;
        if (stream.ReadAtLeast(start.Slice(8, bytes), bytes, throwOnEndOfStream: false) < bytes)
        {
            throw new InvalidDataException("cut short: the header is not complete");
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(start[8..]);
        if (length > LongestHeader)
        {
            throw new InvalidDataException($"not an npy file: its header would take {length.Grouped()} bytes");
        }

        var header = new byte[length];
        if (stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
        {
            throw new InvalidDataException("cut short: the header is not complete");
        }

        return Parse(Encoding.Latin1.GetString(header));
    }

    private static NpyHeader Parse(string text)
    {
        var type = TypeField.Match(text);
        var order = OrderField.Match(text);
        var shape = ShapeField.Match(text);
        if (!type.Success)
        {
            throw new InvalidDataException("it does not hold plain numbers (a table of records or of objects?)");
        }

        if (!order.Success || !shape.Success)
        {
            throw new InvalidDataException("the header does not say shape and order");
        }

        var axes = shape.Groups["value"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var lengths = new long[axes.Length];
        for (var axis = 0; axis < axes.Length; axis++)
        {
            // 'L' ends the integers of files that Python 2 wrote.
            if (!long.TryParse(axes[axis].TrimEnd('L'), NumberStyles.None, CultureInfo.InvariantCulture, out lengths[axis]))
            {
                throw new InvalidDataException($"'{axes[axis]}' is not the length of an axis");
            }
        }

        return new NpyHeader(type.Groups["value"].Value, string.Equals(order.Groups["value"].Value, "True", StringComparison.Ordinal), lengths);
    }

    [GeneratedRegex(@"['""]descr['""]\s*:\s*['""](?<value>[^'""]{1,16})['""]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 30_000)]
    private static partial Regex TypeField { get; }

    [GeneratedRegex(@"['""]fortran_order['""]\s*:\s*(?<value>True|False)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 30_000)]
    private static partial Regex OrderField { get; }

    [GeneratedRegex(@"['""]shape['""]\s*:\s*\((?<value>[0-9L,\s]*)\)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 30_000)]
    private static partial Regex ShapeField { get; }
}
