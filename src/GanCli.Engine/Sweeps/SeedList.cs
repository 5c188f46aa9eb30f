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
            string[] ends = text.Split(Range);
            if (ends.Length > 2 || !TrySeed(ends[0], out long first) || !TrySeed(ends[^1], out long last))
            {
                errors.Add(new ConfigError(parts[i].Position, place, $"'{ScalarText.Show(text)}' is not a seed or a range of seeds, for instance 0..9"));
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

    private static bool TrySeed(string text, out long seed) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out seed);
}
