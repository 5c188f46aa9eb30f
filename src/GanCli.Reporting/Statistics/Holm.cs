namespace GanCli.Reporting.Statistics;

/// <summary>Holm's correction for many tests (Holm 1979): the chance that any of them is significant by luck alone stays at the level.</summary>
public static class Holm
{
    /// <summary>Adjusted p values, in the order of the given ones: the i-th smallest of m times m − i + 1, never less than a smaller one's, at most
    /// 1.</summary>
    public static IReadOnlyList<double> Adjust(IReadOnlyList<double> values)
    {
        double[] adjusted = new double[values.Count];
        double largest = 0;
        int[] order = [.. Enumerable.Range(0, values.Count).OrderBy(i => values[i])];
        for (int place = 0; place < order.Length; place++)
        {
            largest = Math.Max(largest, Math.Min(1, (order.Length - place) * values[order[place]]));
            adjusted[order[place]] = largest;
        }

        return adjusted;
    }
}
