using GanCli.Engine.Config;

namespace GanCli.Engine.Data;

/// <summary>What becomes of cells without a value.</summary>
public enum MissingCells
{
    /// <summary>They are counted and the table is refused.</summary>
    Refuse,

    /// <summary>Rows with such a cell in a chosen column are left out.</summary>
    Drop,
}

/// <summary>A table whose columns have names.</summary>
public abstract record TableConfig : FileDataConfig
{
    [AlsoCalled("usecols", "features")]
    [Option("Columns by name, in this order (or by number from 1, where none is called so); null takes all", MinItems = 1, AllowSingle = true)]
    public IReadOnlyList<string>? Columns { get; init; }

    [AlsoCalled("drop", "exclude", "ignore")]
    [Option("Columns to leave out, by name or by number from 1; in place of columns", AllowSingle = true)]
    public IReadOnlyList<string> LeaveOut { get; init; } = [];

    [AlsoCalled("na", "na-values")]
    [Option("Rows with a cell that is missing in a chosen column: refuse the table, or drop them")]
    public MissingCells Missing { get; init; }

    /// <summary>What the file's columns are called, all of them, without looking at what they hold.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is no such table.</exception>
    public abstract IReadOnlyList<string> ColumnNames();

    public override void Validate(ConfigCheck check)
    {
        base.Validate(check);
        if (Columns is not null && LeaveOut.Count > 0)
        {
            check.Fail("leave-out", "columns says already which ones are taken; leave one of the two keys out");
        }
    }
}
