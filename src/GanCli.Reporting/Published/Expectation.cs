using System.Globalization;
using GanCli.Reporting.Statistics;
using GanCli.Runs;

namespace GanCli.Reporting.Published;

/// <summary>One outcome that was published of a setting: a number, a bound that every run keeps, or words.</summary>
/// <param name="Metric">Its name: <c>modes-captured</c>.</param>
public sealed record Expectation(string Metric)
{
    // A number that is taken as exact is as good as one of any number of trials; two are the fewest that have an error.
    private const int AnyTrials = 2;

    /// <summary>What it rests on.</summary>
    public Evidence Evidence { get; init; }

    /// <summary>The number, or null.</summary>
    public double? Value { get; init; }

    /// <summary>Its ±, or null.</summary>
    public double? PlusMinus { get; init; }

    /// <summary>What that is.</summary>
    public Uncertainty Kind { get; init; }

    /// <summary>Trials behind the number, or null.</summary>
    public int? Trials { get; init; }

    /// <summary>How far our mean may lie from a printed number and count as the same; see <see cref="Margins"/>.</summary>
    public double? Margin { get; init; }

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

    /// <summary>The standard error of the number, 0 where none is known.</summary>
    public double StandardError => (Kind, PlusMinus) switch
    {
        (Uncertainty.StandardError, double error) => error,
        (Uncertainty.Deviation, double deviation) => deviation / Math.Sqrt(Trials!.Value),
        _ => 0,
    };

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

    /// <summary>Whether a sampler that knows nothing of the data meets this too, so that a run that meets it shows nothing. A bound: where its scores keep it
    /// throughout. A printed number: where its score in the middle lies within the margin. A printed 0 of what is better the higher it is (no mode, no
    /// good sample): any untrained network scores it.</summary>
    /// <param name="about">What the metric is, or null where no run tells.</param>
    public bool MeetsUninformed(MetricDescription? about)
    {
        UninformedScore? blob = about?.Floor(final: true);
        return Evidence switch
        {
            Evidence.ClosedForm => false,
            _ when IsBound => blob is not null && Keeps(blob.Low) && Keeps(blob.Median) && Keeps(blob.High),
            _ when Value is not double value => false,
            _ when Value == 0 && about?.Better == MetricDirection.Higher => true,
            _ => blob is not null && Math.Abs(Value!.Value - blob.Median) <= Margin,
        };
    }

    /// <summary>Judges what came out.</summary>
    /// <param name="values">The metric of each run; NaN where a run has none, because it diverged.</param>
    /// <param name="isCount">Whether the metric counts something.</param>
    public Judgement Judge(IReadOnlyList<double> values, bool isCount = false)
    {
        if (values.Count == 0)
        {
            return new(Verdict.NotCounted, "not run");
        }

        if (IsBound)
        {
            // One run is enough to break what every run is said to keep, and a few are not enough to show it.
            return !values.All(Keeps) ? new(Verdict.Differs)
                : values.Count < Equivalence.FewestRuns ? TooFew(values.Count)
                : new(Verdict.Agrees);
        }

        if (Value is not double value)
        {
            return new(Verdict.NotCounted, "no number to agree with");
        }

        Outcomes measured = Outcomes.Of(values);
        if (measured.Count == 0)
        {
            return new(Verdict.Differs);
        }

        if (Evidence == Evidence.ClosedForm)
        {
            return new(Math.Abs(measured.Mean - value) <= (PlusMinus ?? 0) ? Verdict.Agrees : Verdict.Differs);
        }

        if (measured.Count < 2)
        {
            return TooFew(measured.Count);
        }

        Interval difference = Equivalence.Difference(measured, new MeanEstimate(value, StandardError, Trials ?? AnyTrials), isCount);
        Judgement few = measured.Count < Equivalence.FewestRuns ? TooFew(measured.Count) : new(Equivalence.Judge(difference, Margin!.Value));
        return few with { Difference = difference };
    }

    private static Judgement TooFew(int runs) =>
        new(Verdict.Inconclusive, $"{(runs == 1 ? "1 run" : Numbers.Whole(runs) + " runs")}; {Numbers.Whole(Equivalence.FewestRuns)} are the fewest");
}
