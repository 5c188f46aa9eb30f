using System.Globalization;

namespace GanCli.Reporting.Comparison;

/// <summary>The one numeric setting in which groups differ, beside another axis at most.</summary>
/// <param name="Path">Path of the setting.</param>
/// <param name="Other">Name of the other axis, or null.</param>
/// <param name="Lines">The groups by rising value, for each value of the other axis; one line without a name where there is none.</param>
public sealed record NumericAxis(string Path, string? Other, IReadOnlyList<(string Name, IReadOnlyList<(double Value, RunGroup Group)> Points)> Lines)
{
    /// <summary>Fewer values are no curve: tables tell of two.</summary>
    public const int LeastValues = 3;

    /// <summary>From this ratio of largest to smallest on, values stand by their logarithms.</summary>
    public const double LogarithmicFrom = 20;

    /// <summary>All values, rising.</summary>
    public IReadOnlyList<double> Values => [.. Lines.SelectMany(line => line.Points).Select(point => point.Value).Distinct().Order()];

    /// <summary>Whether they are too far apart for a linear axis.</summary>
    public bool IsLogarithmic => Values is var values && values[0] > 0 && values[^1] / values[0] > LogarithmicFrom;

    /// <summary>Finds it.</summary>
    /// <returns>Null where groups span other axes, or more than two, or have fewer than <see cref="LeastValues"/> values. Of two such axes the one with more
    /// values.</returns>
    public static NumericAxis? Of(RunComparison comparison)
    {
        (IReadOnlyList<string> axes, IReadOnlyList<IReadOnlyList<string>> values) = SettingAxes.Along(comparison);
        if (axes.Count is not (1 or 2))
        {
            return null;
        }

        (string Path, double[] Numbers, int Axis) best = Enumerable.Range(0, axes.Count)
            .Select(axis => Along(comparison, [.. values.Select(value => value[axis])]) is var (path, numbers) ? (path, numbers, axis) : ("", [], axis))
            .MaxBy(found => found.Item2.Distinct().Count());
        if (best.Numbers.Distinct().Count() < LeastValues)
        {
            return null;
        }

        string[] names = [.. values.Select(value => axes.Count == 1 ? "" : value[1 - best.Axis])];
        return new NumericAxis(
            best.Path,
            axes.Count == 1 ? null : axes[1 - best.Axis],
            [
                .. SettingAxes.Values(names).Select(name => (name, (IReadOnlyList<(double, RunGroup)>)
                    [.. comparison.Groups.Select((group, i) => (Value: best.Numbers[i], group, Name: names[i]))
                        .Where(point => string.Equals(point.Name, name, StringComparison.Ordinal))
                        .OrderBy(point => point.Value).Select(point => (point.Value, point.group))])),
            ]);
    }

    /// <summary>The setting that an axis stands for: all settings that go with its values are this one number (both players' learning rates are one,
    /// too).</summary>
    private static (string Path, double[] Numbers)? Along(RunComparison comparison, string[] values)
    {
        string[] own = [.. comparison.Differing.Where(path => comparison.Groups.Zip(values).GroupBy(group => group.Second, StringComparer.Ordinal)
            .All(same => same.Select(group => group.First.Settings[path]).Distinct(StringComparer.Ordinal).Count() == 1))];
        if (own.Length == 0
            || comparison.Groups.Any(group => own.Any(path => !string.Equals(group.Settings[path], group.Settings[own[0]], StringComparison.Ordinal))))
        {
            return null;
        }

        double[] numbers =
            [.. comparison.Groups
                .Select(group => double.TryParse(group.Settings[own[0]], CultureInfo.InvariantCulture, out double number) ? number : double.NaN)];
        return numbers.All(double.IsFinite) && numbers.Distinct().Count() == values.Distinct(StringComparer.Ordinal).Count() ? (own[0], numbers) : null;
    }
}
