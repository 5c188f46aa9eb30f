using System.Reflection;

namespace GanCli.Engine.Config;

/// <summary>The type of a key's value, derived from the property's type.</summary>
public sealed class OptionType
{
    private OptionType(Type type, OptionForm form, bool nullable)
    {
        Type = type;
        Form = form;
        Nullable = nullable;
    }

    /// <summary>The .NET type, without its nullability.</summary>
    public Type Type { get; }

    public OptionForm Form { get; }

    /// <summary>Whether <c>null</c> is a value.</summary>
    public bool Nullable { get; }

    /// <summary>Type of the elements of a list or of the values of a mapping; null for everything else.</summary>
    public OptionType? Element { get; private init; }

    /// <summary>Words of a choice, in the order of the enumeration.</summary>
    public IReadOnlyList<string> Choices { get; private init; } = [];

    /// <summary>Family of a component; null for everything else.</summary>
    public ComponentFamily? Family => Form == OptionForm.Component ? Catalog.FamilyOf(Type) : null;

    /// <summary>Whether a plain number may stand for the whole mapping (a schedule, a seed).</summary>
    public bool TakesNumber => FromNumber is not null;

    /// <summary>Whether <c>false</c> may stand for a whole section, which is then off, and <c>true</c> for its defaults.</summary>
    public bool TakesFlag => Form == OptionForm.Section && Nullable;

    /// <summary>The record's <c>static FromNumber</c>, whose parameter is a double or a long.</summary>
    internal MethodInfo? FromNumber { get; private init; }

    /// <summary>The type as a person reads it: <c>number</c>, <c>list of integer</c>, <c>optimizer</c>.</summary>
    public string Text
    {
        get
        {
            string text = Form switch
            {
                OptionForm.Boolean => "true|false",
                OptionForm.Integer => "integer",
                OptionForm.Number => "number",
                OptionForm.Text => "text",
                OptionForm.Choice => string.Join('|', Choices),
                OptionForm.List => $"list of {Element!.Text}",
                OptionForm.Any => "anything",
                OptionForm.Component when TakesNumber => $"number or {Family!.Singular}",
                OptionForm.Component => Family!.Singular,
                _ when TakesNumber => "integer or mapping",
                _ => "mapping",
            };
            return TakesFlag ? $"{text} or false" : Nullable ? $"{text} or null" : text;
        }
    }

    /// <summary>The type of a whole section that no key holds.</summary>
    internal static OptionType OfSection(Type section) => new(section, OptionForm.Section, nullable: false);

    internal static OptionType Of(NullabilityInfo info)
    {
        Type type = System.Nullable.GetUnderlyingType(info.Type) ?? info.Type;
        bool nullable = info.ReadState == NullabilityState.Nullable;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            return new OptionType(type, OptionForm.List, nullable) { Element = Of(info.GenericTypeArguments[0]) };
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
        {
            return new OptionType(type, OptionForm.Mapping, nullable) { Element = Of(info.GenericTypeArguments[1]) };
        }

        if (type.IsEnum)
        {
            return new OptionType(type, OptionForm.Choice, nullable)
            {
                Choices = [.. Enum.GetNames(type).Select(KebabCase.Of)],
            };
        }

        OptionForm form =
            type == typeof(bool) ? OptionForm.Boolean
            : type == typeof(int) || type == typeof(long) ? OptionForm.Integer
            : type == typeof(double) ? OptionForm.Number
            : type == typeof(string) ? OptionForm.Text
            : type == typeof(ConfigNode) ? OptionForm.Any
            : type.IsAssignableTo(typeof(ComponentConfig)) ? OptionForm.Component
            : type.IsAssignableTo(typeof(ConfigSection)) ? OptionForm.Section
            : throw new NotSupportedException($"A key cannot have the type {type}.");
        return new OptionType(type, form, nullable) { FromNumber = type.GetMethod("FromNumber", BindingFlags.Public | BindingFlags.Static) };
    }

    /// <summary>The word of a choice that goes by another name elsewhere, or null.</summary>
    internal string? ChoiceCalled(string word) => Choices.FirstOrDefault(choice => OtherNames.Same(choice, word))
        ?? Choices.Where((_, i) => OtherNames.Of(Type.GetField(Enum.GetNames(Type)[i])!).Any(name => OtherNames.Same(name, word))).FirstOrDefault();

    /// <summary>The enumeration's value of a word, or null.</summary>
    internal object? ChoiceOf(string word)
    {
        int index = Choices.ToList().IndexOf(word);
        return index < 0 ? null : Enum.Parse(Type, Enum.GetNames(Type)[index]);
    }
}
