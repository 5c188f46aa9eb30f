namespace GanCli.Reporting.Charts;

/// <summary>Shares of numbers in equal bins.</summary>
/// <param name="Low">Left end of the first bin.</param>
/// <param name="High">Right end of the last bin.</param>
/// <param name="Shares">Share of all numbers in each bin; what lies outside is in none.</param>
public sealed record Histogram(double Low, double High, double[] Shares)
{
    /// <summary>Bins of a histogram, the published figure of the 1-D example.</summary>
    public const int Bins = 50;

    public double Width => (High - Low) / Shares.Length;

    /// <summary>Share of the numbers that lie in no bin.</summary>
    public double Outside => Math.Max(0, 1 - Shares.Sum());

    /// <summary>Counts numbers. The last bin includes its right end.</summary>
    public static Histogram Of(IReadOnlyList<double> values, double low, double high, int bins = Bins)
    {
        double[] shares = new double[bins];
        foreach (double value in values)
        {
            if (value >= low && value <= high)
            {
                shares[Math.Min(bins - 1, (int)((value - low) / (high - low) * bins))] += 1.0 / values.Count;
            }
        }

        return new Histogram(low, high, shares);
    }
}
