using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GanCli.Runs;

/// <summary>The JSON header of a safetensors file.</summary>
/// <remarks>
/// The header opens with two hashes at fixed places: <c>{"__metadata__":{"header-sha256":"…","data-sha256":"…"</c>. The first is that
/// of the header with its own 64 digits as zeros, so no bit of the file is without protection; for other readers both are plain metadata.
/// </remarks>
internal static class SafetensorsHeader
{
    public const string MetadataKey = "__metadata__";
    public const string HeaderHashKey = "header-sha256";
    public const string DataHashKey = "data-sha256";

    /// <summary>The limit of the reference implementation.</summary>
    public const long LongestHeader = 100_000_000;

    private const int HashDigits = 64;
    private const int Alignment = 8;

    private static readonly byte[] Opening = Encoding.ASCII.GetBytes($"{{\"{MetadataKey}\":{{\"{HeaderHashKey}\":\"");
    private static readonly byte[] Zeros = Encoding.ASCII.GetBytes(new string('0', HashDigits));

    private static readonly Dictionary<string, SafetensorsType> Types =
        Enum.GetValues<SafetensorsType>().ToDictionary(FileName, type => type, StringComparer.Ordinal);

    /// <summary>The type's name in the file.</summary>
    public static string FileName(SafetensorsType type) => type.ToString().ToUpperInvariant();

    /// <summary>Bytes of one number.</summary>
    public static int Size(SafetensorsType type) => type switch
    {
        SafetensorsType.Bool or SafetensorsType.U8 or SafetensorsType.I8 => 1,
        SafetensorsType.U16 or SafetensorsType.I16 or SafetensorsType.F16 or SafetensorsType.BF16 => 2,
        SafetensorsType.U32 or SafetensorsType.I32 or SafetensorsType.F32 => 4,
        _ => 8,
    };

    /// <summary>The header's bytes, padded so that the data behind them are aligned. Its length does not depend on the hash.</summary>
    public static byte[] Format(
        IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string> metadata, ReadOnlySpan<byte> dataHash)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartObject(MetadataKey);
            json.WriteString(HeaderHashKey, Zeros);
            json.WriteString(DataHashKey, Convert.ToHexStringLower(dataHash));
            foreach (var (key, value) in metadata)
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
            foreach (var tensor in tensors)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", FileName(tensor.Type));
                WriteNumbers(json, "shape", tensor.Shape);
                WriteNumbers(json, "data_offsets", [tensor.Offset, tensor.Offset + tensor.ByteLength]);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        var header = new byte[(buffer.WrittenCount + Alignment - 1) / Alignment * Alignment];
        header.AsSpan().Fill((byte)' ');
        buffer.WrittenSpan.CopyTo(header);
        Encoding.ASCII.GetBytes(Hash(header), header.AsSpan(Opening.Length));
        return header;
    }

    /// <summary>Checks the header's own hash, then reads it.</summary>
    /// <exception cref="InvalidDataException">The text says why; it does not name the file.</exception>
    public static (IReadOnlyList<SafetensorsTensor> Tensors, IReadOnlyDictionary<string, string> Metadata) Parse(byte[] header)
    {
        if (!header.AsSpan().StartsWith(Opening) || header.Length < Opening.Length + HashDigits)
        {
            throw new InvalidDataException("not written by this program: the header does not begin with its SHA-256");
        }

        var stated = header.AsSpan(Opening.Length, HashDigits);
        var hash = Encoding.Latin1.GetString(stated);
        Zeros.CopyTo(stated);
        if (!string.Equals(hash, Hash(header), StringComparison.Ordinal))
        {
            throw new InvalidDataException("the header does not match its SHA-256: the file is damaged");
        }

        Encoding.ASCII.GetBytes(hash, stated);
        try
        {
            // Depth: the header, a tensor, its shape.
            using var document = JsonDocument.Parse(header, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 3 });
            var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
            var tensors = new List<SafetensorsTensor>();
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (string.Equals(property.Name, MetadataKey, StringComparison.Ordinal))
                {
                    foreach (var entry in property.Value.EnumerateObject())
                    {
                        metadata.Add(entry.Name, entry.Value.GetString() ?? throw new FormatException($"'{entry.Name}' is null"));
                    }
                }
                else
                {
                    tensors.Add(ParseTensor(property.Name, property.Value));
                }
            }

            return (tensors, metadata);
        }
        catch (Exception exception)
            when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException)
        {
            throw new InvalidDataException("the header is not one of a safetensors file", exception);
        }
    }

    private static SafetensorsTensor ParseTensor(string name, JsonElement element)
    {
        var shape = element.GetProperty("shape").EnumerateArray().Select(length => length.GetInt64()).ToArray();
        var offsets = element.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64()).ToArray();
        var type = element.GetProperty("dtype").GetString() ?? "";
        if (!Types.TryGetValue(type, out var known))
        {
            throw new InvalidDataException($"tensor '{name}' is of the unknown type '{type}'");
        }

        if (shape.Any(length => length < 0)
            || offsets is not [>= 0, var end]
            || end < offsets[0]
            || FileChecks.ByteCount(shape, Size(known)) != end - offsets[0])
        {
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"tensor '{name}': [{string.Join(", ", shape)}] of {type} does not take the bytes {string.Join(" to ", offsets)}"));
        }

        return new SafetensorsTensor(name, known, shape, offsets[0], end - offsets[0]);
    }

    private static string Hash(byte[] header) => Convert.ToHexStringLower(SHA256.HashData(header));

    private static void WriteNumbers(Utf8JsonWriter json, string name, IReadOnlyList<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }
}
