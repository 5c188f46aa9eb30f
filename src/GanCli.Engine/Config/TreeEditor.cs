using System.Globalization;

namespace GanCli.Engine.Config;

/// <summary>Inheritance and <c>--set</c>: both build a new tree, before anything is validated.</summary>
internal static class TreeEditor
{
    /// <summary>Lays a derived mapping over its base: mappings merge, lists and single values replace, a changed kind replaces its whole
    /// mapping.</summary>
    public static ConfigMap Inherit(ConfigMap lower, ConfigMap upper) => Merge(lower, upper, ConfigPlace.Root.SectionOf(lower));

    /// <summary>Sets the value at a path.</summary>
    /// <param name="root">The tree.</param>
    /// <param name="path">Keys and indices.</param>
    /// <param name="value">The new value; its position becomes that of every key which the path creates.</param>
    /// <exception cref="ConfigException">The path leads through a single value or beyond a list's end; the message says so.</exception>
    public static ConfigMap Set(ConfigMap root, IReadOnlyList<string> path, ConfigNode value) =>
        (ConfigMap)Put(root, path, 0, value, ConfigPlace.Root);

    private static ConfigMap Merge(ConfigMap lower, ConfigMap upper, ConfigSection? section) => new(upper.Position,
    [
        .. lower.Entries.Select(below => upper.Find(below.Key) is { } above
            ? above with { Value = Merge(below.Value, above.Value, ConfigPlace.Of(section, below.Key)) }
            : below),
        .. upper.Entries.Where(above => lower.Find(above.Key) is null),
    ]);

    private static ConfigNode Merge(ConfigNode lower, ConfigNode upper, ConfigPlace place)
    {
        if (place.TakesKind(upper))
        {
            upper = place.Expand(upper);
        }

        if (upper is not ConfigMap upperMap || place.Expand(lower) is not ConfigMap lowerMap)
        {
            return upper;
        }

        bool changed = upperMap.Kind is { } kind && !string.Equals(kind, place.KindOf(lowerMap), StringComparison.Ordinal);
        return changed ? upper : Merge(lowerMap, upperMap, place.SectionOf(lowerMap));
    }

    private static ConfigNode Put(ConfigNode? node, IReadOnlyList<string> path, int depth, ConfigNode value, ConfigPlace place)
    {
        if (depth == path.Count)
        {
            return value;
        }

        string here = string.Join('.', path.Take(depth));
        switch (node is null or ConfigScalar { IsNull: true } ? Unstated(place, value.Position) : place.Expand(node))
        {
            case ConfigMap map:
                return PutKey(map, path, depth, value, place);
            case ConfigList list when string.Equals(path[depth], ConfigPath.Next, StringComparison.Ordinal):
                return list.With(list.Items.Count, Put(null, path, depth + 1, value, place.Element()));
            case ConfigList list when ConfigPath.TryIndex(path[depth], out int index) && index <= list.Items.Count:
                return list.With(index, Put(list.Items.ElementAtOrDefault(index), path, depth + 1, value, place.Element()));
            case ConfigList list when ConfigPath.TryIndex(path[depth], out _):
                throw Refuse(string.Create(
                    CultureInfo.InvariantCulture, $"'{here}' has {list.Items.Count} elements; the next one is {here}[{list.Items.Count}]"));
            case ConfigList:
                throw Refuse($"'{here}' is a list; name an element, for instance {here}[0]");
            default:
                throw Refuse($"'{here}' is a single value and has no keys");
        }

        ConfigException Refuse(string message) => new(new ConfigError(value.Position, string.Join('.', path), message));
    }

    private static ConfigMap PutKey(ConfigMap map, IReadOnlyList<string> path, int depth, ConfigNode value, ConfigPlace place)
    {
        string key = path[depth];
        bool last = depth + 1 == path.Count;
        ConfigEntry? old = map.Find(key);
        ConfigNode inner = Put(old?.Value, path, depth + 1, value, place.Key(map, key));
        bool changesKind = last && key is ConfigMap.KindKey && place.Type?.Form == OptionForm.Component
            && inner is ConfigScalar kind && !string.Equals(kind.Text, place.KindOf(map), StringComparison.Ordinal);

        // What files said belongs to the old kind; what other options said is meant for the new one, whatever their order.
        ConfigMap kept = changesKind ? new ConfigMap(map.Position, [.. map.Entries.Where(entry => entry.Position.Source.IsOption)]) : map;
        return kept.With(new ConfigEntry(key, last || old is null ? value.Position : old.Position, inner));
    }

    // A list that only a default states is written out, so that an edit changes one element of it.
    private static ConfigNode Unstated(ConfigPlace place, ConfigPosition position) => place switch
    {
        { Type.Form: OptionForm.List, Initial: null } => new ConfigList(position, []),
        { Type.Form: OptionForm.List } => ConfigTree.Of(place.Initial, place.Type),
        { Type.Form: OptionForm.Section or OptionForm.Component } or { Type: null } => new ConfigMap(position, []),
        _ => new ConfigScalar(position, "", plain: true),
    };
}
