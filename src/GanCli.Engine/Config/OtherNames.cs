using System.Reflection;

namespace GanCli.Engine.Config;

/// <summary>Understands the names that things have elsewhere (<see cref="AlsoCalledAttribute"/>).</summary>
public static class OtherNames
{
    /// <summary>All components by the letters of all their names.</summary>
    private static readonly Lazy<ILookup<string, Component>> ByName = new(static () =>
        (from family in Catalog.Families
         from component in family.Components
         from name in component.OtherNames.Prepend(component.Kind)
         select (Name: Letters(name), component)).Distinct().ToLookup(static pair => pair.Name, static pair => pair.component, StringComparer.Ordinal));

    /// <summary>The names that a member declares.</summary>
    internal static IReadOnlyList<string> Of(MemberInfo member) => [.. Declared(member).SelectMany(static declared => declared.Names)];

    /// <summary>Whether two words differ in nothing but case, hyphens and underscores.</summary>
    internal static bool Same(string a, string b) => string.Equals(Letters(a), Letters(b), StringComparison.Ordinal);

    /// <summary>What to say about a word that is no kind of a family: <c>; did you mean 'x'?</c>, its name here, or the family that has it; empty when the word
    /// says nothing.</summary>
    /// <param name="word">The word.</param>
    /// <param name="family">What was expected.</param>
    public static string Suggest(string word, ComponentFamily family)
    {
        Component[] known = [.. ByName.Value[Letters(word)]];
        if (Array.Find(known, component => component.Family == family) is { } meant)
        {
            return Same(meant.Kind, word) ? $"; did you mean '{meant.Kind}'?"
                : $"; {Declared(meant.RecordType).First(declared => declared.Names.Any(name => Same(name, word))).Words(meant.Kind)}";
        }

        // A kind of another family means just that; another name, only where it is no slip of a kind of this one.
        string spelling = Array.Exists(known, component => Same(component.Kind, word)) ? "" : Spelling.DidYouMean(word, family.Kinds);
        return spelling.Length > 0 ? spelling : Elsewhere(known, word);
    }

    /// <summary>What to say about a word that is none of a choice.</summary>
    internal static string Suggest(string word, OptionType choice)
    {
        if (choice.ChoiceCalled(word) is { } known)
        {
            return Same(known, word) ? $"; did you mean '{known}'?" : $"; here it is called '{known}'";
        }

        string spelling = Spelling.DidYouMean(word, choice.Choices);
        return spelling.Length > 0 || choice.Form != OptionForm.Choice ? spelling : Elsewhere([.. ByName.Value[Letters(word)]], word);
    }

    private static IEnumerable<AlsoCalledAttribute> Declared(MemberInfo member) => member.GetCustomAttributes<AlsoCalledAttribute>(inherit: false);

    private static string Elsewhere(Component[] known, string word) =>
        (Array.Find(known, component => Same(component.Kind, word)) ?? known.FirstOrDefault()) is { } found
            ? $"; '{found.Kind}' is {found.Family.One}{Place(found)}" : "";

    // Where one of its family is stated; nothing for a family that only stands inside others.
    private static string Place(Component component) =>
        KeyPlaces.Default
            .FirstOrDefault(place => (place.Key.Type.Element ?? place.Key.Type).Type == component.Family.BaseType) is { Path: { } path, Key: { } key }
            ? $": {path}: {(key.Type.Form == OptionForm.List ? $"[{component.Kind}]" : component.Kind)}"
            : "";

    private static string Letters(string word) =>
        word.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
}
