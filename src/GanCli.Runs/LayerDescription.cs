namespace GanCli.Runs;

/// <summary>A row of a network's table.</summary>
/// <param name="Name">What it is.</param>
/// <param name="OutputShape">Without the batch axis.</param>
/// <param name="Parameters">Trained numbers in it.</param>
public sealed record LayerDescription(string Name, IReadOnlyList<long> OutputShape, long Parameters);
