using System.Globalization;
using GanCli.Engine.Config;

namespace GanCli.Engine.Sweeps;

/// <summary>Reads seeds: <c>0..9</c>, one number, or a list of such.</summary>
internal static class SeedList
{
    private const string Range = "..";

    /// <summary>The seeds in the order given. What is wrong goes to <paramref name="errors"/>.</summary>
    public static IReadOnlyList<long> Read(ConfigNode node, string path, ICollection<ConfigError> errors)
    {
        IReadOnlyList<ConfigNode> parts = node is ConfigList list ? list.Items : [node];
        var seeds = new List<long>();
        for (int i = 0; i < parts.Count; i++)
        {
            string place = node is ConfigList ? ConfigPath.Element(path, i) : path;
            string text = parts[i] is ConfigScalar scalar ? scalar.Text : "";
            if ((Ends(text) ?? (TrySeed(text, out long one) ? [one, one] : null)) is not [var first, var last])
            {
                string hint = text.Contains(',', StringComparison.Ordinal) ? $"; a list is [{ScalarText.Show(text)}]" : "";
                errors.Add(new ConfigError(parts[i].Position, place, $"'{ScalarText.Show(text)}' is not a seed or a range of seeds, for instance 0..9{hint}"));
            }
            else if (last < first)
            {
                errors.Add(new ConfigError(parts[i].Position, place, $"{text} has no seed: the smaller one comes first"));
            }
            else if (last - first >= SweepLoader.MostPoints - seeds.Count)
            {
                errors.Add(new ConfigError(parts[i].Position, place, FormattableString.Invariant($"more than {SweepLoader.MostPoints:N0} seeds")));
            }
            else
            {
                for (long seed = first; seed <= last; seed++)
                {
                    seeds.Add(seed);
                }
            }
        }

        foreach (long twice in seeds.GroupBy(static seed => seed).Where(static group => group.Count() > 1).Select(static group => group.Key).Take(1))
        {
            errors.Add(new ConfigError(node.Position, path, FormattableString.Invariant($"seed {twice} is listed more than once")));
        }

        if (parts.Count == 0)
        {
            errors.Add(new ConfigError(node.Position, path, "a list of 0; at least 1 is needed"));
        }

        return seeds;
    }

    /// <summary>The first and the last number of <c>0..9</c>; null for any other text.</summary>
    internal static long[]? Ends(string text) =>
        text.Split(Range) is [var first, var last] && TrySeed(first, out long low) && TrySeed(last, out long high) ? [low, high] : null;

    private static bool TrySeed(string text, out long seed) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out seed);
}
