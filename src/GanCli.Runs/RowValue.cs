using System.Text.Json;
using System.Text.Json.Serialization;

namespace GanCli.Runs;

/// <summary>A logged value: a number, one number for each mode, a flag, or a word.</summary>
/// <param name="Number">The number; NaN where the value is a list or a word, 0 or 1 where it is a flag.</param>
/// <param name="List">One number for each mode, or null.</param>
/// <param name="Flag">The flag, or null.</param>
/// <param name="Word">The word, or null.</param>
[JsonConverter(typeof(RowValueConverter))]
public readonly record struct RowValue(double Number, IReadOnlyList<double>? List = null, bool? Flag = null, string? Word = null)
{
    /// <summary>Whether it is a plain number.</summary>
    public bool IsNumber => List is null && Flag is null && Word is null;

    /// <summary>A word.</summary>
    public static RowValue Of(string word) => new(double.NaN, Word: word);

    public static implicit operator RowValue(double number) => new(number);

    public static implicit operator RowValue(double[] list) => new(double.NaN, list);

    public static implicit operator RowValue(bool flag) => new(flag ? 1 : 0, null, flag);
}

/// <summary>JSON has no NaN and no infinities: they are the strings <c>"NaN"</c>, <c>"Infinity"</c> and <c>"-Infinity"</c>; a
/// string that begins with a small letter is a word.</summary>
internal sealed class RowValueConverter : JsonConverter<RowValue>
{
    public override RowValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TryRead(ref reader, out var value) ? value : throw new JsonException("neither a number, nor a list of numbers, nor a flag, nor a word");

    public override void Write(Utf8JsonWriter writer, RowValue value, JsonSerializerOptions options) => Write(writer, value);

    /// <summary>Reads the value the reader stands at; false when it is of another kind (the reader then stands at its end).</summary>
    public static bool TryRead(ref Utf8JsonReader reader, out RowValue value)
    {
        value = default;
        switch (reader.TokenType)
        {
            case JsonTokenType.True or JsonTokenType.False:
                value = reader.GetBoolean();
                return true;
            case JsonTokenType.StartArray:
                return TryReadList(ref reader, out value);
            case JsonTokenType.String when IsWord(ref reader):
                value = RowValue.Of(reader.GetString()!);
                return true;
            default:
                var known = TryReadNumber(ref reader, out var number);
                value = number;
                return known;
        }
    }

    public static void Write(Utf8JsonWriter writer, RowValue value)
    {
        if (value.Flag is { } flag)
        {
            writer.WriteBooleanValue(flag);
        }
        else if (value.Word is { } word)
        {
            writer.WriteStringValue(word);
        }
        else if (value.List is { } list)
        {
            writer.WriteStartArray();
            foreach (var number in list)
            {
                WriteNumber(writer, number);
            }

            writer.WriteEndArray();
        }
        else
        {
            WriteNumber(writer, value.Number);
        }
    }

    // A string of digits is a number that somebody put into quotes.
    private static bool IsWord(ref Utf8JsonReader reader) =>
        !reader.ValueTextEquals("NaN"u8) && !reader.ValueTextEquals("Infinity"u8) && reader.GetString() is [var first, ..] && char.IsAsciiLetterLower(first);

    private static bool TryReadList(ref Utf8JsonReader reader, out RowValue value)
    {
        var numbers = new List<double>();
        var known = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            known &= TryReadNumber(ref reader, out var number);
            numbers.Add(number);
        }

        value = numbers.ToArray();
        return known;
    }

    private static bool TryReadNumber(ref Utf8JsonReader reader, out double number)
    {
        number = double.NaN;
        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                return reader.TryGetDouble(out number);
            case JsonTokenType.String when reader.ValueTextEquals("NaN"u8):
                return true;
            case JsonTokenType.String when reader.ValueTextEquals("Infinity"u8):
                number = double.PositiveInfinity;
                return true;
            case JsonTokenType.String when reader.ValueTextEquals("-Infinity"u8):
                number = double.NegativeInfinity;
                return true;
            default:
                reader.Skip();
                return false;
        }
    }

    private static void WriteNumber(Utf8JsonWriter writer, double number)
    {
        if (double.IsFinite(number))
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteStringValue(double.IsNaN(number) ? "NaN"u8 : number > 0 ? "Infinity"u8 : "-Infinity"u8);
        }
    }
}
