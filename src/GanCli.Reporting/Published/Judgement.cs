using GanCli.Reporting.Statistics;

namespace GanCli.Reporting.Published;

/// <summary>A verdict and what it rests on.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Reason">What stood in the way of another one, in words; empty where nothing did.</param>
public readonly record struct Judgement(Verdict Verdict, string Reason = "")
{
    /// <summary>90% interval of our mean less the printed one, or null.</summary>
    public Interval? Difference { get; init; }
}
