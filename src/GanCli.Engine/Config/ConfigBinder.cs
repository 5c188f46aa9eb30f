using System.Collections;
using System.Globalization;

namespace GanCli.Engine.Config;

/// <summary>Turns nodes into records and collects everything that is wrong on the way.</summary>
internal sealed class ConfigBinder(ICollection<ConfigError> errors)
{
    /// <summary>Errors that get a suggestion: more than anybody is shown, few enough for a file of nothing but nonsense.</summary>
    private const int Explained = 1000;

    private UnknownKeys _unknown = new(new([]));

    /// <summary>Whether a value could not be read at all, so that the record holds a default in its place.</summary>
    public bool LostValue { get; private set; }

    /// <summary>Binds the whole configuration. Faulty keys keep their default.</summary>
    public ExperimentConfig Bind(ConfigMap root) => Bind(root, (ExperimentConfig)ConfigPlace.Root.SectionOf(root)!);

    /// <summary>Binds another kind of file. Faulty keys keep the value they have in <paramref name="initial"/>.</summary>
    public T Bind<T>(ConfigMap root, T initial)
        where T : ConfigSection
    {
        _unknown = new UnknownKeys(new(() => KeyPlaces.In(root, new ConfigPlace(OptionType.OfSection(typeof(T)), initial))));
        return (T)Section(root, initial, "");
    }

    private ConfigSection Section(ConfigMap map, ConfigSection initial, string path)
    {
        ConfigSection section = initial.Copy();
        IReadOnlyList<ConfigKey> keys = ConfigKey.Of(section.GetType());
        foreach (ConfigEntry entry in map.Entries)
        {
            string keyPath = ConfigPath.Key(path, entry.Key);
            if (keys.FirstOrDefault(candidate => string.Equals(candidate.Name, entry.Key, StringComparison.Ordinal)) is { } key)
            {
                if (TryValue(entry.Value, key, new ConfigPlace(key.Type, key.Get(section)), keyPath, entry.Position, out object? value))
                {
                    key.Set(section, value);
                }
            }
            else if (section is not ComponentConfig || entry.Key is not ConfigMap.KindKey)
            {
                string shownPath = ConfigPath.Key(path, ScalarText.Show(entry.Key));
                errors.Add(errors.Count < Explained
                    ? _unknown.Describe(section, entry, shownPath)
                    : new ConfigError(entry.Position, shownPath, "unknown key"));
            }
        }

        return section;
    }

    private bool TryValue(ConfigNode node, ConfigKey key, ConfigPlace place, string path, ConfigPosition stated, out object? value)
    {
        value = null;
        if (place.Type!.Form == OptionForm.Any)
        {
            value = node;
            return true;
        }

        if (place.Switch(node) is not null)
        {
            node = place.Expand(node);
        }

        if (node is ConfigScalar scalarNode && ScalarBinder.QuotedFault(scalarNode, key.Option, place.Type) is { } quoted)
        {
            return Lose(node.Position, path, quoted);
        }

        if (node is ConfigScalar { IsNull: true })
        {
            return place.Type!.Nullable || Lose(stated, path, $"has no value; {ScalarBinder.Expected(place.Type, key.Option)} is expected");
        }

        return place.Type!.Form switch
        {
            OptionForm.List => TryList(node, key, place, path, out value),
            OptionForm.Mapping => TryMapping(node, key, place, path, out value),
            OptionForm.Section or OptionForm.Component => TrySection(node, key, place, path, out value),
            _ when node is ConfigScalar scalar => TryScalar(scalar, key, place.Type, path, out value),
            _ => Lose(node.Position, path, $"{Word(node)} is not {ScalarBinder.Expected(place.Type, key.Option)}"),
        };
    }

    private bool TryList(ConfigNode node, ConfigKey key, ConfigPlace place, string path, out object? value)
    {
        value = null;
        IReadOnlyList<ConfigNode>? items = (node as ConfigList)?.Items ?? (key.Option.AllowSingle ? [node] : null);
        if (items is null)
        {
            return Lose(node.Position, path, $"{Shown(node)} is not a list{MissingBrackets.OfList(node)}");
        }

        if (items.Count < key.Option.MinItems)
        {
            return Lose(node.Position, path, FormattableString.Invariant($"a list of {items.Count}; at least {key.Option.MinItems} are needed"));
        }

        var array = Array.CreateInstance(place.Type!.Element!.Type, items.Count);
        bool complete = true;
        for (int i = 0; i < items.Count; i++)
        {
            string itemPath = node is ConfigList ? ConfigPath.Element(path, i) : path;
            if (TryValue(items[i], key, place.Element(), itemPath, items[i].Position, out object? item))
            {
                array.SetValue(item, i);
            }
            else
            {
                complete = false;
            }
        }

        value = array;
        return complete;
    }

    private bool TryMapping(ConfigNode node, ConfigKey key, ConfigPlace place, string path, out object? value)
    {
        value = null;
        if (node is not ConfigMap map)
        {
            return Lose(node.Position, path, $"{Shown(node)} is not a mapping");
        }

        var entries = (IDictionary)Activator.CreateInstance(typeof(OrderedDictionary<,>).MakeGenericType(typeof(string), place.Type!.Element!.Type))!;
        bool complete = true;
        foreach (ConfigEntry entry in map.Entries)
        {
            if (TryValue(entry.Value, key, place.Element(), ConfigPath.Key(path, entry.Key), entry.Position, out object? item))
            {
                entries.Add(entry.Key, item);
            }
            else
            {
                complete = false;
            }
        }

        value = entries;
        return complete;
    }

    private bool TrySection(ConfigNode node, ConfigKey key, ConfigPlace place, string path, out object? value)
    {
        value = null;
        if (node is ConfigScalar scalar && place.NumberSection(scalar) is { } fromNumber)
        {
            CheckNumbers(fromNumber, key, node, path, scalar.Text);
            value = fromNumber;
            return true;
        }

        ConfigNode expanded = place.TakesKind(node) ? place.Expand(node) : node;
        if (place.Type!.TakesNumber && node is ConfigScalar { Plain: true } number && ScalarText.IsNotFinite(number.Text))
        {
            return Lose(node.Position, path, $"{number.Text} is not a finite number");
        }

        if (expanded is not ConfigMap map)
        {
            string hint = place.Type!.Form == OptionForm.Section ? MissingBrackets.OfSection(node, place.Type.Type) : "";
            return Lose(
                node.Position, path, $"{Shown(node)} is not {ScalarBinder.Expected(place.Type!, key.Option)}{hint}", place.Type!.Family?.Alternatives);
        }

        if (place.SectionOf(map) is not { } initial)
        {
            return UnknownKind(map, place.Type!.Family!, path, node is ConfigScalar, place.Type.TakesNumber);
        }

        int before = errors.Count;
        ConfigSection section = Section(map, initial, path);
        if (errors.Count == before)
        {
            CheckNumbers(section, key, map, path, written: null);
        }

        value = section;
        return true;
    }

    private bool UnknownKind(ConfigMap map, ComponentFamily family, string path, bool bare, bool takesNumber)
    {
        string kindPath = bare ? path : ConfigPath.Key(path, ConfigMap.KindKey);
        return map.Find(ConfigMap.KindKey) switch
        {
            null => Lose(map.Position, path, $"has no kind; say which {family.Singular} it is", family.Alternatives),
            { Value: ConfigScalar { IsNull: false } kind } => Lose(
                kind.Position,
                kindPath,
                $"'{ScalarText.Show(kind.Text)}' is not {(bare && takesNumber ? $"a number or {family.One}" : family.One)}"
                    + OtherNames.Suggest(kind.Text, family),
                family.Alternatives),
            { } entry => Lose(entry.Position, kindPath, $"{Shown(entry.Value)} is not {family.One}", family.Alternatives),
        };
    }

    /// <summary>Applies the ranges that a section's short form or a schedule escaped: those of the key that holds it.</summary>
    private void CheckNumbers(ConfigSection section, ConfigKey key, ConfigNode node, string path, string? written)
    {
        foreach ((string name, string fault) in OptionRange.Faults(section, key.Option, written))
        {
            errors.Add(new ConfigError(ConfigLocator.Find(node, name.Split('.')), written is null ? ConfigPath.Key(path, name) : path, fault));
        }
    }

    private bool TryScalar(ConfigScalar scalar, ConfigKey key, OptionType type, string path, out object? value)
    {
        value = ScalarBinder.Value(scalar, key.Option, type);
        if (value is null)
        {
            return Lose(scalar.Position, path, ScalarBinder.WhyNot(scalar, key.Option, type));
        }

        if (type.Form is OptionForm.Number or OptionForm.Integer
            && OptionRange.Fault(Convert.ToDouble(value, CultureInfo.InvariantCulture), scalar.Text, key.Option) is { } fault)
        {
            errors.Add(new ConfigError(scalar.Position, path, fault));
        }

        return true;
    }

    private static string Shown(ConfigNode node) => node is ConfigScalar scalar ? $"'{ScalarText.Show(scalar.Text)}'" : Word(node);

    private static string Word(ConfigNode node) => node is ConfigList ? "a list" : "a mapping";

    private bool Lose(ConfigPosition position, string path, string message, string? alternatives = null)
    {
        LostValue = true;
        errors.Add(new ConfigError(position, path, message, alternatives));
        return false;
    }
}
