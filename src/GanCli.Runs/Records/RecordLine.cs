using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace GanCli.Runs.Records;

/// <summary>A line of a record: a JSON object whose first key says what it is.</summary>
/// <param name="Kind">The first key.</param>
/// <param name="Json">The object.</param>
/// <param name="Place">File and line, for messages; empty for a line that was not read.</param>
internal sealed record RecordLine(string Kind, JsonObject Json, string Place)
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The line's text, without its end.</summary>
    public string Text => Json.ToJsonString(Compact);

    /// <summary>What others refer to it by, or of a run its folder.</summary>
    public string Id => String(Kind);

    /// <summary>Reads a line.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static RecordLine Parse(ReadOnlyMemory<byte> text, string place)
    {
        if (!Utf8.IsValid(text.Span))
        {
            throw new InvalidDataException($"{place}: is damaged: no UTF-8 text");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false });
            RecordLine? line = document.RootElement.ValueKind == JsonValueKind.Object && JsonObject.Create(document.RootElement.Clone()) is { Count: > 0 } json
                ? new RecordLine(json.First().Key, json, place)
                : null;

            // Texts that are none, such as half a character, are found when they are written.
            return line is { Text.Length: > 0 } ? line : throw new InvalidDataException($"{place}: is no line of a record");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            // git leaves both sides where two people added runs.
            string hint = text.Span.StartsWith("<<<<<<<"u8) || text.Span.StartsWith("======="u8) || text.Span.StartsWith(">>>>>>>"u8)
                ? "a conflict that git left: keep the lines of both sides" : exception.Message.ReplaceLineEndings(" ");
            throw new InvalidDataException($"{place}: is damaged: {hint}", exception);
        }
    }

    public string String(string key) => StringOrNull(key) ?? throw Wrong(key, "a text");

    public string? StringOrNull(string key) => Json[key] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        _ => throw Wrong(key, "a text"),
    };

    public long Whole(string key) => WholeOrNull(key) ?? throw Wrong(key, "a whole number of at least 0");

    public long? WholeOrNull(string key) => Json[key] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.Number
            && long.TryParse(value.ToJsonString(), NumberStyles.None, CultureInfo.InvariantCulture, out long whole) => whole,
        _ => throw Wrong(key, "a whole number of at least 0"),
    };

    /// <summary>A number of at least 0; NaN where the line has none.</summary>
    public double Number(string key) => Json[key] switch
    {
        null => double.NaN,
        JsonValue value when value.GetValueKind() == JsonValueKind.Number && value.GetValue<double>() is >= 0 and var number && double.IsFinite(number) =>
            number,
        _ => throw Wrong(key, "a number of at least 0"),
    };

    public JsonObject Object(string key) => Json[key] as JsonObject ?? throw Wrong(key, "an object");

    public string[] Strings(string key) => Json[key] is JsonArray list && list.All(static item => item?.GetValueKind() == JsonValueKind.String)
        ? [.. list.Select(static item => item!.GetValue<string>())]
        : throw Wrong(key, "a list of texts");

    public InvalidDataException Wrong(string key, string expected) => new($"{Place}: '{key}' is not {expected}");
}
