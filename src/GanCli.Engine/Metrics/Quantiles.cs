namespace GanCli.Engine.Metrics;

/// <summary>Quantiles of a handful of numbers.</summary>
internal static class Quantiles
{
    /// <summary>Interpolated linearly between order statistics (R's type 7).</summary>
    /// <param name="numbers">At least one number, in any order.</param>
    /// <param name="probability">Between 0 and 1.</param>
    public static double Of(IReadOnlyCollection<double> numbers, double probability)
    {
        double[] sorted = [.. numbers];
        Array.Sort(sorted);
        return OfSorted(sorted, probability);
    }

    /// <summary>As <see cref="Of"/>, of numbers in ascending order.</summary>
    public static double OfSorted(double[] sorted, double probability)
    {
        var position = probability * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
