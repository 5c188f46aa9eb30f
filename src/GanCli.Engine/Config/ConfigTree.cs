using System.Collections;
using System.Globalization;

namespace GanCli.Engine.Config;

/// <summary>Turns records back into nodes: the way back from <see cref="ConfigBinder"/>.</summary>
internal static class ConfigTree
{
    private static readonly ConfigPosition Nowhere = new(new ConfigSource("defaults", "", int.MaxValue), 0, 0);

    /// <summary>A section with all its keys.</summary>
    /// <param name="section">The record.</param>
    /// <param name="wanted">Which keys to take at every level; all when null.</param>
    public static ConfigMap Of(ConfigSection section, Func<ConfigKey, bool>? wanted = null)
    {
        var entries = new List<ConfigEntry>();
        if (section is ComponentConfig component)
        {
            entries.Add(new ConfigEntry(ConfigMap.KindKey, Nowhere, Text(Catalog.Describe(component.GetType()).Kind)));
        }

        foreach (ConfigKey key in ConfigKey.Of(section.GetType()).Where(wanted ?? (_ => true)))
        {
            object? value = key.Get(section);
            entries.Add(
                new ConfigEntry(key.Name, Nowhere, key.Option.IsPath && value is string path ? Text(ShippedPath.Written(path)) : Of(value, key.Type, wanted)));
        }

        return new ConfigMap(Nowhere, entries);
    }

    /// <summary>A value of the given type; a section that a number can stand for becomes that number.</summary>
    public static ConfigNode Of(object? value, OptionType type, Func<ConfigKey, bool>? wanted = null) => value switch
    {
        null => Plain("null"),
        ConfigNode node => node,
        INumberForm { AsNumber: { } number } => Plain(Number(number)),
        ConfigSection section => Of(section, wanted),
        bool flag => Plain(flag ? "true" : "false"),
        string text => Text(text),
        Enum choice => Text(KebabCase.Of(choice.ToString())),
        IDictionary entries => new ConfigMap(
            Nowhere, [.. entries.Keys.Cast<string>().Select(key => new ConfigEntry(key, Nowhere, Of(entries[key], type.Element!, wanted)))]),
        IEnumerable items => new ConfigList(Nowhere, [.. items.Cast<object?>().Select(item => Of(item, type.Element!, wanted))]),
        _ => Plain(Number(value)),
    };

    private static string Number(object number) =>
        number is double real ? ScalarText.Of(real) : ((IFormattable)number).ToString(null, CultureInfo.InvariantCulture);

    private static ConfigScalar Plain(string text) => new(Nowhere, text, plain: true);

    private static ConfigScalar Text(string text) => new(Nowhere, text, plain: false);
}
