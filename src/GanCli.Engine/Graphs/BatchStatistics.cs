namespace GanCli.Engine.Graphs;

/// <summary>What batch normalization knows after training, each [features].</summary>
/// <param name="Scale">Multiplies what has mean 0 and variance 1.</param>
/// <param name="Shift">Is added to that.</param>
/// <param name="Mean">Running mean.</param>
/// <param name="Variance">Running variance.</param>
/// <param name="Epsilon">Is added to the variance.</param>
public sealed record BatchStatistics(GraphNumbers Scale, GraphNumbers Shift, GraphNumbers Mean, GraphNumbers Variance, double Epsilon);
