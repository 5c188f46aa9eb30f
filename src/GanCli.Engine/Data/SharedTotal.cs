using System.Globalization;
using GanCli.Engine.Config;

namespace GanCli.Engine.Data;

/// <summary>Finds shares of a whole: neighbouring columns that sum to 1, or to 100, in every row. A generator makes each number by itself and keeps no such
/// sum, but one of the columns can be left out and is then what the others leave.</summary>
internal static class SharedTotal
{
    // Of fewer rows chance could make one.
    private const int FewestRows = 20;

    private static readonly double[] Totals = [1, 100];

    /// <summary>What to say of the first such columns; null where there are none.</summary>
    /// <param name="values">Finite numbers, [rows × columns] in row order.</param>
    /// <param name="names">Names of the columns.</param>
    /// <param name="forms">How the columns are written: rounded shares sum to a rounded total.</param>
    public static string? Describe(ReadOnlySpan<double> values, IReadOnlyList<string> names, IReadOnlyList<ColumnForm> forms)
    {
        if (values.Length < FewestRows * names.Count)
        {
            return null;
        }

        for (var first = 0; first + 1 < names.Count; first++)
        {
            var sum = values[first];
            for (var last = first + 1; last < names.Count && sum <= Totals[^1] && forms[last - 1].Low >= 0 && forms[last].Low >= 0; last++)
            {
                sum += values[last];
                foreach (var total in Totals)
                {
                    if (IsTotal(values[..names.Count], first, last, total, forms) && IsEverywhere(values, names.Count, first, last, total, forms)
                        && Varies(first, last, forms))
                    {
                        var left = ColumnAudit.Yaml(names[last]);
                        var columns = $"'{ScalarText.Show(names[first])}' {(last == first + 1 ? "and" : "to")} '{ScalarText.Show(names[last])}'";
                        var whole = total.ToString(CultureInfo.InvariantCulture);
                        return $"columns {columns} sum to {whole} in every row, and samples will do so only nearly; leave one out with "
                            + $"leave-out: [{left}] and take it as what the others leave";
                    }
                }
            }
        }

        return null;
    }

    private static bool IsEverywhere(ReadOnlySpan<double> values, int columns, int first, int last, double total, IReadOnlyList<ColumnForm> forms)
    {
        for (var row = 0; row < values.Length; row += columns)
        {
            if (!IsTotal(values.Slice(row, columns), first, last, total, forms))
            {
                return false;
            }
        }

        return true;
    }

    // Shares are written alike: each may be half a unit of the last digit off that any of them has.
    private static bool IsTotal(ReadOnlySpan<double> row, int first, int last, double total, IReadOnlyList<ColumnForm> forms)
    {
        var (sum, finest) = (0.0, 0);
        for (var column = first; column <= last; column++)
        {
            sum += row[column];
            finest = Math.Max(finest, forms[column].Decimals ?? ColumnForm.MostDecimals);
        }

        return Math.Abs(sum - total) <= (1e-9 * total) + (finest == 0 ? 0 : (last - first + 1) * 0.5 * Math.Pow(10, -finest));
    }

    private static bool Varies(int first, int last, IReadOnlyList<ColumnForm> forms) =>
        forms.Skip(first).Take(last - first + 1).Count(static form => form.Values != 1) > 1;
}
