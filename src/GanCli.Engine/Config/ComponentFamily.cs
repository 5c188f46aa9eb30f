namespace GanCli.Engine.Config;

/// <summary>A family of components: losses, priors, optimizers …</summary>
public sealed class ComponentFamily
{
    internal ComponentFamily(ComponentFamilyAttribute words, Type baseType, IEnumerable<(Type Type, ComponentAttribute Words)> members)
    {
        Singular = words.Singular;
        Plural = words.Plural;
        BaseType = baseType;
        OtherNames = Config.OtherNames.Of(baseType);
        Components =
        [
            .. members.Select(member => new Component(member.Words, this, member.Type))
                .OrderBy(component => component.Kind, StringComparer.Ordinal),
        ];
    }

    public string Singular { get; }

    /// <summary>Further words that people have for it.</summary>
    public IReadOnlyList<string> OtherNames { get; }

    public string Plural { get; }

    /// <summary>The abstract record that all members derive from.</summary>
    public Type BaseType { get; }

    /// <summary>Its members, in the order of their kinds.</summary>
    public IReadOnlyList<Component> Components { get; }

    public IEnumerable<string> Kinds => Components.Select(component => component.Kind);

    /// <summary>One of them with its article: <c>a loss</c>, <c>an optimizer</c>, <c>a kind of data</c>.</summary>
    internal string One =>
        string.Equals(Singular, Plural, StringComparison.Ordinal) ? $"a kind of {Singular}"
        : "aeiou".Contains(Singular[0], StringComparison.Ordinal) ? $"an {Singular}"
        : $"a {Singular}";

    /// <summary>The line that lists all members below an error.</summary>
    internal string Alternatives => $"{Plural}: {string.Join(", ", Kinds)}   (gan list {Plural})";

    /// <summary>The member of that kind, or null.</summary>
    public Component? Find(string kind) => Components.FirstOrDefault(component => string.Equals(component.Kind, kind, StringComparison.Ordinal));
}
