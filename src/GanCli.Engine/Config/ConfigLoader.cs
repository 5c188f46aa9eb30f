using System.Text.Json;

namespace GanCli.Engine.Config;

/// <summary>The way from YAML to a validated <see cref="ExperimentConfig"/>. Touches no tensor and creates nothing.</summary>
public static class ConfigLoader
{
    internal const string BaseKey = "base";
    private const int FirstOption = 1000;

    /// <summary>Reads a configuration file.</summary>
    /// <param name="name">The file: looked for in the current folder, then among the shipped ones.</param>
    /// <param name="overrides">Edits by options, applied in this order before anything is checked.</param>
    /// <param name="folders">Where to look; the process's own folders when null.</param>
    /// <exception cref="ConfigException">Everything that is wrong, each with its position.</exception>
    public static LoadedConfig Load(string name, IEnumerable<ConfigOverride>? overrides = null, ConfigFolders? folders = null)
    {
        folders ??= ConfigFolders.Default;
        var errors = new List<ConfigError>();
        var files = new ConfigInheritance(folders, errors);
        ConfigMap root;
        try
        {
            root = files.Read(name);
        }
        catch (ConfigException exception)
        {
            throw new ConfigException([.. exception.Errors, .. errors]);
        }

        LoadedConfig loaded = Bind(root, overrides, errors, folders.Current, files.MainPath, files.MainText);
        ExperimentConfig config = loaded.Config;
        return config.Name is null ? loaded with { Config = config with { Name = NameOf(files.MainPath) } } : loaded;
    }

    /// <summary>Reads a resolved configuration from JSON: from a run folder or a checkpoint.</summary>
    /// <param name="json">The text.</param>
    /// <param name="origin">How errors call it.</param>
    /// <param name="overrides">Edits by options, applied in this order before anything is checked.</param>
    /// <exception cref="ConfigException">Everything that is wrong.</exception>
    public static ExperimentConfig FromJson(string json, string origin, IEnumerable<ConfigOverride>? overrides = null) =>
        LoadJson(json, origin, overrides).Config;

    /// <inheritdoc cref="FromJson"/>
    public static LoadedConfig LoadJson(string json, string origin, IEnumerable<ConfigOverride>? overrides = null)
    {
        var source = new ConfigSource(origin, Environment.CurrentDirectory, 0);
        var start = new ConfigPosition(source, 0, 0);
        ConfigMap root;
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new ConfigException(new ConfigError(start, "", "its config is not a JSON object"));
            }

            root = (ConfigMap)JsonNodes.Of(document.RootElement, start);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Half a surrogate pair is valid JSON, and no text.
            throw new ConfigException(new ConfigError(start, "", $"its config is not valid JSON: {ScalarText.Show(exception.Message, 200)}"));
        }

        return Bind(root, overrides, [], source.Folder, origin, json);
    }

    /// <summary>Applies edits to a tree and turns it into records.</summary>
    internal static LoadedConfig Bind(
        ConfigMap root, IEnumerable<ConfigOverride>? overrides, List<ConfigError> errors, string folder, string path, string text)
    {
        int order = FirstOption;
        foreach (ConfigOverride change in overrides ?? [])
        {
            var position = new ConfigPosition(new ConfigSource(change.Option, folder, order++) { IsOption = true }, 0, 0);
            root = Apply(root, change, change.Node?.Position ?? position, errors);
        }

        var binder = new ConfigBinder(errors);
        ExperimentConfig config = binder.Bind(root);
        var doubts = new List<ConfigError>();
        new ConfigValidator(root, errors, doubts).Validate(config, !binder.LostValue);
        return errors.Count == 0 ? new LoadedConfig(config, path, text) { Root = root, Doubts = doubts } : throw new ConfigException(errors);
    }

    private static ConfigMap Apply(ConfigMap root, ConfigOverride change, ConfigPosition position, List<ConfigError> errors)
    {
        if (change.Path is null || ConfigPath.Parse(change.Path) is not { } path)
        {
            if (change.Node is not null)
            {
                errors.Add(new ConfigError(position, "", $"'{ScalarText.Show(change.Path!)}' is not a key of the config, for instance training.steps"));
                return root;
            }

            string written = change.Path is null ? change.Value : $"{change.Path}={change.Value}";
            errors.Add(new ConfigError(position, "", $"'{ScalarText.Show(written)}' is not KEY=VALUE, for instance training.steps=100"));
            return root;
        }

        if (path[0] is BaseKey)
        {
            errors.Add(new ConfigError(position, BaseKey, "inheritance belongs into a file"));
            return root;
        }

        var faults = new List<ConfigError>();
        try
        {
            ConfigNode? value = change.Node is { } node ? node
                : change.IsText ? new ConfigScalar(position, change.Value, plain: false)
                : YamlReader.Read(change.Value, position.Source, faults);
            root = TreeEditor.Set(root, path, value ?? new ConfigScalar(position, "", plain: true));
        }
        catch (ConfigException exception)
        {
            faults.AddRange(exception.Errors);
        }

        errors.AddRange(faults.Select(fault => fault with
        {
            Path = fault.Path.StartsWith(path[0], StringComparison.Ordinal) ? fault.Path
                : fault.Path.Length == 0 ? change.Path
                : ConfigPath.Key(change.Path, fault.Path),
        }));
        return root;
    }

    /// <summary>The name of an experiment that states none: that of its file, as far as it can name a folder.</summary>
    internal static string NameOf(string path)
    {
        string stem = Path.GetFileNameWithoutExtension(path);
        string safe = string.Concat(stem.Select(c => ExperimentName.Allows(c) ? c : '-')).TrimStart('.', '-');
        return safe.Length == 0 ? "experiment" : safe;
    }
}
