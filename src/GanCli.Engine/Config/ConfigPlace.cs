namespace GanCli.Engine.Config;

/// <summary>A place in the tree together with what the records expect there.</summary>
/// <param name="Type">The expected type; null below a key that does not exist.</param>
/// <param name="Initial">The value that stands there when nothing is stated.</param>
internal readonly record struct ConfigPlace(OptionType? Type, object? Initial)
{
    /// <summary>The root of every configuration.</summary>
    public static ConfigPlace Root { get; } = new(OptionType.OfSection(typeof(ExperimentConfig)), new ExperimentConfig());

    /// <summary>Whether a bare word at this place names a kind.</summary>
    public bool TakesKind(ConfigNode node) =>
        Type?.Form == OptionForm.Component
        && node is ConfigScalar { IsNull: false } scalar
        && !ScalarText.IsNumber(scalar.Text) && !(scalar.Plain && ScalarText.IsNotFinite(scalar.Text));

    /// <summary>Whether a word at this place switches its section on or off; null where it is no such word.</summary>
    public bool? Switch(ConfigNode node) =>
        Type?.TakesFlag == true && node is ConfigScalar { Plain: true, IsNull: false } scalar ? ScalarText.Boolean(scalar.Text) : null;

    /// <summary>Writes short forms out: a bare kind, a number where a number can stand for a mapping, and what switches a section on or off.</summary>
    public ConfigNode Expand(ConfigNode node)
    {
        if (Switch(node) is { } on)
        {
            return on
                ? Restate(ConfigTree.Of(SectionOf(new ConfigMap(node.Position, []))!), node.Position)
                : new ConfigScalar(node.Position, "null", plain: true);
        }

        if (TakesKind(node))
        {
            return ConfigMap.OfKind((ConfigScalar)node);
        }

        if (Type?.FromNumber is not null && node is ConfigScalar scalar && NumberSection(scalar) is { } section)
        {
            return Restate(ConfigTree.Of(section), node.Position);
        }

        return node;
    }

    /// <summary>The section that a plain number stands for here, or null when it is not such a number.</summary>
    public ConfigSection? NumberSection(ConfigScalar scalar)
    {
        object? number =
            Type?.FromNumber is not { } method || !scalar.Plain || !ScalarText.IsNumber(scalar.Text) ? null
            : method.GetParameters()[0].ParameterType == typeof(double) ? (object?)ScalarReader.Double(scalar.Text)
            : ScalarReader.Long(scalar.Text);
        return number is null ? null : (ConfigSection?)Type!.FromNumber!.Invoke(null, [number]);
    }

    /// <summary>The kind that a mapping at this place has, stated or not; null when that cannot be said.</summary>
    public string? KindOf(ConfigMap map) =>
        map.Kind ?? (map.Find(ConfigMap.KindKey) is null && Initial is ComponentConfig initial ? Catalog.Describe(initial.GetType()).Kind : null);

    /// <summary>The record on which a mapping at this place builds: the default that stands here if the kind is the same, else the kind's own
    /// defaults. Null when the kind is unknown.</summary>
    public ConfigSection? SectionOf(ConfigMap map)
    {
        if (Type?.Form == OptionForm.Section)
        {
            return (ConfigSection?)Initial ?? (ConfigSection)Activator.CreateInstance(Type.Type)!;
        }

        if (Type?.Form != OptionForm.Component || KindOf(map) is not { } kind || Type.Family!.Find(kind) is not { } component)
        {
            return null;
        }

        return Initial?.GetType() == component.RecordType ? (ComponentConfig)Initial : component.CreateDefault();
    }

    /// <summary>The place of a key of a mapping at this place.</summary>
    public ConfigPlace Key(ConfigMap map, string key) => Of(SectionOf(map), key);

    /// <summary>The place of an element of a list, or of a value of a mapping with free keys, at this place.</summary>
    public ConfigPlace Element() => new(Type?.Element, null);

    /// <summary>The place of a key of a section.</summary>
    public static ConfigPlace Of(ConfigSection? section, string name) =>
        section is not null && ConfigKey.Of(section.GetType()).FirstOrDefault(key => string.Equals(key.Name, name, StringComparison.Ordinal)) is { } found
            ? new ConfigPlace(found.Type, found.Get(section))
            : default;

    private static ConfigNode Restate(ConfigNode node, ConfigPosition position) => node switch
    {
        ConfigScalar scalar => new ConfigScalar(position, scalar.Text, scalar.Plain),
        ConfigList list => new ConfigList(position, [.. list.Items.Select(item => Restate(item, position))]),
        ConfigMap map => new ConfigMap(position, [.. map.Entries.Select(entry => new ConfigEntry(entry.Key, position, Restate(entry.Value, position)))]),
        _ => node,
    };
}
