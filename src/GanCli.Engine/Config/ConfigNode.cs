using System.Diagnostics.CodeAnalysis;

namespace GanCli.Engine.Config;

/// <summary>A node of a configuration before it is typed. Immutable, because an alias puts the same node in several places.</summary>
/// <param name="position">Where it was stated.</param>
/// <param name="size">Nodes below and including this one, aliases written out.</param>
internal abstract class ConfigNode(ConfigPosition position, long size)
{
    public ConfigPosition Position { get; } = position;

    public long Size { get; } = size;
}

/// <summary>A single value.</summary>
/// <param name="position">Where it was stated.</param>
/// <param name="text">The text, quotes and escapes resolved.</param>
/// <param name="plain">Written without quotes: only then can it be null, a number or true and false.</param>
internal sealed class ConfigScalar(ConfigPosition position, string text, bool plain) : ConfigNode(position, 1)
{
    public string Text { get; } = text;

    public bool Plain { get; } = plain;

    /// <summary>How to come by a whole number where the key needs one; null where the text says it all.</summary>
    public string? WholeInstead { get; init; }

    public bool IsNull => Plain && ScalarText.IsNull(Text);
}

internal sealed class ConfigList(ConfigPosition position, IReadOnlyList<ConfigNode> items)
    : ConfigNode(position, 1 + items.Sum(item => item.Size))
{
    public IReadOnlyList<ConfigNode> Items { get; } = items;

    public ConfigList With(int index, ConfigNode item) =>
        new(Position, index == Items.Count ? [.. Items, item] : [.. Items.Select((old, i) => i == index ? item : old)]);
}

internal sealed record ConfigEntry(string Key, ConfigPosition Position, ConfigNode Value);

internal sealed class ConfigMap : ConfigNode
{
    public const string KindKey = "kind";

    private readonly Dictionary<string, ConfigEntry> _byKey;

    public ConfigMap(ConfigPosition position, IReadOnlyList<ConfigEntry> entries)
        : base(position, 1 + entries.Sum(entry => entry.Value.Size))
    {
        Entries = entries;
        _byKey = entries.ToDictionary(entry => entry.Key, StringComparer.Ordinal);
    }

    public IReadOnlyList<ConfigEntry> Entries { get; }

    /// <summary>The stated kind, or null where none is stated as text.</summary>
    public string? Kind => Find(KindKey)?.Value is ConfigScalar { IsNull: false } kind ? kind.Text : null;

    /// <summary>The mapping that a bare kind stands for.</summary>
    public static ConfigMap OfKind(ConfigScalar kind) => new(kind.Position, [new ConfigEntry(KindKey, kind.Position, kind)]);

    public ConfigEntry? Find(string key) => _byKey.GetValueOrDefault(key);

    public bool TryFind(string key, [NotNullWhen(true)] out ConfigEntry? entry) => _byKey.TryGetValue(key, out entry);

    public ConfigMap With(ConfigEntry entry) =>
        new(Position, _byKey.ContainsKey(entry.Key)
            ? [.. Entries.Select(old => string.Equals(old.Key, entry.Key, StringComparison.Ordinal) ? entry : old)]
            : [.. Entries, entry]);

    public ConfigMap Without(string key) =>
        new(Position, [.. Entries.Where(entry => !string.Equals(entry.Key, key, StringComparison.Ordinal))]);
}
