using GanCli.Engine.Config;

namespace GanCli.Commands;

/// <summary>A section of the config that has no kinds: <c>training</c>, <c>evaluation</c>, <c>output</c>, and what they hold.</summary>
/// <param name="Name">Its path, for instance <c>training.ema</c>.</param>
/// <param name="Help">What it is.</param>
/// <param name="Keys">Its keys, those of sections within it too.</param>
internal sealed record ListedSection(string Name, string Help, IReadOnlyList<KeyPlace> Keys)
{
    /// <summary>The paths of all of them.</summary>
    public static IEnumerable<string> Names => Places().Where(IsSection).Select(static place => place.Path);

    /// <summary>The one of that path, or of the last part of it; null where there is none.</summary>
    public static ListedSection? Find(string word)
    {
        List<KeyPlace> all = Places();
        KeyPlace found = all.FirstOrDefault(place => IsSection(place)
            && (string.Equals(place.Path, word, StringComparison.Ordinal) || string.Equals(place.Key.Name, word, StringComparison.Ordinal)));
        return found.Path is null ? null : new ListedSection(
            found.Path, found.Key.Option.Help,
            [.. all.Where(place => place.Path.StartsWith(found.Path + ".", StringComparison.Ordinal) && !IsSection(place))]);
    }

    /// <summary>A key's path from the section on.</summary>
    public string NameOf(KeyPlace place) => place.Path[(Name.Length + 1)..];

    private static List<KeyPlace> Places() => [.. KeyPlaces.Of(new ExperimentConfig())];

    // One that a number stands for has no keys to show, and components have a place of their own in the list.
    private static bool IsSection(KeyPlace place) => place.Key.Type is { Form: OptionForm.Section, TakesNumber: false };
}
