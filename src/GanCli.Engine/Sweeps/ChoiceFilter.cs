using System.IO.Enumeration;
using GanCli.Engine.Config;

namespace GanCli.Engine.Sweeps;

/// <summary>Some of a sweep's settings.</summary>
internal static class ChoiceFilter
{
    private const int MostNamed = 20;

    /// <summary>Those that somebody wants.</summary>
    /// <param name="wanted">Labels, or where no setting is called so, patterns: <c>*</c> is any text, <c>?</c> any character.</param>
    /// <param name="all">What there is, with labels.</param>
    /// <param name="position">Where they were asked for.</param>
    /// <param name="errors">Receives what means no setting.</param>
    public static IReadOnlyList<Choice> Only(IReadOnlyList<string> wanted, IReadOnlyList<Choice> all, ConfigPosition position, ICollection<ConfigError> errors)
    {
        HashSet<string> labels = new(all.Select(static choice => choice.Label), StringComparer.Ordinal);
        HashSet<string> chosen = new(StringComparer.Ordinal);
        foreach (string pattern in wanted)
        {
            // A label is a label before it is a pattern.
            string[] found = labels.Contains(pattern) ? [pattern]
                : [.. labels.Where(label => FileSystemName.MatchesSimpleExpression(pattern, label, ignoreCase: false))];
            chosen.UnionWith(found);
            if (labels is { Count: 1 } && labels.Contains(""))
            {
                errors.Add(new ConfigError(position, "", $"there are no settings to choose '{ScalarText.Show(pattern)}' from: nothing but the seed varies"));
            }
            else if (found.Length == 0)
            {
                errors.Add(new ConfigError(position, "", $"no setting is called '{ScalarText.Show(pattern)}'{Spelling.DidYouMean(pattern, labels)}")
                {
                    Alternatives = $"settings: {string.Join("; ", labels.Take(MostNamed))}{(labels.Count > MostNamed ? "; …" : "")}",
                });
            }
        }

        return [.. all.Where(choice => chosen.Contains(choice.Label))];
    }
}
