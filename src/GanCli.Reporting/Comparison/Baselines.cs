namespace GanCli.Reporting.Comparison;

/// <summary>What groups are compared with: one group; or, where a choice on one axis of a sweep is the baseline, the group with that choice and
/// otherwise the same ones, so that each is compared with the baseline on its own data.</summary>
public sealed class Baselines
{
    private readonly Func<RunGroup, RunGroup?> _of;

    private Baselines(string label, RunGroup? only, Func<RunGroup, RunGroup?> of)
    {
        Label = label;
        Only = only;
        _of = of;
    }

    /// <summary>What it is called: <c>baseline</c>, or <c>baseline with the same data</c>.</summary>
    public string Label { get; }

    /// <summary>The one group that all are compared with; null where there are several.</summary>
    public RunGroup? Only { get; }

    /// <summary>What a group is compared with: itself where it is a baseline, and null where none was run.</summary>
    public RunGroup? Of(RunGroup group) => _of(group);

    /// <summary>Whether a group is one that others are compared with.</summary>
    public bool Contains(RunGroup group) => ReferenceEquals(Of(group)?.Settings, group.Settings);

    /// <summary>One group for all.</summary>
    public static Baselines One(RunGroup group) => new(group.Label, group, _ => group);

    /// <summary>A choice that is called so on one axis, and no other.</summary>
    /// <param name="comparison">Groups along at least two axes.</param>
    /// <param name="choice">Its word.</param>
    /// <returns>Null where there is no such choice.</returns>
    public static Baselines? Along(RunComparison comparison, string choice)
    {
        int[] axes = [.. Enumerable.Range(0, comparison.Axes.Count).Where(axis => comparison.Groups.Any(group => Is(group.Choices[axis], choice)))];
        if (comparison.Axes.Count < 2 || axes is not [int axis])
        {
            return null;
        }

        Dictionary<string, RunGroup> byRest = comparison.Groups.Where(group => Is(group.Choices[axis], choice)).ToDictionary(Rest, StringComparer.Ordinal);
        string others = string.Join(" and ", comparison.Axes.Where((_, i) => i != axis));
        return new Baselines($"{choice} with the same {others}", null, group => byRest.GetValueOrDefault(Rest(group)));

        string Rest(RunGroup group) => string.Join('\n', group.Choices.Where((_, i) => i != axis));
    }

    /// <summary>For each data set its own: the group of a name, or the one begun first.</summary>
    /// <param name="comparison">Groups that differ in their data.</param>
    /// <param name="name">A label.</param>
    public static Baselines OfEachData(RunComparison comparison, string name)
    {
        Dictionary<string, RunGroup> byData = comparison.Groups.GroupBy(group => group.Settings.Data, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.FirstOrDefault(group => Is(group.Label, name)) ?? same.First(), StringComparer.Ordinal);
        return new Baselines("the first group of the same data", null, group => byData.GetValueOrDefault(group.Settings.Data));
    }

    private static bool Is(string choice, string word) => string.Equals(choice, word, StringComparison.Ordinal);
}
