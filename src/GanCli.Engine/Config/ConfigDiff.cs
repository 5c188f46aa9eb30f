namespace GanCli.Engine.Config;

/// <summary>Compares configurations.</summary>
public static class ConfigDiff
{
    private const string Absent = "absent";

    /// <summary>The keys that change what training computes; keys that only observe are left out with all that is below them.</summary>
    public static IReadOnlyList<ConfigDifference> TrainingDifferences(ExperimentConfig old, ExperimentConfig @new)
    {
        var differences = new List<ConfigDifference>();
        Compare(ConfigTree.Of(old, key => !key.Option.ObservesOnly), ConfigTree.Of(@new, key => !key.Option.ObservesOnly), "", differences);
        return differences;
    }

    private static void Compare(ConfigNode? old, ConfigNode? @new, string path, List<ConfigDifference> differences)
    {
        switch (old, @new)
        {
            case (ConfigMap a, ConfigMap b) when string.Equals(a.Kind, b.Kind, StringComparison.Ordinal):
                foreach (ConfigEntry entry in a.Entries)
                {
                    Compare(entry.Value, b.Find(entry.Key)!.Value, ConfigPath.Key(path, entry.Key), differences);
                }

                break;
            case (ConfigMap a, ConfigMap b):
                differences.Add(new ConfigDifference(ConfigPath.Key(path, ConfigMap.KindKey), a.Kind!, b.Kind!));
                break;
            case (ConfigList a, ConfigList b) when a.Items.Concat(b.Items).Any(item => item is ConfigMap):
                for (int i = 0; i < Math.Max(a.Items.Count, b.Items.Count); i++)
                {
                    Compare(a.Items.ElementAtOrDefault(i), b.Items.ElementAtOrDefault(i), ConfigPath.Element(path, i), differences);
                }

                break;
            default:
                string before = Show(old);
                string after = Show(@new);
                if (!string.Equals(before, after, StringComparison.Ordinal))
                {
                    differences.Add(new ConfigDifference(path, before, after));
                }

                break;
        }
    }

    private static string Show(ConfigNode? node) => node is null ? Absent : YamlText.Flow(node);
}
