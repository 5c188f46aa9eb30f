using System.Globalization;

namespace GanCli.Reporting.Comparison;

/// <summary>What spans a comparison, where that is exactly two things: the two axes of a sweep, or the two settings from which all others that differ
/// follow.</summary>
/// <param name="Rows">Name of the axis, or path of the setting, with the more values.</param>
/// <param name="Columns">Name or path of the other.</param>
/// <param name="Cells">One group, or none, for each pair of values.</param>
public sealed record SettingAxes(string Rows, string Columns, IReadOnlyDictionary<(string Row, string Column), RunGroup> Cells)
{
    /// <summary>Values down the side, numbers by size.</summary>
    public IReadOnlyList<string> RowValues => Values(Cells.Keys.Select(cell => cell.Row));

    /// <summary>Values along the top.</summary>
    public IReadOnlyList<string> ColumnValues => Values(Cells.Keys.Select(cell => cell.Column));

    /// <summary>Finds them.</summary>
    /// <returns>Null where the groups span one axis or more than two, or hardly any pair of values was tried.</returns>
    public static SettingAxes? Of(RunComparison comparison)
    {
        (IReadOnlyList<string> axes, IReadOnlyList<IReadOnlyList<string>> values) = Along(comparison);
        if (axes.Count != 2)
        {
            return null;
        }

        int rows = values.DistinctBy(value => value[1], StringComparer.Ordinal).Count() > values.DistinctBy(value => value[0], StringComparer.Ordinal).Count()
            ? 1 : 0;
        SettingAxes found =
            new(axes[rows], axes[1 - rows], comparison.Groups.Zip(values)
                .ToDictionary(group => (group.Second[rows], group.Second[1 - rows]), group => group.First));
        return found.Cells.Count * 2 > found.RowValues.Count * found.ColumnValues.Count ? found : null;
    }

    /// <summary>The axes of a sweep, or the settings from which all others that differ follow, and where each group stands on them.</summary>
    internal static (IReadOnlyList<string> Axes, IReadOnlyList<IReadOnlyList<string>> Values) Along(RunComparison comparison)
    {
        if (comparison.Axes.Count > 0)
        {
            return (comparison.Axes, [.. comparison.Groups.Select(group => (IReadOnlyList<string>)[.. group.Choices.Select(Shortened)])]);
        }

        List<string> axes = Settings(comparison);
        return (axes, [.. comparison.Groups.Select(group => (IReadOnlyList<string>)[.. axes.Select(path => Value(group, path))])]);

        // lr=1e-3 on the axis optimizer.generator.lr is 1e-3.
        string Shortened(string choice, int axis) => choice.IndexOf('=') is var equals and > 0 && comparison.Axes[axis]
            .EndsWith(choice[..equals], StringComparison.Ordinal) ? choice[(equals + 1)..] : choice;
    }

    private static List<string> Settings(RunComparison comparison)
    {
        // A setting that another one decides is no axis of its own: both players' learning rates, or a remedy's option.
        List<string> axes = [];
        foreach (string path in comparison.Differing)
        {
            if (!axes.Exists(axis => Decides(axis, path)))
            {
                axes.RemoveAll(axis => Decides(path, axis));
                axes.Add(path);
            }
        }

        return axes;

        bool Decides(string one, string other) => comparison.Groups.GroupBy(group => Value(group, one), StringComparer.Ordinal)
            .All(same => same.Select(group => Value(group, other)).Distinct(StringComparer.Ordinal).Count() == 1);
    }

    private static string Value(RunGroup group, string path) => group.Settings[path] ?? Comparison.Settings.Absent;

    internal static IReadOnlyList<string> Values(IEnumerable<string> values) =>
        [.. values.Distinct(StringComparer.Ordinal)
            .OrderBy(value => double.TryParse(value, CultureInfo.InvariantCulture, out double number) ? number : double.MaxValue)];
}
