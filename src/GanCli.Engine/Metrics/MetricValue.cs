namespace GanCli.Engine.Metrics;

/// <summary>A number, or one number for each mode.</summary>
public readonly record struct MetricValue(double Number, double[]? List = null)
{
    /// <summary>Why the value stands in for one that cannot be computed (no sample near any mode), or null for an ordinary value.</summary>
    public string? Flag { get; init; }

    public static implicit operator MetricValue(double number) => new(number);

    public static implicit operator MetricValue(double[] list) => new(double.NaN, list);
}
