using System.Globalization;
using GanCli.Engine.Config;

namespace GanCli.Engine.Data;

/// <summary>What was seen of one column while a table was read.</summary>
/// <param name="name">How a message and an advice call it: its name, or its number where it has none.</param>
/// <param name="comma">Decimals are expected behind a comma.</param>
internal sealed class ColumnAudit(string name, bool comma = false)
{
    // A few rows in order are chance, unless the column has no name or that of an index.
    private const int FewestOfAnIndex = 20;
    private const int FewestWithoutName = 3;

    private readonly Dictionary<CellKind, (int Count, string Where, string Text)> _faults = [];
    private readonly HashSet<double> _values = [];
    private int _cells;
    private int _numbers;
    private int _decimals;
    private bool _isWrittenOut = true;
    private double _low = double.PositiveInfinity;
    private double _high = double.NegativeInfinity;
    private double _first;
    private decimal? _firstExactly;
    private string? _apart;
    private bool _counts = true;
    private string? _refusal;

    public string Name => name;

    /// <summary>How its numbers are written.</summary>
    public ColumnForm Form => new(_isWrittenOut ? _decimals : null, _low, _high, _values.Count <= ColumnForm.MostValues ? _values.Count : null);

    /// <summary>It counts the rows: from 0 or from 1, or from anywhere where its name says that it does.</summary>
    public bool IsIndex => _counts && _faults.Count == 0 && (_first is 0 or 1 || IsIndexName)
        && _numbers >= (IsIndexName ? FewestWithoutName : FewestOfAnIndex);

    /// <summary>Takes a number.</summary>
    /// <param name="value">Finite.</param>
    /// <param name="decimals">Digits behind the point as written; null where that is unknown.</param>
    /// <param name="exactly">The number as written where <paramref name="value"/> may be rounded.</param>
    /// <param name="where">For messages: <c>line 3</c>.</param>
    public void Number(double value, int? decimals, decimal? exactly, string where)
    {
        _cells++;
        (_first, _firstExactly) = _numbers == 0 ? (value, exactly) : (_first, _firstExactly);
        _counts &= value == _first + _numbers;
        _numbers++;
        _isWrittenOut &= decimals is >= 0 and <= ColumnForm.MostDecimals;
        _decimals = Math.Max(_decimals, decimals ?? 0);
        (_low, _high) = (Math.Min(_low, value), Math.Max(_high, value));
        if (_values.Count <= ColumnForm.MostValues)
        {
            _values.Add(value);
        }

        if (exactly != _firstExactly)
        {
            _apart ??= where;
        }
    }

    /// <summary>Takes a cell that is no number.</summary>
    public void Fault(CellKind kind, string text, string where)
    {
        _cells++;
        _faults[kind] = _faults.TryGetValue(kind, out var known) ? known with { Count = known.Count + 1 } : (1, where, text);
    }

    /// <summary>The column holds something else than numbers.</summary>
    /// <param name="cells">How many.</param>
    /// <param name="what">What they hold: <c>text</c>.</param>
    public void Refuse(long cells, string what) =>
        _refusal = Text($"its {cells:N0} {(cells == 1 ? "cell holds" : "cells hold")} {what}, not numbers; {LeaveOut}");

    /// <summary>What is wrong with the column and one way out; null when nothing is.</summary>
    public string? Describe()
    {
        if (_refusal is not null)
        {
            return _refusal;
        }

        if (_faults.Count == 0)
        {
            // Numbers that differ as written and are one number in double precision can only be told by their text.
            return _apart is not null && _low == _high
                ? Text($"its {_cells:N0} numbers differ only in digits that double precision rounds away; {LeaveOut}")
                : null;
        }

        var found = _faults.OrderByDescending(fault => fault.Key).Select((fault, i) =>
            string.Concat(
                Text($"{fault.Value.Count:N0}{(i == 0 ? Text($" of {_cells:N0} {(_cells == 1 ? "cell" : "cells")}") : "")} "),
                Text($"{Word(fault.Key, fault.Value.Count)}, the first{Shown(fault.Value.Text)} in {fault.Value.Where}")));
        return $"{string.Join("; ", found)}; {Advice()}";
    }

    /// <summary>A name or a number as it stands in a list of YAML.</summary>
    public static string Yaml(string name) => ScalarText.IsPlainText(name) || name.All(char.IsAsciiDigit) ? name : ScalarText.Quote(ScalarText.Show(name));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Shown(string text) => text.Length > 0 ? $" ('{ScalarText.Show(text, 40)}')" : "";

    private bool IsIndexName => name.All(char.IsAsciiDigit) || name.StartsWith("Unnamed:", StringComparison.Ordinal)
        || name.ToLowerInvariant() is "index" or "__index_level_0__" or "id" or "row" or "rowid" or "#" or "no" or "nr";

    private string LeaveOut => $"leave the column out with leave-out: [{Yaml(name)}]";

    private string Word(CellKind kind, int count) => (count == 1 ? "is" : "are", kind) switch
    {
        (var be, CellKind.Missing) => $"{be} missing",
        (var be, CellKind.Text) => $"{be} not {(count == 1 ? "a number" : "numbers")}",
        (var be, CellKind.Infinite) => $"{be} not finite",
        ("is", CellKind.OtherMark) => comma ? "has a decimal point" : "has a decimal comma",
        (_, CellKind.OtherMark) => comma ? "have a decimal point" : "have a decimal comma",
        ("is", _) => "has commas between thousands",
        _ => "have commas between thousands",
    };

    // One advice: what helps against the worst.
    private string Advice() => _faults.Keys.Max() switch
    {
        _ when _numbers == 0 && !_faults.Keys.Any(kind => kind is CellKind.OtherMark or CellKind.Thousands) => LeaveOut,
        CellKind.Missing => "leave such rows out with missing: drop",
        CellKind.OtherMark => comma ? "write all numbers alike, or set decimal: point"
            : "write them without commas or, where these are decimal commas, set decimal: comma",
        CellKind.Thousands => "write them without",
        _ => $"mend {(_faults.Values.Sum(fault => fault.Count) == 1 ? "it" : "them")}, or {LeaveOut}",
    };
}
