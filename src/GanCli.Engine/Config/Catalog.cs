using System.Reflection;

namespace GanCli.Engine.Config;

/// <summary>All components, found by their attributes in this assembly. Reads metadata only: no native library is touched.</summary>
public static class Catalog
{
    private static readonly Lazy<IReadOnlyList<ComponentFamily>> All = new(Discover);

    private static readonly Lazy<Dictionary<Type, Component>> ByRecord =
        new(() => All.Value.SelectMany(family => family.Components).ToDictionary(component => component.RecordType));

    /// <summary>The families, in the order in which an experiment names them; those it does not name follow.</summary>
    public static IReadOnlyList<ComponentFamily> Families => All.Value;

    /// <summary>The family whose singular or plural word this is, or another word for it; or null.</summary>
    public static ComponentFamily? FindFamily(string word) =>
        Families.FirstOrDefault(family =>
            string.Equals(family.Plural, word, StringComparison.Ordinal) || string.Equals(family.Singular, word, StringComparison.Ordinal))
        ?? Families.FirstOrDefault(family => family.OtherNames.Contains(word, StringComparer.Ordinal));

    /// <summary>The family that a property of this type takes.</summary>
    public static ComponentFamily FamilyOf(Type type) =>
        Families.Single(family => type.IsAssignableTo(family.BaseType));

    /// <summary>The word a component is asked for by: <c>kind</c> in YAML.</summary>
    public static string KindOf(ComponentConfig component) => Describe(component.GetType()).Kind;

    /// <summary>The component that a record configures.</summary>
    public static Component Describe(Type recordType) => ByRecord.Value[recordType];

    private static List<ComponentFamily> Discover()
    {
        Type[] types = typeof(Catalog).Assembly.GetTypes();
        var members = new List<(Type Type, ComponentAttribute Words)>();
        foreach (Type type in types)
        {
            if (type.IsAssignableTo(typeof(ComponentConfig)) && type.GetCustomAttribute<ComponentAttribute>() is { } words)
            {
                members.Add((type, words));
            }
        }

        var families = new List<ComponentFamily>();
        foreach (Type type in types)
        {
            if (type.IsAssignableTo(typeof(ComponentConfig)) && type.GetCustomAttribute<ComponentFamilyAttribute>() is { } words)
            {
                families.Add(new ComponentFamily(words, type, members.Where(member => member.Type.IsAssignableTo(type))));
            }
        }

        List<Type> order = [];
        Visit(typeof(ExperimentConfig), order);
        return [.. families.OrderBy(family => (uint)order.IndexOf(family.BaseType)).ThenBy(family => family.Plural, StringComparer.Ordinal)];
    }

    // Property types only: key descriptions would ask this catalog, which does not exist yet.
    private static void Visit(Type section, List<Type> order)
    {
        foreach (PropertyInfo property in section.GetProperties(BindingFlags.Public | BindingFlags.Instance).OrderBy(p => p.MetadataToken))
        {
            Type type = property.PropertyType.IsGenericType ? property.PropertyType.GetGenericArguments()[0] : property.PropertyType;
            if (type.IsAssignableTo(typeof(ConfigSection)) && !order.Contains(type) && property.IsDefined(typeof(OptionAttribute)))
            {
                order.Add(type);
                Visit(type, order);
            }
        }
    }
}
