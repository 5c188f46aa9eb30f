using GanCli.Runs;

namespace GanCli.Reporting.Comparison;

/// <summary>In what groups of runs differ, and names made of that.</summary>
internal static class SettingDifferences
{
    /// <summary>Characters up to which a name tells all that differs.</summary>
    public const int Longest = 60;

    private const string Kind = ".kind";

    /// <summary>The paths of the settings that tell groups apart, in the config's order. Options of a component that only some groups have are left out:
    /// its kind says that.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<Settings> groups)
    {
        // A key that earlier groups lack goes behind the one that it follows in its own config.
        List<string> paths = [];
        foreach (Settings group in groups)
        {
            int place = 0;
            foreach ((string path, _) in group.Entries)
            {
                int found = paths.IndexOf(path);
                if (found < 0)
                {
                    paths.Insert(place, path);
                }

                place = (found < 0 ? place : found) + 1;
            }
        }

        HashSet<string> differing = [.. paths.Where(path => groups.Any(group => !string.Equals(group[path], groups[0][path], StringComparison.Ordinal)))];
        return [.. paths.Where(path => differing.Contains(path) && (Values(path).Count > 1 || !BelongsToKind(path)))];

        HashSet<string> Values(string path) => [.. groups.Select(group => group[path]).OfType<string>()];

        bool BelongsToKind(string path)
        {
            for (int dot = path.LastIndexOf('.'); dot > 0; dot = path.LastIndexOf('.', dot - 1))
            {
                string kind = path[..dot] + Kind;
                if (!string.Equals(kind, path, StringComparison.Ordinal) && differing.Contains(kind))
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>One name for each group: what the sweep calls it (on the axes that vary, if it tells), else the name of its runs, where no two groups share
    /// one; of those that share one, the name and in what they differ; and where all do, only that. What would be longer than <see cref="Longest"/> is cut down
    /// to the settings that tell them apart.</summary>
    public static IReadOnlyList<string> Labels(IReadOnlyList<RunGroup> groups, IReadOnlyList<string> differing) =>
        Distinct(groups.Select(group => new[] { string.Join(", ", group.Choices) }))
        ?? Distinct(groups.Select(group => group.Runs.Select(run => run.Label ?? "")))
        ?? Distinct(groups.Select(group => group.Runs.Select(run => run.Folder.Name)))
        ?? Named(groups)
        ?? Short(groups, differing);

    // A name says more than all settings that differ from experiments of other names.
    private static string[]? Named(IReadOnlyList<RunGroup> groups)
    {
        ILookup<string, RunGroup> byName = groups.ToLookup(group => group.Names is [var one] ? one : "", StringComparer.Ordinal);
        if (byName.Count < 2 || byName.Contains(""))
        {
            return null;
        }

        Dictionary<RunGroup, string> labels = new(ReferenceEqualityComparer.Instance);
        foreach (IGrouping<string, RunGroup> same in byName)
        {
            RunGroup[] alike = [.. same];
            string[] more = alike.Length == 1 ? [""] : [.. Short(alike, Of([.. alike.Select(group => group.Settings)])).Select(label => " " + label)];
            for (int i = 0; i < alike.Length; i++)
            {
                labels[alike[i]] = same.Key + more[i];
            }
        }

        return labels.Values.Distinct(StringComparer.Ordinal).Count() == groups.Count ? [.. groups.Select(group => labels[group])] : null;
    }

    private static string[] Short(IReadOnlyList<RunGroup> groups, IReadOnlyList<string> differing)
    {
        string[] labels = [.. groups.Select(group => Label(group, groups, differing))];
        if (labels.Max(label => label.Length) <= Longest)
        {
            return labels;
        }

        // One setting after the other, each time the one that tells most groups apart.
        HashSet<string> chosen = [];
        while (Apart(chosen) < groups.Count && differing.Where(path => !chosen.Contains(path)).MaxBy(path => Apart([.. chosen, path])) is string next
            && Apart([.. chosen, next]) > Apart(chosen))
        {
            chosen.Add(next);
        }

        // Both players' learning rates are one in a label.
        string[] told = [.. differing.Where(path => chosen.Any(other => string.Equals(Last(other), Last(path), StringComparison.Ordinal)))];
        string[] shorter = [.. groups.Select(group => Label(group, groups, told))];
        return shorter.Distinct(StringComparer.Ordinal).Count() == groups.Count ? shorter : labels;

        int Apart(HashSet<string> paths) =>
            groups.Select(group => string.Join('\n', paths.Select(path => group.Settings[path]))).Distinct(StringComparer.Ordinal).Count();
    }

    private static string[]? Distinct(IEnumerable<IEnumerable<string>> groups)
    {
        string[] names = [.. groups.Select(names => names.Distinct(StringComparer.Ordinal).ToArray() is [var one] ? one : "")];
        return names.All(name => name.Length > 0) && names.Distinct(StringComparer.Ordinal).Count() == names.Length ? names : null;
    }

    private static string Label(RunGroup group, IReadOnlyList<RunGroup> groups, IReadOnlyList<string> differing)
    {
        List<string> parts = [];
        foreach (IGrouping<string, string> same in differing.GroupBy(Last, StringComparer.Ordinal))
        {
            // Both players' learning rates, say, are one where no group tells them apart.
            bool one = groups.All(g => same.Select(path => g.Settings[path]).Distinct(StringComparer.Ordinal).Count() == 1);
            bool shared = one && same.Count() > 1;
            foreach (string path in one ? same.Take(1) : same)
            {
                if (group.Settings[path] is string value)
                {
                    bool kind = path.EndsWith(Kind, StringComparison.Ordinal);
                    string? player = shared ? null : SettingPath.FromPlayer(kind ? path[..^Kind.Length] : path);
                    parts.Add(player is not null ? $"{player}={value}"
                        : kind ? value
                        : string.Equals(value, "[]", StringComparison.Ordinal) ? $"no {Last(path)}"
                        : $"{(one || same.Count() == 1 ? Last(path) : Tail(path))}={value}");
                }
            }
        }

        return parts.Count > 0 ? string.Join(' ', parts) : string.Join(", ", group.Names);
    }

    // Two kinds are two components: only what is an option of something else can be the same option of both.
    private static string Last(string path) => path.EndsWith(Kind, StringComparison.Ordinal) ? path : path[(path.LastIndexOf('.') + 1)..];

    private static string Tail(string path) => path.Split('.') is { Length: > 1 } parts ? $"{parts[^2]}.{parts[^1]}" : path;
}
