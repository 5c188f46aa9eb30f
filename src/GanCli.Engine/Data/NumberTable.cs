using System.Globalization;
using GanCli.Engine.Config;
using GanCli.Engine.Random;

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
    /// <param name="standardize">Whether columns are brought to mean 0 and deviation 1 (of the population: divided by n) by the rows that are
    /// not held out.</param>
    /// <param name="contentHash">SHA-256 of the file.</param>
    /// <param name="heldOut">Share of the rows that is kept from the table, rounded up; one row remains at least.</param>
    /// <param name="streams">Which rows those are is drawn from <see cref="RandomStreams.Data"/>.</param>
    /// <exception cref="InvalidDataException">There is no row, a number is too large, or a constant column cannot be standardized.</exception>
    public static FiniteSource Build(
        string path, IReadOnlyList<string> columns, ReadOnlySpan<double> values, bool standardize, string contentHash, double heldOut, RandomStreams streams)
    {
        if (values.IsEmpty)
        {
            throw new InvalidDataException($"{path}: has no rows");
        }

        var rows = values.Length / columns.Count;
        var kept = Kept(rows, Math.Min((int)Math.Ceiling(heldOut * rows), rows - 1), streams.Data.At(RandomStream.MaxStep));
        var standardization = standardize ? Fit(path, columns, values, kept) : null;
        var table = new List<float>(values.Length);
        var aside = new List<float>();
        for (var i = 0; i < values.Length; i++)
        {
            var column = i % columns.Count;
            var value = standardization is null
                ? (float)values[i]
                : (float)((values[i] - standardization.Means[column]) / standardization.Deviations[column]);
            (kept[i / columns.Count] ? table : aside).Add(float.IsFinite(value)
                ? value
                : throw new InvalidDataException(Text(
                    $"{path}: row {(i / columns.Count) + 1}, column '{columns[column]}': {values[i]} is too large for single precision")));
        }

        return new FiniteSource(
            [.. table], columns.Count, columns: columns, standardization: standardization, contentHash: contentHash,
            heldOut: aside.Count > 0 ? new Lazy<float[]>([.. aside]) : null);
    }

    /// <summary>Text with numbers in the invariant culture.</summary>
    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    // Which rows stay in the table: each set of those that go is as likely (Fisher and Yates' shuffle as far as it is needed).
    private static bool[] Kept(int rows, int heldOut, RandomStream random)
    {
        var kept = new bool[rows];
        Array.Fill(kept, true);
        int[] order = heldOut > 0 ? [.. Enumerable.Range(0, rows)] : [];
        for (var i = 0; i < heldOut; i++)
        {
            var place = i + random.Integer(i, rows - i);
            kept[order[place]] = false;
            order[place] = order[i];
        }

        return kept;
    }

    private static Standardization Fit(string path, IReadOnlyList<string> columns, ReadOnlySpan<double> values, bool[] kept)
    {
        var rows = kept.Count(row => row);
        var (means, deviations) = (new double[columns.Count], new double[columns.Count]);
        for (var column = 0; column < columns.Count; column++)
        {
            var (mean, variance) = (0.0, 0.0);
            for (var i = column; i < values.Length; i += columns.Count)
            {
                mean += kept[i / columns.Count] ? values[i] / rows : 0;
            }

            for (var i = column; i < values.Length; i += columns.Count)
            {
                variance += kept[i / columns.Count] ? (values[i] - mean) * ((values[i] - mean) / rows) : 0;
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
                    $"{path}: column '{columns[column]}' is always {values[(Array.IndexOf(kept, true) * columns.Count) + column]} and can't be standardized; leave it out or set standardize: false"));
            }
        }

        return new Standardization(means, deviations);
    }
}
