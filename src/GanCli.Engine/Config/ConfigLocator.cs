namespace GanCli.Engine.Config;

/// <summary>Finds where a key was stated.</summary>
internal static class ConfigLocator
{
    /// <summary>The position of the deepest node of the path that exists.</summary>
    public static ConfigPosition Find(ConfigNode root, IEnumerable<string> path)
    {
        ConfigNode node = root;
        ConfigPosition position = root.Position;
        foreach (string token in path)
        {
            if (node is ConfigMap map && map.TryFind(token, out ConfigEntry? entry))
            {
                node = entry.Value;
                position = node is ConfigScalar { Text.Length: > 0 } ? node.Position : entry.Position;
            }
            else if (node is ConfigList list && ConfigPath.TryIndex(token, out int index) && index < list.Items.Count)
            {
                node = list.Items[index];
                position = node.Position;
            }
            else
            {
                break;
            }
        }

        return position;
    }
}
