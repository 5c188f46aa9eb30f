namespace GanCli.Reporting.Statistics;

/// <summary>A confidence interval, or the range of what is possible.</summary>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>All numbers.</summary>
    public static Interval Everything { get; } = new(double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>What lies in another one as well.</summary>
    public Interval Within(Interval other) => new(Math.Clamp(Low, other.Low, other.High), Math.Clamp(High, other.Low, other.High));
}
