using System.Text;
using GanCli.Engine.Random;

namespace GanCli.Engine.Data;

/// <summary>A text table as somebody sees it who has to write a config for it: which characters separate it, which columns can be learned, and what is in
/// them.</summary>
/// <param name="Config">Reads the table as it was found.</param>
/// <param name="Rows">Rows that are read.</param>
/// <param name="Columns">All columns of the file.</param>
/// <param name="Notes">What the loader says of it, each line with the path in front.</param>
public sealed record TableSurvey(CsvConfig Config, int Rows, IReadOnlyList<SurveyedColumn> Columns, IReadOnlyList<string> Notes)
{
    // More tell nothing new about the characters between fields.
    private const int Sampled = 200;

    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    /// <summary>Looks at a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is no table of numbers: the message is that of the loader, which was tried.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static TableSurvey Of(string path)
    {
        ForeignFile.Open(path, "csv").Dispose();
        CsvConfig config = Dialects(path).MaxBy(dialect => Score(dialect)) ?? new CsvConfig { Path = path };
        if (Audit(config) is { } found)
        {
            string[] without = [.. found.Columns.Where(static column => column.LeftOut is not null).Select(static column => column.Key)];

            // Where nothing is left, the loader says of each column why.
            if (without.Length < found.Columns.Count)
            {
                bool misses = found.Columns.Any(static column => column is { LeftOut: null, Missing: > 0 });
                config = config with { LeaveOut = without, Missing = misses ? MissingCells.Drop : MissingCells.Refuse };
            }

            return Read(config, found.Columns);
        }

        return Read(config, []);
    }

    private static TableSurvey Read(CsvConfig config, IReadOnlyList<SurveyedColumn> columns)
    {
        DataSource source = config.Build(new RandomStreams(0, 0, 0));
        return new TableSurvey(config, source.Table!.Count, columns, source.Notes);
    }

    private static IEnumerable<CsvConfig> Dialects(string path)
    {
        var plain = new CsvConfig { Path = path };
        string? comment = FirstCharacter(path) == '#' ? "#" : null;
        foreach (char mark in Delimiters)
        {
            foreach (DecimalMark point in mark == ',' ? [DecimalMark.Point] : (DecimalMark[])[DecimalMark.Point, DecimalMark.Comma])
            {
                var dialect = plain with { Decimal = point, Comment = comment };
                yield return dialect.Mark == mark ? dialect : dialect with { Delimiter = mark.ToString() };
            }
        }
    }

    private static int FirstCharacter(string path)
    {
        using StreamReader text = Text(path);
        return text.Peek();
    }

    // Cells that hold numbers, in rows of the most usual length: the right characters make the most of them.
    private static int Score(CsvConfig dialect)
    {
        List<string[]> rows = Read(dialect, Sampled);
        int width = rows.Count == 0 ? 0 : rows.GroupBy(static row => row.Length).MaxBy(static same => same.Count())!.Key;
        return rows.Where(row => row.Length == width)
            .Sum(row => row.Count(cell => Cell.Read(cell.Trim(), dialect.Decimal == DecimalMark.Comma, out _) == CellKind.Number));
    }

    private static List<string[]> Read(CsvConfig dialect, int most)
    {
        var rows = new List<string[]>();
        try
        {
            using StreamReader text = Text(dialect.Path!);
            var reader = new CsvReader(text, dialect.Mark, dialect.Path!, dialect.Comment?[0]);
            var fields = new List<string>();
            while (rows.Count < most && reader.Read(fields))
            {
                if (!reader.IsBlank)
                {
                    rows.Add([.. fields]);
                }
            }

            return rows;
        }
        catch (Exception e) when (e is InvalidDataException or DecoderFallbackException)
        {
            return [];
        }
    }

    private static (IReadOnlyList<SurveyedColumn> Columns, int Rows)? Audit(CsvConfig config)
    {
        List<string[]> rows = Read(config, int.MaxValue);
        if (rows.Count == 0)
        {
            return null;
        }

        bool header = !config.HoldsNumbersOnly([.. rows[0]]);
        string[] names = [.. rows[0].Select((name, i) => header ? name.Trim() : "")];
        List<SurveyedColumn> columns = [.. names.Select((name, i) => Column(name, i, config, rows.Skip(header ? 1 : 0)))];

        // A name that two columns have, or none, is no key; their number is.
        return ([.. columns.Select((column, i) => names.Count(name => string.Equals(name, names[i], StringComparison.Ordinal)) == 1 && names[i].Length > 0
            ? column : column with { Key = FormattableString.Invariant($"{i + 1}") })], rows.Count);
    }

    private static SurveyedColumn Column(string name, int place, CsvConfig config, IEnumerable<string[]> rows)
    {
        bool comma = config.Decimal == DecimalMark.Comma;
        string shown = name.Length > 0 ? name : FormattableString.Invariant($"{place + 1}");
        var audit = new ColumnAudit(shown, comma);
        (int count, int missing, int faults) = (0, 0, 0);
        foreach (string text in rows.Where(row => row.Length > place).Select(row => row[place].Trim()))
        {
            count++;
            CellKind kind = Cell.Read(text, comma, out double value);
            missing += kind == CellKind.Missing ? 1 : 0;
            faults += kind is CellKind.Number or CellKind.Missing ? 0 : 1;
            if (kind == CellKind.Number)
            {
                audit.Number(value, Cell.Decimals(text), null, "");
            }
        }

        string? why = missing == count ? "has no values"
            : faults > 0 ? FormattableString.Invariant($"{faults:N0} of {count:N0} cells are not numbers")
            : audit.IsIndex ? "counts the rows"
            : 2 * missing > count ? FormattableString.Invariant($"{missing:N0} of {count:N0} cells are missing")
            : null;
        return new SurveyedColumn(shown, audit.Form, missing, why);
    }

    private static StreamReader Text(string path) => new(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
}

/// <summary>A column of a table.</summary>
/// <param name="Key">What <c>columns</c> and <c>leave-out</c> call it: its name, or its number from 1 where that is no name of one column alone.</param>
/// <param name="Form">How its numbers are written; of no meaning where there are none.</param>
/// <param name="Missing">Cells without a value.</param>
/// <param name="LeftOut">Why it cannot be learned; null when it can.</param>
public sealed record SurveyedColumn(string Key, ColumnForm Form, int Missing, string? LeftOut);
