namespace GanCli.Runs;

/// <summary>The checkpoint that scored best.</summary>
/// <param name="Step">Its step.</param>
/// <param name="Metric">The value it was chosen by.</param>
/// <param name="Value">What it scored.</param>
public sealed record BestCheckpoint(long Step, string Metric, double Value);
