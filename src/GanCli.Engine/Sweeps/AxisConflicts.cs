using GanCli.Engine.Config;

namespace GanCli.Engine.Sweeps;

/// <summary>Settings that hide one another: of two for the same key the later one would be all that is seen.</summary>
internal static class AxisConflicts
{
    /// <summary>Looks for them.</summary>
    /// <param name="errors">Receives them.</param>
    /// <param name="axes">The axes.</param>
    /// <param name="given">What the command line sets for all points.</param>
    public static void AddTo(ICollection<ConfigError> errors, IReadOnlyList<Axis> axes, IReadOnlyList<ConfigOverride> given)
    {
        foreach (var twice in axes.SelectMany(Keys).GroupBy(static s => s.Key, StringComparer.Ordinal).Where(static group => group.Count() > 1))
        {
            errors.Add(new ConfigError(twice.Last().Position, "", $"two axes set '{twice.Key}'; let one of them do it"));
        }

        // What some points leave is a default for these. What all set says nothing, and somebody who gives it expects it to.
        foreach (ConfigOverride change in given)
        {
            if (axes.Any(axis => axis.Choices.Count > 0
                && axis.Choices.All(choice => Replaced(choice).Any(setting => string.Equals(setting.Key, change.Path, StringComparison.Ordinal)))))
            {
                errors.Add(
                    new ConfigError(SweepDefinition.Position(change.Option, 1), change.Path!,
                        "an axis sets it too, at every point: it would be without effect; leave it out"));
            }
        }
    }

    private static IEnumerable<(string Key, ConfigPosition Position)> Keys(Axis axis) =>
        axis.Choices
            .SelectMany(static choice => Replaced(choice).Select(static s => (s.Key, s.Value.Position))
                .Concat(choice.Base is { } file ? [("base", file.Position)] : []))
            .DistinctBy(static s => s.Key, StringComparer.Ordinal);

    /// <summary>Without the elements that a point adds to a list: they hide nothing.</summary>
    private static IEnumerable<KeyValuePair<string, ConfigNode>> Replaced(Choice choice) =>
        choice.Settings.Where(static setting => !setting.Key.EndsWith($"[{ConfigPath.Next}]", StringComparison.Ordinal));
}
