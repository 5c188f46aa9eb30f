using System.Globalization;
using System.Text.Json;
using GanCli.Runs;
using GanCli.Runs.Records;

namespace GanCli.Reporting.Comparison;

/// <summary>What a run was made with, as pairs of path and text in the config's order, without what does not belong to the experiment: its seeds, its name
/// and what it writes.</summary>
public sealed class Settings
{
    /// <summary>Stands where a config has no such key.</summary>
    public const string Absent = "–";

    private static readonly string[] Apart = ["name", "seed", "output"];

    // What computes, not what is computed.
    private static readonly string[] Machine = ["device", "training.num-threads"];

    private const int Digits = 8;
    private const string DataFile = "data.path";
    private const string DataContent = "data.content";

    private readonly Dictionary<string, string> _values;

    private Settings(IReadOnlyList<KeyValuePair<string, string>> entries)
    {
        Entries = entries;
        _values = entries.ToDictionary(StringComparer.Ordinal);
        Key = KeyOf(entries);
        Data = KeyOf(
            entries.Where(entry => entry.Key.StartsWith("data.", StringComparison.Ordinal)
                && (!string.Equals(entry.Key, DataFile, StringComparison.Ordinal) || !_values.ContainsKey(DataContent))));
        KeyAnywhere = KeyOf(entries.Where(entry => !Machine.Contains(entry.Key, StringComparer.Ordinal)));
    }

    /// <summary>What tells data apart: metrics compare where this is the same. A file is its content, wherever it lies.</summary>
    public string Data { get; }

    /// <summary>All of them.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Entries { get; }

    /// <summary>The same for all runs that differ in nothing but their seeds.</summary>
    public string Key { get; }

    /// <summary>The same also where other devices or numbers of threads computed.</summary>
    public string KeyAnywhere { get; }

    /// <summary>The text of a setting, or null where the config has none of that path.</summary>
    public string? this[string path] => _values.GetValueOrDefault(path);

    /// <summary>Takes a config apart.</summary>
    /// <param name="config">The config.</param>
    /// <param name="content">Hash of what was in the data file, which its path does not tell: its first digits become <c>data.content</c>, and the path
    /// says no more than the file's name, since on another machine its folder is another. Null where there is none.</param>
    public static Settings Of(ResolvedConfig config, string? content = null)
    {
        List<KeyValuePair<string, string>> entries = [];
        foreach (JsonProperty property in config.Root.EnumerateObject().Where(property => !Apart.Contains(property.Name, StringComparer.Ordinal)))
        {
            Add(property.Name, property.Value);
            if (content is { Length: > Digits } && property.NameEquals("data"))
            {
                entries.Add(new(DataContent, content[..Digits]));
            }
        }

        return new Settings(entries);

        void Add(string path, JsonElement value)
        {
            switch (value.ValueKind)
            {
                case JsonValueKind.Object:
                    foreach (JsonProperty property in value.EnumerateObject())
                    {
                        Add($"{path}.{property.Name}", property.Value);
                    }

                    break;
                case JsonValueKind.Array when value.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.Object):
                    int index = 0;
                    foreach (JsonElement item in value.EnumerateArray())
                    {
                        Add(string.Create(CultureInfo.InvariantCulture, $"{path}[{index++}]"), item);
                    }

                    break;
                default:
                    entries.Add(
                        new(path, content is not null && string.Equals(path, DataFile, StringComparison.Ordinal) ? RecordedSettings.FileName(Text(value))
                            : Text(value)));
                    break;
            }
        }
    }

    /// <summary>The texts that a person means by a path: the setting itself, the kind of a component (<c>loss</c>), or the kinds in a list
    /// (<c>regularizers</c>).</summary>
    public IEnumerable<string> Meant(string path)
    {
        if (_values.TryGetValue(path, out string? value) || _values.TryGetValue(path + ".kind", out value))
        {
            return [value];
        }

        return Entries.Where(entry => entry.Key.StartsWith(path + "[", StringComparison.Ordinal) && entry.Key.EndsWith("].kind", StringComparison.Ordinal)
            && entry.Key.LastIndexOf('[') == path.Length).Select(entry => entry.Value);
    }

    private static string KeyOf(IEnumerable<KeyValuePair<string, string>> entries) => string.Join('\n', entries.Select(entry => $"{entry.Key}={entry.Value}"));

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array => $"[{string.Join(", ", value.EnumerateArray().Select(Text))}]",
        _ => value.GetRawText(),
    };
}
