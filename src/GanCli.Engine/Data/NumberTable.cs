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
    /// <param name="columns">Names of the columns; of samples with more than one axis names of the first axis' places, each of which is standardized as
    /// one.</param>
    /// <param name="values">Finite numbers, [rows × …shape] in row order.</param>
    /// <param name="contentHash">SHA-256 of the file.</param>
    /// <param name="streams">Which rows are held out is drawn from <see cref="RandomStreams.Data"/>.</param>
    /// <param name="forms">How the columns are written, where that is known.</param>
    /// <param name="notes">What a person should know of the table.</param>
    /// <param name="shape">Of one sample; null: [columns].</param>
    /// <exception cref="InvalidDataException">There is no row, a number is too large, or a column varies too little to be told from rounding.</exception>
    public static FiniteSource Build(
        FileDataConfig config,
        IReadOnlyList<string> columns,
        ReadOnlySpan<double> values,
        string contentHash,
        RandomStreams streams,
        IReadOnlyList<ColumnForm>? forms = null,
        IReadOnlyList<string>? notes = null,
        IReadOnlyList<long>? shape = null)
    {
        var path = config.Path!;
        if (values.IsEmpty)
        {
            throw new InvalidDataException($"{path}: has no rows");
        }

        shape ??= [columns.Count];
        var size = (int)shape.Aggregate(1L, static (all, axis) => all * axis);
        var rows = values.Length / size;
        var kept = Kept(rows, Math.Min((int)Math.Ceiling(config.HeldOut * rows), rows - 1), streams.Data.At(RandomStream.MaxStep));
        List<string> noted = [.. notes ?? []];
        var standardization = config.Standardize ? Fit(path, columns, values, size / columns.Count, kept, noted) : null;
        var table = new List<float>(values.Length);
        var aside = new List<float>();
        for (var i = 0; i < values.Length; i++)
        {
            var place = i % size;
            var value = standardization is null
                ? (float)values[i]
                : standardization.Apply(values[i], place);
            (kept[i / size] ? table : aside).Add(Math.Abs(value) <= Farthest
                ? value
                : throw new InvalidDataException(string.Concat(Text(
                    $"{path}: row {(i / size) + 1}, column '{ScalarText.Show(columns[place / (size / columns.Count)])}': {values[i]} is too large for single "),
                        Text($"precision"))));
        }

        return new FiniteSource(
            new FloatRows(table.ToArray(), size), shape, columns: shape.Count == 1 ? columns : null, standardization: standardization, contentHash: contentHash,
            heldOut: aside.Count > 0 ? new Lazy<RowSet>(new FloatRows(aside.ToArray(), size)) : null, forms: forms, notes: noted);
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

    // Each column, of `width` numbers in a row, is standardized as one.
    private static Standardization Fit(string path, IReadOnlyList<string> columns, ReadOnlySpan<double> values, int width, bool[] kept, List<string> notes)
    {
        var size = columns.Count * width;
        var count = (double)kept.Count(row => row) * width;
        var (means, deviations) = (new double[columns.Count], new double[columns.Count]);
        for (var column = 0; column < columns.Count; column++)
        {
            var (mean, variance) = (0.0, 0.0);
            for (var i = column * width; i < values.Length; i = Next(i))
            {
                mean += kept[i / size] ? values[i] / count : 0;
            }

            for (var i = column * width; i < values.Length; i = Next(i))
            {
                variance += kept[i / size] ? (values[i] - mean) * ((values[i] - mean) / count) : 0;
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

            var first = values[(Array.IndexOf(kept, true) * size) + (column * width)];
            for (var i = column * width; i < values.Length; i = Next(i))
            {
                if (kept[i / size] && values[i] != first)
                {
                    throw new InvalidDataException(string.Concat(Text(
                        $"{path}: column '{ScalarText.Show(columns[column])}' differs from {first} by too little to be told from rounding; leave it out, or "),
                            Text($"take a constant away from it")));
                }
            }

            // What is left is the rounding of the mean. The networks see 0, and samples have the value.
            (means[column], deviations[column]) = (first, 0);
            notes.Add(string.Concat(Text(
                $"{path}: column '{ScalarText.Show(columns[column])}' is {first} in every "),
                    Text($"row{(Math.Abs(first) < 1L << 53 ? "" : ", as far as double precision can tell")}, and will be in every sample")));
        }

        return width == 1
            ? new Standardization(means, deviations)
            : new Standardization(Repeated(means), Repeated(deviations));

        // The next number of the same column.
        int Next(int i) => (i + 1) % width == 0 ? i + 1 + size - width : i + 1;

        double[] Repeated(double[] each) => [.. each.SelectMany(value => Enumerable.Repeat(value, width))];
    }
}
