namespace GanCli.Reporting.Published;

/// <summary>How close is close: the rule for printed numbers whose file states no margin. It looks at what was published and at nothing that was run.</summary>
public static class Margins
{
    /// <summary>How far a repetition of the published trials would lie from them in 95 of 100 cases is t · √2 standard errors, 2.97 with ten trials
    /// each.</summary>
    private const double StandardErrors = 3;

    /// <summary>A tenth of what lies between methods is too little to take one for another.</summary>
    private const double ShareOfGap = 0.1;

    /// <summary>Half of it is too much: whatever is so far from one method is as near to another.</summary>
    private const double MostOfGap = 0.5;

    /// <summary>Three published standard errors; at least a tenth and at most half of the gap between the table's highest and lowest value of the
    /// metric.</summary>
    /// <param name="expected">A printed number.</param>
    /// <param name="all">Everything that its table expects.</param>
    public static double Of(Expectation expected, IEnumerable<Expectation> all)
    {
        double[] values =
            [.. all.Where(other => string.Equals(other.Metric, expected.Metric, StringComparison.Ordinal)).Select(other => other.Value).OfType<double>()];
        double gap = values.Length == 0 ? 0 : values.Max() - values.Min();
        double margin = Math.Max(StandardErrors * expected.StandardError, ShareOfGap * gap);
        return gap > 0 ? Math.Min(margin, MostOfGap * gap) : margin;
    }
}
