namespace GanCli.Reporting.Comparison;

/// <summary>The columns that a table may have.</summary>
/// <param name="Always">Those that tell rows apart, and stand first.</param>
/// <param name="Default">Those that people see unless they ask for others.</param>
/// <param name="Everything">All there are, for a machine.</param>
/// <param name="Find">The column of a word; null where the word means nothing here.</param>
/// <param name="Words">All words but those of settings, for hints.</param>
public sealed record ColumnChoice(
    IReadOnlyList<Column> Always, IReadOnlyList<Column> Default, IReadOnlyList<Column> Everything, Func<string, Column?> Find, IReadOnlyList<string> Words);
