using System.Globalization;
using GanCli.Engine.Config;

namespace GanCli.Engine.Data;

/// <summary>Makes a data source of the numbers of a file.</summary>
internal static class NumberTable
{
    /// <summary>Reports a file that is not named.</summary>
    public static void CheckPath(ConfigCheck check, string? path)
    {
        if (path is null)
        {
            check.Fail("path", "must be given: the file to read");
        }
    }

    /// <summary>Makes the source.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="columns">Names of the columns.</param>
    /// <param name="values">Finite numbers, [rows × columns] in row order.</param>
    /// <param name="standardize">Whether columns are brought to mean 0 and deviation 1 (of the population: divided by n).</param>
    /// <param name="contentHash">SHA-256 of the file.</param>
    /// <exception cref="InvalidDataException">There is no row, a number is too large, or a constant column cannot be standardized.</exception>
    public static FiniteSource Build(
        string path, IReadOnlyList<string> columns, ReadOnlySpan<double> values, bool standardize, string contentHash)
    {
        if (values.IsEmpty)
        {
            throw new InvalidDataException($"{path}: has no rows");
        }

        var standardization = standardize ? Fit(path, columns, values) : null;
        var table = new float[values.Length];
        for (var i = 0; i < table.Length; i++)
        {
            var column = i % columns.Count;
            var value = standardization is null
                ? (float)values[i]
                : (float)((values[i] - standardization.Means[column]) / standardization.Deviations[column]);
            table[i] = float.IsFinite(value)
                ? value
                : throw new InvalidDataException(Text(
                    $"{path}: row {(i / columns.Count) + 1}, column '{columns[column]}': {values[i]} is too large for single precision"));
        }

        return new FiniteSource(table, columns.Count, columns: columns, standardization: standardization, contentHash: contentHash);
    }

    /// <summary>Text with numbers in the invariant culture.</summary>
    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static Standardization Fit(string path, IReadOnlyList<string> columns, ReadOnlySpan<double> values)
    {
        var rows = values.Length / columns.Count;
        var (means, deviations) = (new double[columns.Count], new double[columns.Count]);
        for (var column = 0; column < columns.Count; column++)
        {
            var (mean, variance) = (0.0, 0.0);
            for (var i = column; i < values.Length; i += columns.Count)
            {
                mean += values[i] / rows;
            }

            for (var i = column; i < values.Length; i += columns.Count)
            {
                variance += (values[i] - mean) * ((values[i] - mean) / rows);
            }

            (means[column], deviations[column]) = (mean, Math.Sqrt(variance));

            if (!double.IsFinite(deviations[column]))
            {
                throw new InvalidDataException($"{path}: column '{columns[column]}' holds numbers too large to standardize");
            }

            // A constant column leaves nothing but the rounding of its mean.
            if (!(deviations[column] > 1e-13 * Math.Abs(mean)))
            {
                throw new InvalidDataException(Text(
                    $"{path}: column '{columns[column]}' is always {values[column]} and can't be standardized; leave it out or set standardize: false"));
            }
        }

        return new Standardization(means, deviations);
    }
}
