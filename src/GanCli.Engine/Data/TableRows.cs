using System.Globalization;
using System.Runtime.InteropServices;
using GanCli.Engine.Config;
using GanCli.Engine.Random;

namespace GanCli.Engine.Data;

/// <summary>Collects the rows of a table and everything that is wrong with them, so that one message can say it all.</summary>
internal sealed class TableRows
{
    private const int MaxNumbers = 1 << 28;
    private const int MaxFaults = 20;

    // From here on not every whole number is one in double precision.
    private const double FewestRounded = 1L << 53;

    private readonly TableConfig _config;
    private readonly List<string> _names;
    private readonly ColumnAudit[] _audits;
    private readonly (CellKind Kind, double Value, string Text, int? Decimals)[] _row;
    private readonly bool[] _refused;
    private readonly List<string> _faults = [];
    private readonly List<string> _notes = [];
    private int _rows;
    private int _dropped;

    /// <param name="config">What was asked for.</param>
    /// <param name="names">Names of all columns.</param>
    /// <param name="comma">Decimals stand behind a comma.</param>
    /// <exception cref="InvalidDataException">A column that was asked for is not there, or none is left.</exception>
    public TableRows(TableConfig config, IReadOnlyList<string> names, bool comma = false)
    {
        _config = config;
        _names = [.. names];
        Chosen = Choose();
        Columns = [.. Chosen.Select(column => _names[column])];
        _audits = [.. Chosen.Select(column => new ColumnAudit(NameOf(column), comma))];
        _row = new (CellKind, double, string, int?)[Chosen.Count];
        _refused = new bool[Chosen.Count];
    }

    /// <summary>Places of the chosen columns among all.</summary>
    public IReadOnlyList<int> Chosen { get; }

    /// <summary>Names of the chosen columns.</summary>
    private string[] Columns { get; }

    /// <summary>The numbers, [rows × columns] in row order.</summary>
    private List<double> Values { get; } = [];

    /// <summary>Notes a peculiarity.</summary>
    public void Note(string note) => _notes.Add($"{_config.Path}: {note}");

    /// <summary>Notes a fault of the table as a whole.</summary>
    public void Fail(string fault) => _faults.Add(fault);

    /// <summary>Notes that chosen column <paramref name="i"/> holds something else than numbers, and takes no cell of it.</summary>
    /// <param name="i">Its place among the chosen ones.</param>
    /// <param name="cells">How many there are.</param>
    /// <param name="what">What they hold: <c>text</c>.</param>
    public void Refuse(int i, long cells, string what)
    {
        _refused[i] = true;
        _audits[i].Refuse(cells, what);
    }

    /// <summary>Whether a cell's text matters: in messages, and where its number may be rounded.</summary>
    public static bool NeedsText(CellKind kind, double value) => kind != CellKind.Number || Math.Abs(value) >= FewestRounded;

    /// <summary>Sets the cell of chosen column <paramref name="i"/> in the row at hand.</summary>
    /// <param name="i">Its place among the chosen ones.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="value">The number, where it is one.</param>
    /// <param name="text">As written; may be anything where nobody <see cref="NeedsText"/>.</param>
    /// <param name="decimals">Digits behind the point as written; null where that is unknown.</param>
    public void Set(int i, CellKind kind, double value, string text, int? decimals) => _row[i] = (kind, value, text, decimals);

    /// <summary>Takes the row at hand.</summary>
    /// <param name="where">For messages: <c>line 3</c>.</param>
    public void Commit(string where)
    {
        _rows++;
        if (_config.Missing == MissingCells.Drop && Array.Exists(_row, cell => cell.Kind == CellKind.Missing))
        {
            _dropped++;
            return;
        }

        for (var i = 0; i < _row.Length; i++)
        {
            var (kind, value, text, decimals) = _row[i];
            if (_refused[i])
            {
                continue;
            }

            if (kind == CellKind.Number)
            {
                var exactly = NeedsText(kind, value) && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) ? exact
                    : default(decimal?);
                _audits[i].Number(value, decimals, exactly, where);
            }
            else
            {
                _audits[i].Fault(kind, text, where);
            }

            Values.Add(value);
        }

        RequireRoom(numbers: Values.Count);
    }

    /// <summary>Refuses a table whose length is known and too much.</summary>
    /// <exception cref="InvalidDataException">It is.</exception>
    public void RequireRoomFor(long rows) => RequireRoom(numbers: (Int128)rows * Chosen.Count);

    /// <summary>The table, once every row was taken.</summary>
    /// <param name="contentHash">SHA-256 of the file.</param>
    /// <param name="streams">All randomness.</param>
    /// <exception cref="InvalidDataException">Everything that is wrong with it.</exception>
    public FiniteSource Build(string contentHash, RandomStreams streams)
    {
        Check();
        return NumberTable.Build(_config, Columns, CollectionsMarshal.AsSpan(Values), contentHash, streams, [.. _audits.Select(audit => audit.Form)], _notes);
    }

    private void RequireRoom(Int128 numbers)
    {
        if (numbers > MaxNumbers)
        {
            throw new InvalidDataException(NumberTable.Text($"{_config.Path}: holds more than {MaxNumbers} numbers"));
        }
    }

    private void Check()
    {
        var faults = _faults.Concat(_audits
            .Select(audit => (audit.Name, Fault: audit.Describe()))
            .Where(column => column.Fault is not null)
            .Select(column => $"column '{ScalarText.Show(column.Name)}': {column.Fault}")).ToList();
        if (faults.Count > 0)
        {
            var more = faults.Count > MaxFaults ? NumberTable.Text($"\n  … and {faults.Count - MaxFaults:N0} more") : "";
            throw new InvalidDataException(faults.Count == 1
                ? $"{_config.Path}: {faults[0]}"
                : NumberTable.Text($"{_config.Path}: {faults.Count:N0} faults\n  {string.Join("\n  ", faults.Take(MaxFaults))}{more}"));
        }

        if (_dropped > 0)
        {
            if (_dropped == _rows)
            {
                throw new InvalidDataException(
                    NumberTable.Text($"{_config.Path}: every one of {_rows:N0} rows has a missing cell; choose columns that have fewer"));
            }

            Note(NumberTable.Text($"{_dropped:N0} of {_rows:N0} rows have a missing cell and are left out"));
        }

        if (SharedTotal.Describe(CollectionsMarshal.AsSpan(Values), [.. Chosen.Select(NameOf)], [.. _audits.Select(audit => audit.Form)]) is { } shares)
        {
            Note(shares);
        }

        foreach (var audit in _config.Columns is null ? _audits.Where(audit => audit.IsIndex) : [])
        {
            Note($"column '{ScalarText.Show(audit.Name)}' counts the rows, as an index does; leave it out with leave-out: [{ColumnAudit.Yaml(audit.Name)}]");
        }
    }

    private string NameOf(int column) => _names[column].Length > 0 ? _names[column] : (column + 1).ToString(CultureInfo.InvariantCulture);

    private List<int> Choose()
    {
        if (_config.Columns is { } wanted)
        {
            return [.. wanted.Select(Find)];
        }

        HashSet<int> without = [.. _config.LeaveOut.Select(Find)];
        List<int> left = [.. Enumerable.Range(0, _names.Count).Where(column => !without.Contains(column))];
        return left.Count > 0 ? left : throw new InvalidDataException($"{_config.Path}: leave-out names every column");
    }

    private int Find(string name)
    {
        var found = _names.Count(other => string.Equals(other, name, StringComparison.Ordinal));
        return found switch
        {
            1 => _names.IndexOf(name),
            0 when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= _names.Count => number - 1,
            0 => throw new InvalidDataException($"{_config.Path}: has no column '{ScalarText.Show(name)}'; it has {Listed()}"),
            _ => throw new InvalidDataException($"{_config.Path}: has more than one column '{ScalarText.Show(name)}'; choose it by its number, from 1"),
        };
    }

    private string Listed() => string.Join(", ", _names.Take(MaxFaults).Select((_, column) => ScalarText.Show(NameOf(column))))
        + (_names.Count > MaxFaults ? NumberTable.Text($" … and {_names.Count - MaxFaults:N0} more") : "");
}
