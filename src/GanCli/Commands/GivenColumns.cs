using System.Globalization;
using GanCli.Engine.Data;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary>Which columns of two tables are compared, as <c>--columns</c> and <c>--leave-out</c> say.</summary>
/// <param name="only">These, by name or by number from 1; empty: all.</param>
/// <param name="leftOut">All but these, wherever they are; empty: none.</param>
internal sealed class GivenColumns(IReadOnlyList<string> only, IReadOnlyList<string> leftOut)
{
    private readonly HashSet<string> _found = new(StringComparer.Ordinal);
    private readonly List<string> _tables = [];

    /// <summary>Of what two options hold, names set off by commas.</summary>
    /// <exception cref="UsageException">Both are given.</exception>
    public static GivenColumns Of(string[]? only, string[]? leftOut)
    {
        var columns = (Only: Names(only), LeftOut: Names(leftOut));
        return columns.Only.Length == 0 || columns.LeftOut.Length == 0 ? new GivenColumns(columns.Only, columns.LeftOut)
            : throw new UsageException("--columns says already which ones are taken; leave --leave-out away");
    }

    /// <summary>The same data with the columns that are meant. A column to leave out may be in one of the tables only, as an id is.</summary>
    /// <exception cref="IOException">The table cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public DataConfig Apply(DataConfig data)
    {
        if (data is not TableConfig table || only.Count + leftOut.Count == 0)
        {
            return data;
        }

        if (only.Count > 0)
        {
            _tables.Add(table.Path!);
            return table with { Columns = only, LeaveOut = [] };
        }

        IReadOnlyList<string> names = table.ColumnNames();
        string[] here = [.. leftOut.Where(name => Has(names, name))];
        _found.UnionWith(here);
        _tables.Add($"{table.Path} has {string.Join(", ", names)}");
        return table.Columns is { } chosen ? table with { Columns = [.. chosen.Except(here, StringComparer.Ordinal)] }
            : table with { LeaveOut = [.. table.LeaveOut.Union(here, StringComparer.Ordinal)] };
    }

    /// <summary>Once both sets are open: whether everything that was named was found.</summary>
    /// <exception cref="UsageException">A column is in neither table, or there are no tables.</exception>
    public void Check()
    {
        if (_tables.Count == 0 && only.Count + leftOut.Count > 0)
        {
            throw new UsageException($"{(only.Count > 0 ? "--columns" : "--leave-out")} is for tables (CSV, TSV, Parquet), and neither file is one");
        }

        if (leftOut.FirstOrDefault(name => !_found.Contains(name)) is { } nowhere)
        {
            throw new UsageException($"--leave-out: no column is called '{nowhere}'; {string.Join(", ", _tables)}");
        }
    }

    private static string[] Names(string[]? lists) =>
        [.. (lists ?? []).SelectMany(static list => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];

    // By the loader's rule: a number counts where no column is called so.
    private static bool Has(IReadOnlyList<string> names, string name) => names.Contains(name, StringComparer.Ordinal)
        || (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= names.Count);
}
