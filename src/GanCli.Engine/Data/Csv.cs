using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using GanCli.Engine.Config;
using GanCli.Engine.Random;

namespace GanCli.Engine.Data;

/// <summary>What sets off decimals.</summary>
public enum DecimalMark
{
    Point,
    Comma,
}

/// <summary>Columns of a table in a text file.</summary>
[AlsoCalled("table", "tsv")]
[Component("csv", "Numeric columns of a CSV or TSV file")]
public sealed record CsvConfig : TableConfig
{
    [AlsoCalled("sep", "separator")]
    [Option("The character between fields; null takes a tab for .tsv and .tab, else a semicolon where decimals have a comma, else a comma")]
    public string? Delimiter { get; init; }

    [Option("What sets off decimals")]
    public DecimalMark Decimal { get; init; }

    [Option("The first line names the columns; null: unless it holds numbers only")]
    public bool? Header { get; init; }

    [Option("The character that lines of comment begin with; null: there are none")]
    public string? Comment { get; init; }

    /// <summary>The character between fields.</summary>
    internal char Mark =>
        Delimiter?[0] ?? (System.IO.Path.GetExtension(Path)?.ToLowerInvariant() is ".tsv" or ".tab" ? '\t' : Decimal == DecimalMark.Comma ? ';' : ',');

    public override void Validate(ConfigCheck check)
    {
        base.Validate(check);
        if (Delimiter is { } delimiter && (delimiter.Length != 1 || delimiter[0] is '"' or '\r' or '\n'))
        {
            check.Fail("delimiter", "must be one character, and neither a quote nor a line end");
        }
        else if (Decimal == DecimalMark.Comma && Mark == ',')
        {
            check.Fail("decimal", "a comma cannot stand between fields and before decimals; set another delimiter, or decimal: point");
        }

        if (Comment is { } comment && (comment.Length != 1 || comment[0] is '"' or '\r' or '\n' || (Delimiter?.Length == 1 && comment[0] == Delimiter[0])))
        {
            check.Fail("comment", "must be one character, and neither a quote, a line end nor the delimiter");
        }
    }

    public override DataSource Build(RandomStreams streams)
    {
        using var file = ForeignFile.Open(Path!, "csv");
        using var hash = SHA256.Create();
        using var hashed = new CryptoStream(file, hash, CryptoStreamMode.Read);
        return AsText(hashed, reader => Read(reader).Build(Convert.ToHexStringLower(hash.Hash!), streams));
    }

    public override IReadOnlyList<string> ColumnNames()
    {
        using var file = ForeignFile.Open(Path!, "csv");
        return AsText(file, reader =>
        {
            var fields = new List<string>();
            return Names(reader, fields, out _);
        });
    }

    private T AsText<T>(Stream content, Func<CsvReader, T> read)
    {
        using var text = new StreamReader(content, new UTF8Encoding(false, throwOnInvalidBytes: true));
        try
        {
            return read(new CsvReader(text, Mark, Path!, Comment?[0]));
        }
        catch (DecoderFallbackException exception)
        {
            throw new InvalidDataException($"{Path}: is not UTF-8 text; save it as UTF-8", exception);
        }
    }

    /// <summary>Reads the first line.</summary>
    /// <param name="reader">Stands before it.</param>
    /// <param name="fields">Receives its fields.</param>
    /// <param name="header">Whether they are names.</param>
    /// <returns>What columns are called: their numbers from 1 where the table doesn't say.</returns>
    private List<string> Names(CsvReader reader, List<string> fields, out bool header)
    {
        if (!reader.Read(fields))
        {
            throw new InvalidDataException($"{Path}: is empty");
        }

        header = Header ?? !HoldsNumbersOnly(fields);
        return header
            ? [.. fields.Select(name => name.Trim())]
            : [.. Enumerable.Range(1, fields.Count).Select(number => number.ToString(CultureInfo.InvariantCulture))];
    }

    private TableRows Read(CsvReader reader)
    {
        var fields = new List<string>();
        List<string> names = Names(reader, fields, out var header);
        RequireFields(fields, names);
        var comma = Decimal == DecimalMark.Comma;
        var rows = new TableRows(this, names, comma);
        if (!header && Header is null)
        {
            rows.Note(
                NumberTable.Text(
                    $"line {reader.Line} holds numbers only and counts as the first row; set header: true if it names the columns, or false if not"));
        }

        if (header && Comment is null && names[0].StartsWith('#'))
        {
            rows.Note(
                NumberTable.Text($"the first column is called '{ScalarText.Show(names[0])}'; if lines that begin with # are comments, set comment: \"#\""));
        }

        Collect(reader, fields, names.Count, header, rows, comma);
        return rows;
    }

    private void Collect(CsvReader reader, List<string> fields, int width, bool header, TableRows rows, bool comma)
    {
        var (row, blankLine, ragged, raggedFault) = (0, 0, 0, "");
        for (var more = !header || reader.Read(fields); more; more = reader.Read(fields))
        {
            // Blank lines are harmless at the end only: elsewhere they may be a missing value.
            if (reader.IsBlank)
            {
                blankLine = blankLine == 0 ? reader.Line : blankLine;
                continue;
            }

            if (blankLine > 0)
            {
                throw new InvalidDataException(NumberTable.Text($"{Path}: line {blankLine}: is blank between rows; remove it"));
            }

            row++;
            if (fields.Count != width)
            {
                raggedFault = ragged++ > 0 ? raggedFault : string.Concat(NumberTable.Text(
                    $"line {reader.Line}: row {row} has {fields.Count} {(fields.Count == 1 ? "field" : "fields")} "),
                        NumberTable.Text($"where {(header ? "the header" : "the first row")} has {width}{Hint(fields, width)}"));
                continue;
            }

            for (var i = 0; i < rows.Chosen.Count; i++)
            {
                var text = fields[rows.Chosen[i]].Trim();
                rows.Set(i, Cell.Read(text, comma, out var value), value, text, Cell.Decimals(text));
            }

            rows.Commit(NumberTable.Text($"line {reader.Line}"));
        }

        if (ragged > 0)
        {
            rows.Fail(ragged == 1 ? raggedFault
                : NumberTable.Text(
                    $"{raggedFault}; {(ragged == 2 ? "so is 1 more row" : NumberTable.Text($"so are {ragged - 1:N0} more rows"))} of another length"));
        }
    }

    private string Hint(List<string> fields, int width) => fields.Count == 2 * width && Mark == ','
        ? "; where commas set off decimals, save the table with another delimiter and set decimal: comma"
        : Comment is null && fields[0].StartsWith('#') ? "; if lines that begin with # are comments, set comment: \"#\"" : "";

    /// <summary>Whether a first line looks like data: numbers only, but neither names that were asked for nor a count of columns, as pandas writes it
    /// for a table without names.</summary>
    internal bool HoldsNumbersOnly(List<string> fields)
    {
        var values = new double[fields.Count];
        for (var i = 0; i < values.Length; i++)
        {
            if (Cell.Read(fields[i].Trim(), Decimal == DecimalMark.Comma, out values[i]) != CellKind.Number)
            {
                return false;
            }
        }

        var isCount = values.Length > 1 && values[0] is 0 or 1 && values.Index().All(value => value.Item == values[0] + value.Index);
        return !isCount && !(Columns is { } wanted && wanted.All(name => fields.Exists(field => string.Equals(field.Trim(), name, StringComparison.Ordinal))));
    }

    /// <summary>A line that is one field and holds another usual delimiter is many fields, unless somebody chose it as a column.</summary>
    private void RequireFields(List<string> fields, List<string> names)
    {
        var other = fields is [var only] ? only.IndexOfAny([';', '\t', '|', ',']) : -1;
        if (other >= 0 && Columns?.Contains(names[0], StringComparer.Ordinal) != true && fields[0][other] != Mark
            && !(fields[0][other] == ',' && Decimal == DecimalMark.Comma))
        {
            throw new InvalidDataException($"{Path}: has no '{Shown(Mark)}' between its fields; try delimiter: \"{Shown(fields[0][other])}\"");
        }
    }

    private static string Shown(char mark) => mark == '\t' ? "\\t" : mark.ToString();
}
