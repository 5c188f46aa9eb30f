using GanCli.Reporting.Statistics;

namespace GanCli.Reporting.Reading;

/// <summary>A quantity measured for each mode: one row of numbers for each evaluation.</summary>
/// <param name="Name">Its key in the metrics log.</param>
/// <param name="Label">Its name for people.</param>
/// <param name="Rows">One number for each mode, by rising step.</param>
/// <param name="Final">The evaluation at the end, or null when the run has not got there.</param>
public sealed record ModeCurve(string Name, string Label, IReadOnlyList<(long Step, IReadOnlyList<double> Values)> Rows, IReadOnlyList<double>? Final)
{
    /// <summary>Samples that the row to show was counted in; null in runs from before this was written.</summary>
    public int? Samples { get; init; }

    /// <summary>The 95% interval (Wilson's) of a share of the samples; null where nobody knows of how many.</summary>
    public Interval? IntervalOf(double share) =>
        Samples is int samples && double.IsFinite(share) ? Intervals.OfProportion((int)Math.Round(Math.Clamp(share, 0, 1) * samples), samples) : null;

    /// <summary>The row to show: the final one, else the latest.</summary>
    public IReadOnlyList<double>? Value => Final ?? (Rows.Count > 0 ? Rows[^1].Values : null);
}
