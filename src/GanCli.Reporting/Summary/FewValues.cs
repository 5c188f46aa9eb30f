using GanCli.Reporting.Reading;

namespace GanCli.Reporting.Summary;

/// <summary>Columns of a table that hold few different numbers: months, flags, grades. Metrics take them for numbers on a line, and see nothing wrong with
/// a sample between two of them.</summary>
internal static class FewValues
{
    /// <summary>A column of more different numbers is not one of few.</summary>
    private const int Most = 20;

    /// <summary>Rows to each number from which on it is no chance that numbers come again.</summary>
    private const int FewestRows = 5;

    /// <summary>Columns that a sentence names.</summary>
    private const int Named = 3;

    /// <summary>Such columns by their places, each with how many numbers it holds. Of pictures and of data whose modes are known: none.</summary>
    public static IReadOnlyList<(int Column, int Count)> Of(RunRecord run) => run is not { Modes: null, Shape.Count: 1, Real: { } real } ? []
        : [.. Enumerable.Range(0, real.Dimension)
            .Select(column => (Column: column, Count: real.Column(column).Distinct().Take(Most + 1).Count()))
            .Where(column => column.Count is > 1 and <= Most && column.Count * FewestRows <= real.Count)];

    /// <summary>What to bear in mind of them; null where there are none.</summary>
    public static string? Write(RunRecord run)
    {
        IReadOnlyList<(int Column, int Count)> few = Of(run);
        if (few.Count == 0)
        {
            return null;
        }

        string names = string.Join(", ", few.Take(Named).Select(column => $"{run.Column(column.Column)} ({Numbers.Whole(column.Count)})"));
        string more = few.Count > Named ? $" and {Numbers.Whole(few.Count - Named)} more" : "";
        return few.Count == 1
            ? $"{run.Column(few[0].Column)} has {Numbers.Whole(few[0].Count)} different values, and no metric here asks whether samples hit them"
            : $"some columns have few different values ({names}{more}), and no metric here asks whether samples hit them";
    }
}
