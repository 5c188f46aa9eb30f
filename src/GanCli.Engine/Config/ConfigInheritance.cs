namespace GanCli.Engine.Config;

/// <summary>Reads a file and the files it inherits from.</summary>
internal sealed class ConfigInheritance(ConfigFolders folders, ICollection<ConfigError> errors)
{
    private const int MaxFiles = 32;

    private readonly List<(string Path, string Name)> _chain = [];

    /// <summary>Full path of the file that was asked for.</summary>
    public string MainPath => _chain[0].Path;

    /// <summary>Text of the file that was asked for.</summary>
    public string MainText { get; private set; } = "";

    /// <summary>Reads the file of that name over its bases.</summary>
    /// <exception cref="ConfigException">A file is missing, unreadable or not a mapping, or the files go round in a circle.</exception>
    public ConfigMap Read(string name) =>
        folders.Find(name) is { } path
            ? Read(path, name)
            : throw Refuse(new ConfigPosition(Source(name, folders.Current), 0, 0), "", folders.NotFound(name));

    private ConfigMap Read(string path, string name)
    {
        ConfigSource source = Source(name, Path.GetDirectoryName(path)!);
        _chain.Add((path, name));
        string text = ConfigFile.Read(path, source);
        MainText = _chain.Count == 1 ? text : MainText;
        ConfigNode? root = YamlReader.Read(text, source, errors);
        ConfigMap map = root as ConfigMap ?? throw Refuse(
            root?.Position ?? new ConfigPosition(source, 0, 0),
            "",
            root is null ? "empty; a config is a mapping of keys, for instance 'data: ring'"
                : $"{(root is ConfigList ? "a list" : "a single value")}, where a mapping of keys is expected, for instance 'data: ring'");
        if (!map.TryFind(ConfigLoader.BaseKey, out ConfigEntry? entry))
        {
            return map;
        }

        return TreeEditor.Inherit(Base(entry, source), map.Without(ConfigLoader.BaseKey));
    }

    private ConfigMap Base(ConfigEntry entry, ConfigSource source)
    {
        if (entry.Value is not ConfigScalar { IsNull: false } scalar || scalar.Text.Contains('\0', StringComparison.Ordinal))
        {
            throw Refuse(entry.Position, ConfigLoader.BaseKey, "the name of one config file is expected");
        }

        ConfigFolders beside = folders with { Current = source.Folder };
        string path = beside.Find(scalar.Text)
            ?? throw Refuse(scalar.Position, ConfigLoader.BaseKey, $"'{ScalarText.Show(scalar.Text)}': {beside.NotFound(scalar.Text)}");
        int first = _chain.FindIndex(file => string.Equals(file.Path, path, StringComparison.Ordinal));
        if (first >= 0)
        {
            string circle = string.Join(" → ", _chain.Skip(first).Select(file => file.Name).Append(_chain[first].Name));
            throw Refuse(scalar.Position, ConfigLoader.BaseKey, $"the files inherit from each other in a circle: {circle}");
        }

        if (_chain.Count == MaxFiles)
        {
            throw Refuse(scalar.Position, ConfigLoader.BaseKey, FormattableString.Invariant($"more than {MaxFiles} files inherit from one another"));
        }

        string folder = Path.GetDirectoryName(source.Name) ?? "";
        return Read(path, Path.IsPathRooted(scalar.Text) ? scalar.Text : Path.Combine(folder, scalar.Text));
    }

    private ConfigSource Source(string name, string folder) => new(name, folder, _chain.Count) { HasLines = true };

    private static ConfigException Refuse(ConfigPosition position, string path, string message) => new(new ConfigError(position, path, message));
}
