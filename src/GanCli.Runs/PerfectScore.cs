namespace GanCli.Runs;

/// <summary>What a perfect sampler scores.</summary>
/// <param name="Samples">With how many samples.</param>
/// <param name="Median">In the middle.</param>
/// <param name="Low">Its 5% quantile.</param>
/// <param name="High">Its 95% quantile.</param>
public sealed record PerfectScore(int Samples, double Median, double Low, double High);
