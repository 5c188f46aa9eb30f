namespace GanCli.Engine.Graphs;

/// <summary>What an operation of an <see cref="IGraph"/> gives.</summary>
/// <param name="Name">Unique in its graph; chosen by the graph.</param>
/// <param name="Shape">Of one sample, without the batch axis.</param>
public sealed record GraphValue(string Name, IReadOnlyList<long> Shape);
