namespace GanCli.Runs;

/// <summary>A document whose numbers can be impossible although it reads well.</summary>
internal interface IChecked
{
    /// <summary>What is impossible in it, with its key; null when all can be.</summary>
    string? Fault();

    /// <summary>Words for a number that cannot be.</summary>
    static string Text(string key, double value) => FormattableString.Invariant($"{key} is {value}");
}
