using System.Globalization;

namespace GanCli.Runs;

/// <summary>What a reader of perfect scores has to know where they are made from fewer samples than the values beside them.</summary>
public static class CeilingNote
{
    /// <summary>A line, or nothing where all are made from as many: of a fixed set one half has to play the generator, and the other the data.</summary>
    /// <param name="shown">The metrics of a table.</param>
    /// <param name="final">Whether values are of the evaluation at the end.</param>
    public static IEnumerable<string> Of(IEnumerable<MetricDescription> shown, bool final)
    {
        (int Perfect, int Value)[] fewer = [.. shown
            .Select(metric => (
                Perfect: metric.Ceiling(final)?.Samples ?? int.MaxValue,
                Value: (final ? metric.SamplesFinal ?? metric.Samples : metric.Samples) ?? 0))
            .Where(static metric => metric.Perfect < metric.Value)];
        if (fewer.Length > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"perfect scores are made from {fewer.Min(static metric => metric.Perfect):N0} samples, one half of the data against the other, where values "
                    + $"are made from {fewer.Max(static metric => metric.Value):N0}: distances of true data at that number are smaller");
        }
    }
}
