using System.Globalization;

namespace GanCli.Engine.Config;

/// <summary>Where the keys of a config stand, for somebody who knows what a key is called but not where it belongs.</summary>
public static class KeyPlaces
{
    /// <summary>All keys of an experiment that states nothing, in their order.</summary>
    internal static IReadOnlyList<KeyPlace> Default { get; } = In(new ConfigMap(default, []), ConfigPlace.Root);

    /// <summary>All keys of an experiment, in their order.</summary>
    public static IReadOnlyList<KeyPlace> Of(ExperimentConfig experiment) => In(ConfigTree.Of(experiment), ConfigPlace.Root);

    /// <summary>All keys of a config: those of the components that it chose or has by default.</summary>
    /// <param name="root">What is stated.</param>
    /// <param name="place">What the root is.</param>
    internal static IReadOnlyList<KeyPlace> In(ConfigMap root, ConfigPlace place)
    {
        var found = new List<KeyPlace>();
        Visit(place.SectionOf(root), root, "", found);
        return found;
    }

    private static void Visit(ConfigSection? section, ConfigMap stated, string path, List<KeyPlace> found)
    {
        foreach (ConfigKey key in section is null ? [] : ConfigKey.Of(section.GetType()))
        {
            string keyPath = ConfigPath.Key(path, key.Name);
            found.Add(new KeyPlace(keyPath, key, section!));
            Visit(new ConfigPlace(key.Type, key.Get(section!)), stated.Find(key.Name)?.Value, keyPath, found);
        }
    }

    // A number that may be written out has no keys of its own here: lr.value would be another way to say lr.
    private static void Visit(ConfigPlace place, ConfigNode? stated, string path, List<KeyPlace> found)
    {
        if (place.Type is { Form: OptionForm.Section or OptionForm.Component, TakesNumber: false })
        {
            ConfigMap map = stated is not null && place.Expand(stated) is ConfigMap given ? given : new ConfigMap(default, []);
            Visit(place.SectionOf(map), map, path, found);
        }
        else if (place.Type?.Form == OptionForm.List && stated is ConfigList list)
        {
            for (int i = 0; i < list.Items.Count; i++)
            {
                Visit(place.Element(), list.Items[i], string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), found);
            }
        }
    }
}

/// <summary>A key and the path that leads to it.</summary>
/// <param name="Path">For instance <c>training.ema.decay</c>.</param>
/// <param name="Key">The key.</param>
/// <param name="Section">What holds its value, as the kinds chosen have it by default.</param>
public readonly record struct KeyPlace(string Path, ConfigKey Key, ConfigSection Section);
