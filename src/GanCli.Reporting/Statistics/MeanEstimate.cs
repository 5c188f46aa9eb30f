namespace GanCli.Reporting.Statistics;

/// <summary>A mean and how well it is known.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Error">Its standard error.</param>
/// <param name="Count">How many numbers it was made of, at least 2.</param>
public readonly record struct MeanEstimate(double Mean, double Error, int Count)
{
    /// <summary>The mean of some numbers.</summary>
    /// <returns>Null below two numbers.</returns>
    public static MeanEstimate? Of(Outcomes sample) => sample.Count < 2 ? null : new(sample.Mean, sample.Deviation / Math.Sqrt(sample.Count), sample.Count);
}
