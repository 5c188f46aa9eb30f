using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GanCli.Runs;

/// <summary>What was known at a step.</summary>
/// <param name="Step">Finished steps.</param>
/// <param name="Final">Whether it holds the evaluation at the end of the run.</param>
/// <param name="Values">By key, in the order in which they were logged.</param>
public sealed record MetricsRow(long Step, bool Final, IReadOnlyDictionary<string, RowValue> Values)
{
    internal const string StepKey = "step";
    internal const string FinalKey = "final";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A plain number, or null when the row has none of that key.</summary>
    public double? Number(string key) => Values.TryGetValue(key, out var value) && value.IsNumber ? value.Number : null;

    public bool TryGet(string key, out RowValue value) => Values.TryGetValue(key, out value);

    /// <summary>The row as one line, newline included.</summary>
    internal static ReadOnlyMemory<byte> Format(long step, bool final, IEnumerable<KeyValuePair<string, RowValue>> values)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteNumber(StepKey, step);
            if (final)
            {
                json.WriteBoolean(FinalKey, true);
            }

            foreach (var (key, value) in values)
            {
                if (key is StepKey or FinalKey)
                {
                    throw new ArgumentException($"the key '{key}' is reserved", nameof(values));
                }

                json.WritePropertyName(key);
                RowValueConverter.Write(json, value);
            }

            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenMemory;
    }

    /// <summary>Reads a line; null for one that is torn or is no row. Values of a kind that no row has are passed over.</summary>
    internal static MetricsRow? Parse(ReadOnlySpan<byte> line)
    {
        long? step = null;
        var final = false;
        var values = new OrderedDictionary<string, RowValue>(StringComparer.Ordinal);
        try
        {
            var reader = new Utf8JsonReader(line);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var key = reader.GetString()!;
                reader.Read();
                switch (key)
                {
                    case StepKey:
                        step = reader.TryGetInt64(out var number) ? number : null;
                        break;
                    case FinalKey:
                        final = reader.TokenType == JsonTokenType.True;
                        break;
                    default:
                        if (RowValueConverter.TryRead(ref reader, out var value))
                        {
                            values[key] = value;
                        }

                        break;
                }
            }

            // Anything but white space behind the object makes this throw.
            while (reader.Read())
            {
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }

        return step is { } known ? new MetricsRow(known, final, values) : null;
    }
}
