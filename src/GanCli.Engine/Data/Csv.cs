using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using GanCli.Engine.Config;
using GanCli.Engine.Random;

namespace GanCli.Engine.Data;

/// <summary>Columns of a table in a text file.</summary>
[Component("csv", "Numeric columns of a CSV file")]
public sealed record CsvConfig : DataConfig
{
    private const int MaxNumbers = 1 << 28;

    private static readonly string[] Missing = ["", "na", "n/a", "nan", "null", "none", "?"];

    [Option("The file (UTF-8)", IsPath = true)]
    public string? Path { get; init; }

    [Option("Columns by name, in this order (by number from 1 where there is no header); null takes all", MinItems = 1, AllowSingle = true)]
    public IReadOnlyList<string>? Columns { get; init; }

    [Option("The character between fields")]
    public string Delimiter { get; init; } = ",";

    [Option("The first line names the columns")]
    public bool Header { get; init; } = true;

    [Option("Bring each column to mean 0 and deviation 1; sampling inverts it")]
    public bool Standardize { get; init; } = true;

    [Option("Share of the rows, chosen by the data's seed, that is kept from training so that the metric data-copying can compare with it", Min = 0, Max = 0.9)]
    public double HeldOut { get; init; }

    public override void Validate(ConfigCheck check)
    {
        NumberTable.CheckPath(check, Path);
        if (Delimiter.Length != 1 || Delimiter[0] is '"' or '\r' or '\n')
        {
            check.Fail("delimiter", "must be one character, and neither a quote nor a line end");
        }
    }

    public override DataSource Build(RandomStreams streams)
    {
        using var file = File.OpenRead(Path!);
        using var hash = SHA256.Create();
        using var hashed = new CryptoStream(file, hash, CryptoStreamMode.Read);
        using var text = new StreamReader(hashed, new UTF8Encoding(false, throwOnInvalidBytes: true));
        try
        {
            var (columns, values) = Read(new CsvReader(text, Delimiter[0], Path!));
            var contentHash = Convert.ToHexStringLower(hash.Hash!);
            return NumberTable.Build(Path!, columns, CollectionsMarshal.AsSpan(values), Standardize, contentHash, HeldOut, streams);
        }
        catch (DecoderFallbackException exception)
        {
            throw new InvalidDataException($"{Path}: is not UTF-8 text; save it as UTF-8", exception);
        }
    }

    private (string[] Columns, List<double> Values) Read(CsvReader reader)
    {
        var fields = new List<string>();
        if (!reader.Read(fields))
        {
            throw new InvalidDataException($"{Path}: is empty");
        }

        List<string> names = Header
            ? [.. fields.Select(name => name.Trim())]
            : [.. Enumerable.Range(1, fields.Count).Select(number => number.ToString(CultureInfo.InvariantCulture))];
        RequireFields(fields, names);
        var chosen = Choose(names);
        var values = new List<double>();
        var (row, blankLine) = (0, 0);
        for (var more = !Header || reader.Read(fields); more; more = reader.Read(fields))
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
            if (fields.Count != names.Count)
            {
                throw reader.Error(NumberTable.Text(
                    $"row {row} has {fields.Count} {(fields.Count == 1 ? "field" : "fields")} where {(Header ? "the header" : "the first row")} has {names.Count}"));
            }

            foreach (var column in chosen)
            {
                values.Add(Number(reader, fields[column], NumberTable.Text($"row {row}, column '{names[column]}'")));
            }

            if (values.Count > MaxNumbers)
            {
                throw new InvalidDataException(NumberTable.Text($"{Path}: holds more than {MaxNumbers} numbers"));
            }
        }

        return ([.. chosen.Select(column => names[column])], values);
    }

    /// <summary>A line that is one field and holds another usual delimiter is many fields, unless somebody chose it as a column.</summary>
    private void RequireFields(List<string> fields, List<string> names)
    {
        var other = fields is [var only] ? only.IndexOfAny([';', '\t', '|', ',']) : -1;
        if (other >= 0 && Columns?.Contains(names[0], StringComparer.Ordinal) != true)
        {
            var delimiter = fields[0][other] == '\t' ? "\\t" : fields[0][other].ToString();
            throw new InvalidDataException($"{Path}: has no '{Delimiter}' between its fields; try delimiter: \"{delimiter}\"");
        }
    }

    private List<int> Choose(List<string> names)
    {
        var wanted = Columns ?? names;
        foreach (var name in wanted)
        {
            var found = names.Count(other => string.Equals(other, name, StringComparison.Ordinal));
            if (found != 1)
            {
                throw new InvalidDataException(
                    found > 1 ? $"{Path}: has more than one column '{name}'" : $"{Path}: has no column '{name}'; it has {string.Join(", ", names)}");
            }
        }

        return [.. wanted.Select(name => names.IndexOf(name))];
    }

    private static double Number(CsvReader reader, string field, string place)
    {
        var text = field.Trim();
        if (Missing.Contains(text, StringComparer.OrdinalIgnoreCase))
        {
            throw reader.Error($"{place}: missing value{(text.Length > 0 ? $" ('{text}')" : "")}; fill it in, remove the row, or choose other columns");
        }

        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
        {
            var shown = new string([.. text.Take(40).Select(character => char.IsControl(character) ? '\uFFFD' : character)]);
            throw reader.Error($"{place}: '{shown}' is not a number; choose numeric columns with columns: […]");
        }

        return double.IsFinite(value) ? value : throw reader.Error($"{place}: '{text}' is not a finite number");
    }
}
