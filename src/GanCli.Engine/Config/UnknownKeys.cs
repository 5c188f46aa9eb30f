namespace GanCli.Engine.Config;

/// <summary>What to say about a key that nobody knows: its name here, its place, or what it may be a slip of.</summary>
/// <param name="places">All keys of the file.</param>
internal sealed class UnknownKeys(Lazy<IReadOnlyList<KeyPlace>> places)
{
    private const int Named = 3;

    public ConfigError Describe(ConfigSection section, ConfigEntry entry, string path)
    {
        IReadOnlyList<ConfigKey> keys = ConfigKey.Of(section.GetType());
        if (keys.FirstOrDefault(key => key.GoesBy(entry.Key)) is { } known)
        {
            return Meant(entry, path, [new KeyPlace(known.Name, known, section)], entry.Key);
        }

        string? near = Spelling.Nearest(entry.Key, [.. keys.Select(static key => key.Name), .. Further(section)]);
        IReadOnlyList<KeyPlace> elsewhere = near is null || section is ExperimentConfig ? Find(entry.Key) : [];
        return elsewhere.Count > 0 ? Meant(entry, path, elsewhere, entry.Key)
            : near is not null ? new ConfigError(entry.Position, path, $"unknown key; did you mean '{near}'?")
            : Inner(entry) is { Length: > 0 } inner ? new ConfigError(entry.Position, path, $"unknown key; {inner}")
            : new ConfigError(entry.Position, path, $"unknown key{Owners(entry.Key)}", Alternatives(section, keys));
    }

    private static IEnumerable<string> Further(ConfigSection section) =>
        section is ComponentConfig ? [ConfigMap.KindKey] : section is ExperimentConfig ? [ConfigLoader.BaseKey] : [];

    // A name that is right says itself what it is; another one is explained.
    private static ConfigError Meant(ConfigEntry entry, string path, IReadOnlyList<KeyPlace> meant, string word) =>
        meant.All(place => OtherNames.Same(place.Key.Name, word))
            ? new ConfigError(entry.Position, path, $"unknown key; did you mean {Words(meant, " or ")}?")
            : new ConfigError(entry.Position, path, $"unknown key; here it is called {Words(meant, " and ")}", $"{meant[0].Path}: {meant[0].Key.Option.Help}");

    private static string Words(IReadOnlyList<KeyPlace> meant, string between) => string.Join(between, meant.Select(static place => $"'{place.Path}'"));

    /// <summary>The places of a key, those of that very name before those that go by it elsewhere.</summary>
    private KeyPlace[] Find(string word)
    {
        KeyPlace[] named = [.. places.Value.Where(place => OtherNames.Same(place.Key.Name, word)).Take(Named)];
        return named.Length > 0 ? named : [.. places.Value.Where(place => place.Key.GoesBy(word)).Take(Named)];
    }

    // A mapping that nobody knows around keys that somebody does: checkpoint: {every: 500} is output.checkpoint-every.
    private string Inner(ConfigEntry entry) => string.Join(", ",
        from inner in (entry.Value as ConfigMap)?.Entries.Take(Named) ?? []
        let found = Find($"{entry.Key}-{inner.Key}") is { Length: > 0 } joined ? joined : Find(inner.Key)
        where found.Length > 0
        select $"{ScalarText.Show(entry.Key)}.{ScalarText.Show(inner.Key)} is {Words(found, " and ")} here");

    // A key of components that this config did not choose.
    private static string Owners(string word)
    {
        string[] owners = [.. Catalog.Families.SelectMany(static family => family.Components)
            .Where(component => component.Keys.Any(key => OtherNames.Same(key.Name, word))).Select(static component => component.Kind)];
        return owners.Length is 0 or > 2 * Named ? ""
            : $"; {(owners.Length == 1 ? owners[0] : $"{string.Join(", ", owners[..^1])} and {owners[^1]}")} {(owners.Length == 1 ? "has" : "have")} one";
    }

    private static string Alternatives(ConfigSection section, IReadOnlyList<ConfigKey> keys)
    {
        string names = keys.Count == 0 ? "none" : string.Join(", ", keys.Select(static key => key.Name));
        return section is ComponentConfig component
            ? $"keys of {Catalog.Describe(component.GetType()).Kind}: {names}   (gan list {Catalog.Describe(component.GetType()).Kind})"
            : $"keys: {names}";
    }
}
