using System.Globalization;
using GanCli.Reporting.Statistics;

namespace GanCli.Reporting.Published;

/// <summary>One outcome that was published of a setting: a number, a bound that every run keeps, or words.</summary>
/// <param name="Metric">Its name: <c>modes</c>.</param>
public sealed record Expectation(string Metric)
{
    /// <summary>The number, or null.</summary>
    public double? Value { get; init; }

    /// <summary>Its ±, or null.</summary>
    public double? PlusMinus { get; init; }

    /// <summary>What that is.</summary>
    public Uncertainty Kind { get; init; }

    /// <summary>Trials behind the number, or null.</summary>
    public int? Trials { get; init; }

    /// <summary>Every run reaches it.</summary>
    public double? AtLeast { get; init; }

    /// <summary>No run exceeds it.</summary>
    public double? AtMost { get; init; }

    /// <summary>What was said in words or shown in a picture.</summary>
    public string? Claim { get; init; }

    /// <summary>What to know beside the result.</summary>
    public string? Note { get; init; }

    /// <summary>It is about every run by itself.</summary>
    public bool IsBound => AtLeast is not null || AtMost is not null;

    /// <summary>Whether a run keeps the bound; one without a number does not.</summary>
    public bool Keeps(double value) => (AtLeast ?? double.NegativeInfinity) <= value && value <= (AtMost ?? double.PositiveInfinity);

    /// <summary>In words: <c>6.3 ± 0.5</c>, <c>≥ 25 in every run</c>, <c>converges: 0.0464</c>.</summary>
    /// <param name="write">Writes a number of the metric.</param>
    public string Text(Func<double, string> write)
    {
        string number = (Value, AtLeast, AtMost) switch
        {
            (double value, _, _) when PlusMinus is double plusMinus => $"{write(value)} ± {write(plusMinus)}",
            (double value, _, _) => write(value),
            (_, double least, double most) => string.Create(CultureInfo.InvariantCulture, $"{write(least)} to {write(most)} in every run"),
            (_, double least, _) => $"≥ {write(least)} in every run",
            (_, _, double most) => $"≤ {write(most)} in every run",
            _ => "",
        };
        return Claim is null ? number : number.Length == 0 ? Claim : $"{Claim}: {number}";
    }

    /// <summary>Judges what came out.</summary>
    /// <param name="values">The metric of each run; NaN where a run has none, because it diverged.</param>
    /// <returns>The verdict, and what stood in the way where there is none.</returns>
    public (Verdict Verdict, string Reason) Judge(IReadOnlyList<double> values)
    {
        if (values.Count == 0)
        {
            return (Verdict.NotJudged, "not run");
        }

        if (IsBound)
        {
            return (values.All(Keeps) ? Verdict.Agrees : Verdict.Differs, "");
        }

        Outcomes measured = Outcomes.Of(values);
        if (Value is not double value)
        {
            return (Verdict.NotJudged, "no number to agree with");
        }

        if (measured.Count == 0)
        {
            return (Verdict.Differs, "");
        }

        double tolerance = Kind == Uncertainty.Tolerance ? PlusMinus ?? 0 : 0;
        if (MeanEstimate.Of(measured) is not { } mean)
        {
            return Kind == Uncertainty.Tolerance ? Verdicts(Math.Abs(measured.Mean - value) <= tolerance) : (Verdict.NotJudged, "one run has no interval");
        }

        double? error = Kind switch
        {
            Uncertainty.StandardError => PlusMinus,
            Uncertainty.Deviation => PlusMinus / Math.Sqrt(Trials!.Value),
            _ => null,
        };
        Interval reach = error is double known ? Intervals.OfMeanDifference(mean, new MeanEstimate(value, known, Trials!.Value)) : measured.Interval!.Value;
        return error is null ? Verdicts(reach.Low <= value + tolerance && value - tolerance <= reach.High) : Verdicts(reach is { Low: <= 0, High: >= 0 });
    }

    private static (Verdict Verdict, string Reason) Verdicts(bool agrees) => (agrees ? Verdict.Agrees : Verdict.Differs, "");
}
