namespace GanCli.Engine.Data;

/// <summary>Data as a config to begin with has them, and what is to be said of the choice.</summary>
/// <param name="Config">Says where they are.</param>
/// <param name="Source">Made of it, or of the same with channels that tell nothing.</param>
internal sealed record SuitedData(DataConfig Config, DataSource Source)
{
    /// <summary>Keys that are worth writing even where they are as they are by default.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>Why pictures have the side that they have, a sentence; null where they have their own.</summary>
    public string? Sizing { get; init; }

    /// <summary>What could be done where there are no classes, a sentence.</summary>
    public string Classless { get; init; } = "No classes: lost ones cannot be counted.";
}
