using System.Globalization;
using GanCli.Engine.Config;

namespace GanCli.Engine.Sweeps;

/// <summary>A sweep file and what the command line adds to it, read and checked as far as that goes without its points.</summary>
internal sealed class SweepDefinition
{
    private readonly ConfigFolders _folders;
    private readonly string _workingFolder;
    private readonly List<ConfigError> _errors = [];
    private readonly Dictionary<string, (ConfigMap Root, string Path)> _bases = new(StringComparer.Ordinal);
    private readonly List<ConfigOverride> _common = [];
    private readonly ConfigNode? _inline;
    private readonly ConfigScalar? _base;
    private readonly ConfigNode? _name;
    private readonly double _scale;

    private SweepDefinition(SweepRequest request, ConfigFolders folders)
    {
        _folders = folders;
        _workingFolder = folders.Current;
        _scale = request.Scale;
        var config = new SweepConfig();
        ConfigMap root = new(default, []);
        if (request.File is { } file)
        {
            string path = folders.Find(file)
                ?? throw new ConfigException(new ConfigError(new ConfigPosition(new ConfigSource(file, "", 0), 0, 0), "", folders.NotFound(file)));
            _folders = folders with { Current = Path.GetDirectoryName(path)! };
            var source = new ConfigSource(file, _folders.Current, 0) { HasLines = true };
            Text = ConfigFile.Read(path, source);

            // Settings rank like options of the command line; keys of the inline config do not.
            root = Map(Text, source with { IsOption = true }, _errors);
            _inline = Map(Text, source, []).Find("config")?.Value;
            config = Bind(root);
            _name = config.Name is null ? new ConfigScalar(root.Position, ConfigLoader.NameOf(path), plain: false) : root.Find("name")!.Value;
        }

        Published = config.Published;
        Start = request.File is null ? Position("--config", 0) : root.Position;
        _base = request.Config is { } name ? new ConfigScalar(Position("--config", 0), name, plain: false) : root.Find("base")?.Value as ConfigScalar;
        _name = request.Name is { } own ? new ConfigScalar(Position("--name", 1), own, plain: false) : _name;
        _common.AddRange(config.Set.Select(static setting => ConfigOverride.Setting(setting.Key, setting.Value)));
        ConfigOverride[] given = [.. request.Set.Select(ConfigOverride.Set)];
        _common.AddRange(given);
        Seeds = request.Seeds is { } seeds ? Value(seeds, "--seeds", 2) is { } value ? SeedList.Read(value, "", _errors) : []
            : config.Seeds is { } node ? SeedList.Read(node, "seeds", _errors)
            : [];
        List<Axis> axes = _errors.Count > 0 ? [] : [.. Expand(config, root)];
        axes.AddRange(request.SetEach.Select(SetEach));
        CheckNames(axes);
        AxisConflicts.AddTo(_errors, axes, given);
        Axes = [.. axes.Select(static (axis, i) => axis.Name ?? FormattableString.Invariant($"axis {i + 1}"))];
        if (_base is null && _inline is null)
        {
            _errors.Add(new ConfigError(Start, "", "says neither base (a config file) nor config (its keys)"));
        }

        // Counted before they are made: a few lists too many, and they would not fit into memory.
        double runs = axes.Aggregate(Math.Max(1.0, Seeds.Count), static (product, axis) => product * axis.Choices.Count);
        if (runs > SweepLoader.MostPoints)
        {
            _errors.Add(
                new ConfigError(Start, "",
                    FormattableString.Invariant(
                        $"{(runs < 1e15 ? runs.ToString("N0", CultureInfo.InvariantCulture) : "very many")} runs; {SweepLoader.MostPoints:N0} are the most")));
        }

        Choices = runs > SweepLoader.MostPoints ? []
            : [.. AxisExpander.Multiply(WithLabels([.. axes.Select(static axis => axis.Choices)])).Select(static (choice, i) => choice with { Number = i })];

        // Where axes are wrong, so may labels be.
        if (request.Only.Count > 0 && _errors.Count == 0)
        {
            Choices = ChoiceFilter.Only(request.Only, Choices, Position("--only", 0), _errors);
        }
    }

    /// <summary>The sweep file as given; empty where there is none.</summary>
    public string Text { get; } = "";

    /// <summary>Where the numbers come from that points expect.</summary>
    public PublishedConfig? Published { get; }

    /// <summary>Where it begins.</summary>
    public ConfigPosition Start { get; }

    /// <summary>The seeds; empty for the config's own.</summary>
    public IReadOnlyList<long> Seeds { get; }

    /// <summary>What the axes are called.</summary>
    public IReadOnlyList<string> Axes { get; }

    /// <summary>All combinations of the axes, each with a label for each axis.</summary>
    public IReadOnlyList<Choice> Choices { get; }

    /// <exception cref="ConfigException">Everything that is wrong with it.</exception>
    public static SweepDefinition Read(SweepRequest request, ConfigFolders folders)
    {
        var definition = new SweepDefinition(request, folders);
        return definition._errors.Count == 0 ? definition : throw new ConfigException(definition._errors);
    }

    /// <summary>The config of a point.</summary>
    /// <exception cref="ConfigException">Everything that is wrong with it.</exception>
    public LoadedConfig Resolve(Choice choice, long? seed)
    {
        (ConfigMap root, string path) = Base(choice.Base ?? _base);
        List<ConfigOverride> overrides = [.. _common];
        if (seed is { } number)
        {
            overrides.Add(ConfigOverride.Key("--seeds", "seed", FormattableString.Invariant($"{number}")));
        }

        overrides.AddRange(choice.Settings.Select(static setting => ConfigOverride.Setting(setting.Key, setting.Value)));
        if (_name is not null)
        {
            overrides.Add(ConfigOverride.Setting("name", _name));
        }

        LoadedConfig loaded = ConfigLoader.Bind(root, overrides, [], _workingFolder, path, "");
        if (_scale < 1)
        {
            long steps = Math.Max(1, (long)Math.Round(loaded.Config.Training.Steps * _scale));
            overrides.Add(ConfigOverride.Key("--scale", "training.steps", FormattableString.Invariant($"{steps}")));
            loaded = ConfigLoader.Bind(root, overrides, [], _workingFolder, path, "");
        }

        return loaded.Config.Name is null ? loaded with { Config = loaded.Config with { Name = ConfigLoader.NameOf(path) } } : loaded;
    }

    /// <summary>The place of an option of the command line.</summary>
    internal static ConfigPosition Position(string option, int order) => new(SweepLoader.Option(option, Environment.CurrentDirectory, order), 0, 0);

    private static ConfigMap Map(string text, ConfigSource source, List<ConfigError> errors) =>
        YamlReader.Read(text, source, errors) as ConfigMap
        ?? throw new ConfigException(new ConfigError(new ConfigPosition(source, 0, 0), "", "a sweep is a mapping of keys, for instance 'base: mog8.yaml'"));

    private SweepConfig Bind(ConfigMap root)
    {
        var binder = new ConfigBinder(_errors);
        SweepConfig config = binder.Bind(root, new SweepConfig());
        new ConfigValidator(root, _errors, []).Validate(config, !binder.LostValue);
        return config;
    }

    /// <summary>The value of an option; null where it cannot be read, which is noted.</summary>
    private ConfigNode? Value(string text, string option, int order)
    {
        ConfigPosition position = Position(option, order);
        try
        {
            return YamlReader.Read(text, position.Source, _errors) ?? new ConfigScalar(position, "", plain: true);
        }
        catch (ConfigException exception)
        {
            _errors.AddRange(exception.Errors);
            return null;
        }
    }

    private IEnumerable<Axis> Expand(SweepConfig config, ConfigMap root) =>
        config.Axes.SelectMany((axis, i) => AxisExpander.Expand(axis, ((ConfigList)root.Find("axes")!.Value).Items[i], ConfigPath.Element("axes", i), _errors));

    private Axis SetEach(string assignment, int order)
    {
        string[] sides = assignment.Split('=', 2);
        string key = sides[0].Trim();
        if ((sides.Length == 2 ? Value(sides[1], "--set-each", 3 + order)
            : new ConfigScalar(Position("--set-each", 3 + order), "", plain: true)) is not { } node)
        {
            return new Axis(key, []);
        }

        if (sides.Length < 2 || ConfigPath.Parse(key) is null)
        {
            _errors.Add(new ConfigError(node.Position, "", $"'{ScalarText.Show(assignment)}' is not KEY=[VALUE, …], for instance loss=[hinge, relativistic]"));
        }
        else if (node is not ConfigList { Items.Count: > 0 })
        {
            string way = node is not ConfigScalar { Text.Length: > 0 } single ? $"{key}=[…], one element a point"
                : SeedList.Ends(single.Text) is [var first, var last]
                    ? FormattableString.Invariant($"{key}=[{first}, …, {last}] with every value; ranges are for seeds")
                : $"{key}=[{ScalarText.Show(single.Text)}]";
            _errors.Add(new ConfigError(node.Position, key, $"the values are a list; write {way}"));
        }

        return new Axis(key, node is ConfigList list ? AxisExpander.Grid(key, list.Items) : []);
    }

    /// <summary>A run is looked for in the folder of its sweep's name.</summary>
    private void CheckNames(List<Axis> axes)
    {
        IEnumerable<(string? Path, ConfigPosition Position)> settings =
            _common.Select(static change => (change.Path, change.Node?.Position ?? Position(change.Option, 1)))
            .Concat(axes.SelectMany(static axis => axis.Choices).SelectMany(static choice => choice.Settings)
                .Select(static setting => ((string?)setting.Key, setting.Value.Position)));
        foreach ((_, ConfigPosition position) in settings.Where(static setting => setting.Path is "name").Take(1))
        {
            _errors.Add(new ConfigError(position, "name", "all runs of a sweep have its name; give it with --name, or as the key name of the sweep's file"));
        }
    }

    private List<IReadOnlyList<Choice>> WithLabels(List<IReadOnlyList<Choice>> axes)
    {
        var names = new PathNames([.. axes.SelectMany(static axis => axis).Where(static choice => choice.Labels is [])
            .SelectMany(static choice => choice.Settings).Select(static setting => setting.Key).Distinct(StringComparer.Ordinal)]);
        List<IReadOnlyList<Choice>> labelled =
            [.. axes.Select(
                axis => (IReadOnlyList<Choice>)[.. axis.Select(choice => choice.Labels is []
                    ? choice with { Labels = [string.Join(", ", choice.Settings.Select(names.Words))] } : choice)])];
        for (int i = 0; i < axes.Count; i++)
        {
            foreach (IGrouping<string, Choice> twice in labelled[i].GroupBy(static choice => choice.Label, StringComparer.Ordinal)
                .Where(static g => g.Count() > 1))
            {
                _errors.Add(Twice(twice, axes[i]));
            }
        }

        return labelled;
    }

    /// <summary>Two points of an axis cannot be told apart. Where they are values of one key, these may have been meant as one, a list.</summary>
    private ConfigError Twice(IGrouping<string, Choice> twice, IReadOnlyList<Choice> axis)
    {
        if (axis is not [{ Labels: [], Settings: [var (key, _)] }, ..])
        {
            return new ConfigError(twice.First().Settings is [var setting, ..] ? setting.Value.Position
                : Start, "", $"two points of an axis are called '{twice.Key}'");
        }

        ConfigNode[] values = [.. axis.Select(static choice => choice.Settings[0].Value)];
        ConfigNode value = twice.Last().Settings[0].Value;
        string list = Array.TrueForAll(values, static one => one is ConfigScalar { Plain: true } number && ScalarText.IsNumber(number.Text))
            ? $"; one value that is a list is written [[{ScalarText.Show(string.Join(", ", values.Select(YamlText.Flow)))}]]"
            : "";
        return new ConfigError(value.Position, key, $"{ScalarText.Show(YamlText.Flow(value))} is there twice{list}");
    }

    /// <summary>The tree that a point starts from: a file, a sweep's defaults, and the inline config over both.</summary>
    private (ConfigMap Root, string Path) Base(ConfigScalar? file)
    {
        string name = file?.Text ?? "";
        if (_bases.TryGetValue(name, out (ConfigMap Root, string Path) known))
        {
            return known;
        }

        var errors = new List<ConfigError>();
        ConfigMap root = new(Start, []);
        string path = "";
        if (file is not null)
        {
            path = (name.Contains('\0', StringComparison.Ordinal) ? null : _folders.Find(name))
                ?? throw new ConfigException(new ConfigError(file.Position, "", $"'{ScalarText.Show(name)}': {_folders.NotFound(name.Replace('\0', ' '))}"));
            string folder = Path.GetRelativePath(_workingFolder, path) is var relative && relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
            root = new ConfigInheritance(_folders with { Current = _workingFolder }, errors).Read(folder);
        }

        root = SweepLoader.WithDefaults(root);
        if (_inline is ConfigMap inline)
        {
            root = TreeEditor.Inherit(root, inline);
        }
        else if (_inline is not null)
        {
            errors.Add(new ConfigError(_inline.Position, "config", "a mapping of a config's keys is expected"));
        }

        return errors.Count == 0 ? _bases[name] = (root, path) : throw new ConfigException(errors);
    }
}
