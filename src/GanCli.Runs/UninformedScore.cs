namespace GanCli.Runs;

/// <summary>What the better of the samplers scores that know nothing of the data's structure: a featureless blob.</summary>
/// <param name="Sampler">Which one it is: <c>gaussian</c>, one Gaussian with the data's mean and covariance, or <c>uniform</c>, the uniform distribution
/// over the data's extent.</param>
/// <param name="Samples">With how many samples.</param>
/// <param name="Median">In the middle.</param>
/// <param name="Low">Its 5% quantile.</param>
/// <param name="High">Its 95% quantile.</param>
public sealed record UninformedScore(string Sampler, int Samples, double Median, double Low, double High);
