namespace GanCli.Runs;

/// <summary>The modes of a mixture, in the data's own units.</summary>
/// <param name="Means">One row of numbers for each mode.</param>
/// <param name="Stds">Standard deviations, same shape as <paramref name="Means"/>.</param>
/// <param name="Weights">Weight of each mode, summing to one.</param>
public sealed record DataModes(
    IReadOnlyList<IReadOnlyList<double>> Means, IReadOnlyList<IReadOnlyList<double>> Stds, IReadOnlyList<double> Weights);
