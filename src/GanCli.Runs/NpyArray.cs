namespace GanCli.Runs;

/// <summary>An array read from an <c>.npy</c> file.</summary>
/// <param name="Shape">Length of each axis; empty for a single number.</param>
/// <param name="Data">The numbers in row order; as many as the product of <paramref name="Shape"/>.</param>
public sealed record NpyArray<T>(IReadOnlyList<long> Shape, T[] Data);
