using System.Globalization;
using GanCli.Engine.Config;
using GanCli.Engine.Random;

namespace GanCli.Engine.Data;

/// <summary>Makes a data source of the numbers of a file.</summary>
internal static class NumberTable
{
    // Squares of distances must stay finite in single precision.
    private const float Farthest = 1e18f;

    // Where a column varies by less than this share of its mean, the rounding of the mean is as large as its variation.
    private const double Finest = 1e-13;

    /// <summary>Makes the source.</summary>
    /// <param name="config">Names the file for messages; says whether columns are brought to mean 0 and deviation 1 (of the population: divided by
    /// n) by the rows that are not held out, and the share of the rows that is kept from the table, rounded up; one row remains at least.</param>
    /// <param name="columns">Names of the columns.</param>
    /// <param name="values">Finite numbers, [rows × columns] in row order.</param>
    /// <param name="contentHash">SHA-256 of the file.</param>
    /// <param name="streams">Which rows are held out is drawn from <see cref="RandomStreams.Data"/>.</param>
    /// <param name="forms">How the columns are written, where that is known.</param>
    /// <param name="notes">What a person should know of the table.</param>
    /// <exception cref="InvalidDataException">There is no row, a number is too large, or a column varies too little to be told from rounding.</exception>
    public static FiniteSource Build(
        FileDataConfig config,
        IReadOnlyList<string> columns,
        ReadOnlySpan<double> values,
        string contentHash,
        RandomStreams streams,
        IReadOnlyList<ColumnForm>? forms = null,
        IReadOnlyList<string>? notes = null)
    {
        var path = config.Path!;
        if (values.IsEmpty)
        {
            throw new InvalidDataException($"{path}: has no rows");
        }

        var rows = values.Length / columns.Count;
        var kept = Kept(rows, Math.Min((int)Math.Ceiling(config.HeldOut * rows), rows - 1), streams.Data.At(RandomStream.MaxStep));
        List<string> noted = [.. notes ?? []];
        var standardization = config.Standardize ? Fit(path, columns, values, kept, noted) : null;
        var table = new List<float>(values.Length);
        var aside = new List<float>();
        for (var i = 0; i < values.Length; i++)
        {
            var column = i % columns.Count;
            var value = standardization is null
                ? (float)values[i]
                : standardization.Apply(values[i], column);
            (kept[i / columns.Count] ? table : aside).Add(Math.Abs(value) <= Farthest
                ? value
                : throw new InvalidDataException(Text(
                    $"{path}: row {(i / columns.Count) + 1}, column '{ScalarText.Show(columns[column])}': {values[i]} is too large for single precision")));
        }

        return new FiniteSource(
            [.. table], columns.Count, columns: columns, standardization: standardization, contentHash: contentHash,
            heldOut: aside.Count > 0 ? new Lazy<float[]>([.. aside]) : null, forms: forms, notes: noted);
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

    private static Standardization Fit(string path, IReadOnlyList<string> columns, ReadOnlySpan<double> values, bool[] kept, List<string> notes)
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
                throw new InvalidDataException($"{path}: column '{ScalarText.Show(columns[column])}' holds numbers too large to standardize");
            }

            if (deviations[column] > Finest * Math.Abs(mean))
            {
                continue;
            }

            var first = values[(Array.IndexOf(kept, true) * columns.Count) + column];
            for (var i = column; i < values.Length; i += columns.Count)
            {
                if (kept[i / columns.Count] && values[i] != first)
                {
                    throw new InvalidDataException(Text(
                        $"{path}: column '{ScalarText.Show(columns[column])}' differs from {first} by too little to be told from rounding; leave it out, or take a constant away from it"));
                }
            }

            // What is left is the rounding of the mean. The networks see 0, and samples have the value.
            (means[column], deviations[column]) = (first, 0);
            notes.Add(Text(
                $"{path}: column '{ScalarText.Show(columns[column])}' is {first} in every row{(Math.Abs(first) < 1L << 53 ? "" : ", as far as double precision can tell")}, and will be in every sample"));
        }

        return new Standardization(means, deviations);
    }
}
