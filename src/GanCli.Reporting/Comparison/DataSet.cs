namespace GanCli.Reporting.Comparison;

/// <summary>Groups that were trained on the same data, so that their metrics compare.</summary>
/// <param name="Words">What tells these data from those of the other groups: <c>ring</c>, <c>ring std 0.1</c>; empty where all are the same.</param>
/// <param name="Groups">The groups, in the order given.</param>
internal sealed record DataSet(string Words, IReadOnlyList<RunGroup> Groups)
{
    private const string Kind = "data.kind";

    /// <summary>Sorts groups by their data, in the order in which data come first.</summary>
    public static IReadOnlyList<DataSet> Of(IReadOnlyList<RunGroup> groups) =>
        [.. groups.GroupBy(group => group.Settings.Data, StringComparer.Ordinal).Select(same => new DataSet(WordsOf(same.First(), groups), [.. same]))];

    // The kind of the data where these differ between groups, and other settings where groups of one kind differ in them.
    private static string WordsOf(RunGroup group, IReadOnlyList<RunGroup> groups)
    {
        RunGroup[] alike = [.. groups.Where(other => string.Equals(other.Settings[Kind], group.Settings[Kind], StringComparison.Ordinal))];
        bool mixed = Array.Exists(alike, other => !string.Equals(other.Settings.Data, group.Settings.Data, StringComparison.Ordinal));
        IEnumerable<string> words = !mixed ? []
            : alike.SelectMany(other => other.Settings.Entries).Select(entry => entry.Key).Where(path => path.StartsWith("data.", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal)
            .Where(path => Array.Exists(alike, other => !string.Equals(other.Settings[path], group.Settings[path], StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal).Select(path => $"{path["data.".Length..]} {group.Settings[path]}");
        return string.Join(' ', alike.Length < groups.Count ? words.Prepend(group.Settings[Kind] ?? "") : words);
    }
}
