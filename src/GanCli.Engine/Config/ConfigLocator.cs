namespace GanCli.Engine.Config;

/// <summary>Finds where a key was stated.</summary>
internal static class ConfigLocator
{
    /// <summary>The position of the deepest node of the path that exists.</summary>
    public static ConfigPosition Find(ConfigNode root, IEnumerable<string> path)
    {
        ConfigNode node = root;
        ConfigPosition position = root.Position;
        string key = "";
        foreach (string token in path)
        {
            // The keys of a sweep's settings are paths themselves: optimizer.generator.lr.
            key = ConfigPath.Key(key, token);
            if (node is ConfigMap map && map.TryFind(key, out ConfigEntry? entry))
            {
                node = entry.Value;
                position = node is ConfigScalar { Text.Length: > 0 } ? node.Position : entry.Position;
                key = "";
            }
            else if (node is ConfigList list && ConfigPath.TryIndex(key, out int index) && index < list.Items.Count)
            {
                node = list.Items[index];
                position = node.Position;
                key = "";
            }
        }

        return position;
    }
}
