namespace GanCli.Engine.Priors;

/// <summary>Numbers of a prior that were drawn or worked out once.</summary>
/// <param name="Name">In checkpoints it is <c>prior/</c> and this name.</param>
/// <param name="Shape">Length of each axis.</param>
/// <param name="Values">The numbers in row order; the prior draws with what stands here.</param>
public sealed record PriorTable(string Name, IReadOnlyList<long> Shape, float[] Values);
