namespace GanCli.Reporting.Statistics;

/// <summary>A few numbers in fewer: of one metric over the seeds of a group.</summary>
/// <param name="Values">The numbers, all finite, in the order in which they were given.</param>
public sealed record Outcomes(IReadOnlyList<double> Values)
{
    public int Count => Values.Count;

    /// <summary>Where such numbers can lie: a share between 0 and 1.</summary>
    public Interval Range { get; init; } = Statistics.Interval.Everything;

    /// <summary>NaN where there is none. Of equal numbers it is exactly that number, so that their deviation is exactly 0.</summary>
    public double Mean => Count == 0 ? double.NaN : Values[0] + Values.Average(value => value - Values[0]);

    /// <summary>The sample's standard deviation (n − 1 in the denominator); NaN below two numbers.</summary>
    public double Deviation
    {
        get
        {
            double mean = Mean;
            return Count < 2 ? double.NaN : Math.Sqrt(Values.Sum(value => (value - mean) * (value - mean)) / (Count - 1));
        }
    }

    /// <summary>The middle one, or the mean of both in the middle; NaN where there is none.</summary>
    public double Median
    {
        get
        {
            double[] sorted = [.. Values.Order()];
            return Count == 0 ? double.NaN : (sorted[(Count - 1) / 2] + sorted[Count / 2]) / 2;
        }
    }

    /// <summary>95% interval of the mean, as far as it lies where a mean can be (which takes nothing from the 95%); see
    /// <see cref="Intervals.OfMean"/>.</summary>
    public Interval? Interval => Intervals.OfMean(this)?.Within(Range);

    /// <summary>The finite ones of some numbers.</summary>
    public static Outcomes Of(IEnumerable<double> values) => new([.. values.Where(double.IsFinite)]);
}
