using GanCli.Reporting.Statistics;
using GanCli.Runs;

namespace GanCli.Reporting.Comparison;

/// <summary>One number of a run that groups are compared by.</summary>
/// <param name="Name">Its word on the command line: <c>reverse-kl</c>.</param>
/// <param name="About">What it is.</param>
/// <param name="Of">The number; NaN where a run has none.</param>
public sealed record Measure(string Name, MetricDescription About, Func<ComparedRun, double> Of)
{
    /// <summary>The first step at which all modes were held.</summary>
    public static Measure First { get; } = Plain("first", "First step with all modes", run => run.FirstWithAllModes);

    /// <summary>Modes held at some time in the last quarter and not at the end.</summary>
    public static Measure Hopping { get; } = Plain("hopping", "Modes held in the last quarter, not at the end", run => run.Hopping, HeldModes.HoppingHelp);

    /// <summary>Training time.</summary>
    public static Measure Seconds { get; } = Plain("seconds", "Seconds", run => run.Seconds);

    /// <summary>Steps that were taken.</summary>
    public static Measure Steps { get; } = Plain("steps", "Steps", run => run.Step);

    /// <summary>Gradients of a player's loss that were taken.</summary>
    public static Measure Gradients { get; } = Plain("gradients", "Gradient evaluations", run => run.Gradients);

    /// <summary>Whether all modes were held at the end: 1 or 0.</summary>
    public static Measure Success { get; } = new(
        "success",
        new MetricDescription("All modes held", MetricDirection.Higher, MetricDisplay.Percent),
        run => run.HoldsAllModes switch { true => 1, false => 0, null => double.NaN });

    /// <summary>Those that are no metrics.</summary>
    public static IReadOnlyList<Measure> OfEffort { get; } = [First, Hopping, Seconds, Steps, Gradients];

    /// <summary>A metric.</summary>
    public static Measure Metric(string name, MetricDescription about) => new(name, about, run => run.Values.GetValueOrDefault(name, double.NaN));

    /// <summary>Whether it is a share of something, whose differences are percentage points.</summary>
    public bool IsShare => About.Format == MetricDisplay.Percent;

    /// <summary>What values are possible.</summary>
    public Interval Range => RangeOf(About);

    /// <summary>Where a difference of two of its values can be.</summary>
    public Interval Differences => new(Range.Low - Range.High, Range.High - Range.Low);

    /// <summary>Where a difference of two such differences can be.</summary>
    public Interval Interactions => new(2 * Differences.Low, 2 * Differences.High);

    /// <summary>What values of a metric are possible.</summary>
    public static Interval RangeOf(MetricDescription about) => new(
        about.Least ?? (about.Format is MetricDisplay.Percent or MetricDisplay.Count ? 0 : double.NegativeInfinity),
        about.Format == MetricDisplay.Percent ? 1 : about.Format == MetricDisplay.Count && about.Total is double total ? total : double.PositiveInfinity);

    /// <summary>A number of this kind for people.</summary>
    public string Write(double value) => double.IsNaN(value) ? "–" : IsShare ? Numbers.Percent(value) : Numbers.Short(value);

    /// <summary>A difference of two for people: <c>+0.52</c>, <c>+3.1 pp</c>.</summary>
    public string WriteDifference(double value) => Signed(value) + Unit;

    /// <summary>The ends of an interval of a difference: <c>+0.1 to +0.94</c>, <c>−0.4 to +3.1 pp</c>.</summary>
    public string WriteDifference(Interval interval) => $"{Signed(interval.Low)} to {Signed(interval.High)}{Unit}";

    /// <summary>How good a value is: larger is better.</summary>
    public double Merit(double value) => About.Better switch
    {
        MetricDirection.Higher => value,
        MetricDirection.Lower => -value,
        _ => -Math.Abs(value - About.TargetAt(final: true)),
    };

    /// <summary>A standard deviation for people, beside a mean that has the unit.</summary>
    public string WriteDeviation(double value) => IsShare ? Numbers.Percent(value).TrimEnd('%') : Numbers.Short(value);

    private string Unit => IsShare ? " pp" : "";

    private string Signed(double value) => IsShare ? Numbers.Points(value) : value > 0 ? "+" + Numbers.Short(value) : Numbers.Short(value);

    private static Measure Plain(string name, string label, Func<ComparedRun, double> of, string? help = null) =>
        new(name, new MetricDescription(label, MetricDirection.Lower, MetricDisplay.Number) { Least = 0, Help = help }, of);
}
