namespace GanCli.Engine.Config;

/// <summary>What to say about a key that nobody knows.</summary>
internal static class UnknownKeys
{
    public static ConfigError Describe(ConfigSection section, ConfigEntry entry, string path)
    {
        var known = ConfigKey.Of(section.GetType()).Select(key => key.Name).ToList();
        string? meant = Spelling.Nearest(entry.Key, section switch
        {
            ComponentConfig => [.. known, ConfigMap.KindKey],
            ExperimentConfig => [.. known, ConfigLoader.BaseKey],
            _ => known,
        });
        if (section is ExperimentConfig)
        {
            meant = Elsewhere(section, entry.Key) ?? meant;
        }

        return new ConfigError(
            entry.Position,
            path,
            meant is null ? "unknown key" : $"unknown key; did you mean '{meant}'?",
            meant is null ? Alternatives(section, known) : null);
    }

    private static string Alternatives(ConfigSection section, List<string> known)
    {
        string keys = known.Count == 0 ? "none" : string.Join(", ", known);
        return section is ComponentConfig component
            ? $"keys of {Catalog.Describe(component.GetType()).Kind}: {keys}   (gan list {Catalog.Describe(component.GetType()).Kind})"
            : $"keys: {keys}";
    }

    // A key of a section that was written at the top: steps for training.steps.
    private static string? Elsewhere(ConfigSection root, string name) =>
        (from outer in ConfigKey.Of(root.GetType())
         where outer.Type.Form == OptionForm.Section
         where ConfigKey.Of(outer.Type.Type).Any(inner => string.Equals(inner.Name, name, StringComparison.Ordinal))
         select ConfigPath.Key(outer.Name, name)).FirstOrDefault();
}
