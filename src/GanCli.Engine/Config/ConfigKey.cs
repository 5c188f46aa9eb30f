using System.Collections.Concurrent;
using System.Reflection;

namespace GanCli.Engine.Config;

/// <summary>One key of a section, derived from a property and its <see cref="OptionAttribute"/>.</summary>
public sealed class ConfigKey
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<ConfigKey>> Cache = new();

    private readonly PropertyInfo _property;

    private ConfigKey(PropertyInfo property, OptionAttribute option)
    {
        _property = property;
        Option = option;
        Name = KebabCase.Of(property.Name);
        OtherNames = Config.OtherNames.Of(property);
        Type = OptionType.Of(new NullabilityInfoContext().Create(property));
    }

    public string Name { get; }

    /// <summary>Its names elsewhere.</summary>
    public IReadOnlyList<string> OtherNames { get; }

    public OptionAttribute Option { get; }

    public OptionType Type { get; }

    /// <summary>The allowed range, or empty when any value will do.</summary>
    public string RangeText => OptionRange.Text(this);

    /// <summary>The keys of a record, those of its base records first.</summary>
    public static IReadOnlyList<ConfigKey> Of(Type section) => Cache.GetOrAdd(section, static type =>
    [
        .. from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
           let option = property.GetCustomAttribute<OptionAttribute>(inherit: true)
           where option is not null
           orderby Depth(property.DeclaringType!), property.MetadataToken
           select new ConfigKey(property, option),
    ]);

    /// <summary>Whether a word names it, here or elsewhere.</summary>
    public bool GoesBy(string word) => Config.OtherNames.Same(Name, word) || OtherNames.Any(name => Config.OtherNames.Same(name, word));

    /// <summary>The value as one line of YAML flow text.</summary>
    public string ValueText(ConfigSection section) => YamlText.Flow(ConfigTree.Of(Get(section), Type));

    /// <summary>The value as JSON.</summary>
    public string ValueJson(ConfigSection section) => JsonText.Of(ConfigTree.Of(Get(section), Type))?.ToJsonString() ?? "null";

    /// <summary>The default as a table shows it: for components and sections only what selects them.</summary>
    public string DefaultText(ConfigSection section) => Get(section) switch
    {
        INumberForm { AsNumber: not null } => ValueText(section),
        ComponentConfig component => Catalog.Describe(component.GetType()).Kind,
        ConfigSection => "",
        _ => ValueText(section),
    };

    internal object? Get(ConfigSection section) => _property.GetValue(section);

    internal void Set(ConfigSection section, object? value) => _property.SetValue(section, value);

    private static int Depth(Type type) => type.BaseType is null ? 0 : 1 + Depth(type.BaseType);
}
