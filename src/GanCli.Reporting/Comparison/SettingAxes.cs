using System.Globalization;

namespace GanCli.Reporting.Comparison;

/// <summary>The two settings that span a comparison, where it has exactly two: those from which all others that differ follow.</summary>
/// <param name="Rows">Path of the setting with the more values.</param>
/// <param name="Columns">Path of the other.</param>
/// <param name="Cells">One group, or none, for each pair of values.</param>
public sealed record SettingAxes(string Rows, string Columns, IReadOnlyDictionary<(string Row, string Column), RunGroup> Cells)
{
    /// <summary>Values down the side, numbers by size.</summary>
    public IReadOnlyList<string> RowValues => Values(Cells.Keys.Select(cell => cell.Row));

    /// <summary>Values along the top.</summary>
    public IReadOnlyList<string> ColumnValues => Values(Cells.Keys.Select(cell => cell.Column));

    /// <summary>Finds them.</summary>
    /// <returns>Null where the settings that differ span one axis or more than two, or hardly any pair of values was tried.</returns>
    public static SettingAxes? Of(RunComparison comparison)
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

        if (axes.Count != 2)
        {
            return null;
        }

        string[] ordered = [.. axes.OrderByDescending(path => comparison.Groups.Select(group => Value(group, path)).Distinct(StringComparer.Ordinal).Count())];
        SettingAxes found = new(ordered[0], ordered[1], comparison.Groups.ToDictionary(group => (Value(group, ordered[0]), Value(group, ordered[1]))));
        return found.Cells.Count * 2 > found.RowValues.Count * found.ColumnValues.Count ? found : null;

        bool Decides(string one, string other) => comparison.Groups.GroupBy(group => Value(group, one), StringComparer.Ordinal)
            .All(same => same.Select(group => Value(group, other)).Distinct(StringComparer.Ordinal).Count() == 1);
    }

    private static string Value(RunGroup group, string path) => group.Settings[path] ?? Settings.Absent;

    private static IReadOnlyList<string> Values(IEnumerable<string> values) =>
        [.. values.Distinct(StringComparer.Ordinal).OrderBy(value => double.TryParse(value, CultureInfo.InvariantCulture, out double number) ? number : double.MaxValue)];
}
