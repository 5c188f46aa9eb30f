namespace GanCli.Engine.Config;

/// <summary>Finds what somebody probably meant.</summary>
public static class Spelling
{
    private const int LongestWord = 64;

    /// <summary>The candidate nearest to a misspelt word, or null when none is near.</summary>
    public static string? Nearest(string word, IEnumerable<string> candidates)
    {
        if (word.Length is 0 or > LongestWord)
        {
            return null;
        }

        string wanted = Normalize(word);
        string? nearest = null;
        int least = int.MaxValue;
        foreach (string candidate in candidates)
        {
            string known = Normalize(candidate);
            int distance = wanted.Length >= 3 && known.StartsWith(wanted, StringComparison.Ordinal) ? 1 : Distance(wanted, known);
            if (distance < least && distance <= Math.Max(1, Math.Min(3, Math.Max(wanted.Length, known.Length) / 3)))
            {
                nearest = candidate;
                least = distance;
            }
        }

        return nearest;
    }

    /// <summary>Words with those first that are most like a misspelt one.</summary>
    public static IEnumerable<string> NearestFirst(string word, IEnumerable<string> candidates) =>
        candidates.OrderBy(candidate => Distance(Normalize(word), Normalize(candidate))).ThenBy(static candidate => candidate, StringComparer.Ordinal);

    /// <summary><c>; did you mean 'x'?</c>, or nothing when no candidate is near.</summary>
    public static string DidYouMean(string word, IEnumerable<string> candidates) =>
        Nearest(word, candidates) is { } nearest ? $"; did you mean '{nearest}'?" : "";

    /// <summary>Damerau–Levenshtein distance in its restricted form: insertions, deletions, substitutions and swaps of neighbours.</summary>
    internal static int Distance(string a, string b)
    {
        int[] beforeLast = new int[b.Length + 1];
        int[] last = [.. Enumerable.Range(0, b.Length + 1)];
        int[] current = new int[b.Length + 1];
        for (int i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int substitution = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(substitution, Math.Min(last[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    current[j] = Math.Min(current[j], beforeLast[j - 2] + 1);
                }
            }

            (beforeLast, last, current) = (last, current, beforeLast);
        }

        return last[b.Length];
    }

    private static string Normalize(string word) => word.Replace('_', '-').ToLowerInvariant();
}
