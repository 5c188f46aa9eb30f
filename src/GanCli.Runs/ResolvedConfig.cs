using System.Globalization;
using System.Text.Json;

namespace GanCli.Runs;

/// <summary>Every key of a run's config with its value, for readers without YAML: <c>config.resolved.json</c>.</summary>
public sealed class ResolvedConfig
{
    private ResolvedConfig(JsonElement root) => Root = root;

    /// <summary>The whole config, a mapping.</summary>
    public JsonElement Root { get; }

    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidDataException">The file is not a config.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ResolvedConfig Read(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{path}: {exception.Message}", exception);
        }
    }

    /// <summary>Reads one that is at hand as text, such as that in a checkpoint.</summary>
    /// <exception cref="InvalidDataException">The text is not a config.</exception>
    public static ResolvedConfig Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            RequireText(document.RootElement);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new ResolvedConfig(document.RootElement.Clone())
                : throw new InvalidDataException("not a mapping of keys to values");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"not readable: {exception.Message}", exception);
        }
    }

    /// <summary>Reads every name and text once: half a surrogate pair is valid JSON, and no text.</summary>
    /// <exception cref="InvalidOperationException">One is no text.</exception>
    private static void RequireText(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    RequireText(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    _ = property.Name;
                    RequireText(property.Value);
                }

                break;
        }
    }

    /// <summary>A value by its path: <c>data.kind</c>, <c>regularizers.0.weight</c> or <c>regularizers[0].weight</c>.</summary>
    /// <returns>Null when there is none.</returns>
    public JsonElement? Get(string path)
    {
        var element = Root;
        foreach (var part in path.Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split('.'))
        {
            if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty(part, out var value))
            {
                element = value;
            }
            else if (element.ValueKind == JsonValueKind.Array
                && int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                && index < element.GetArrayLength())
            {
                element = element[index];
            }
            else
            {
                return null;
            }
        }

        return element;
    }

    /// <summary>A text by its path; null when there is none.</summary>
    public string? Text(string path) => Get(path) is { ValueKind: JsonValueKind.String } element ? element.GetString() : null;

    /// <summary>A number by its path; null when there is none.</summary>
    public double? Number(string path) => Get(path) is { ValueKind: JsonValueKind.Number } element ? element.GetDouble() : null;
}
