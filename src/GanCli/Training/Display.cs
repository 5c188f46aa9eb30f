using System.Globalization;
using GanCli.Engine.Sessions;
using GanCli.Engine.Training;
using GanCli.Runs;
using GanCli.Terminal;

namespace GanCli.Training;

/// <summary>Shows a run while it trains.</summary>
internal abstract class Display(Output output, TrainingRun run, TrainingClock clock) : TrainingObserver
{
    private static readonly MetricDescription Plain = new("", MetricDirection.Closer, MetricDisplay.Number);
    private readonly Dictionary<string, double> _before = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _latest = new(StringComparer.Ordinal);
    private WatchVerdict? _verdict;

    protected Output Output { get; } = output;

    protected TrainingRun Run { get; } = run;

    protected TrainingClock Clock { get; } = clock;

    protected long Steps => Run.Config.Training.Steps;

    /// <summary>The newest values, in words: losses first, then the metrics; those that are better when higher and went down are marked.</summary>
    protected IReadOnlyDictionary<string, string> Latest => _latest;

    public override void Tick(Tick tick)
    {
        _verdict = tick.Progress.Verdict;
        foreach ((string name, RowValue value) in tick.Row)
        {
            if (value.IsNumber)
            {
                _latest[name] = Text(name, value.Number);
                _before[name] = value.Number;
            }
        }
    }

    /// <summary>What the collapse watch says, or nothing before its first look.</summary>
    protected string Watch => _verdict is null ? "" : $"watch: {WatchText.Short(_verdict)}";

    /// <summary>A figure with its name, or nothing while it is not known.</summary>
    protected string Figure(string label, string name) => _latest.TryGetValue(name, out string? text) ? $"{label} {text}" : "";

    protected static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    protected static string Count(double number) => number.ToString(number < 10 ? "0.0" : "N0", CultureInfo.InvariantCulture);

    /// <summary>How long something takes: <c>4 s</c>, <c>2 min 5 s</c>, <c>1 h 20 min</c>.</summary>
    public static string Duration(double seconds) => seconds switch
    {
        < 10 => seconds.ToString("0.0 's'", CultureInfo.InvariantCulture),
        < 60 => seconds.ToString("0 's'", CultureInfo.InvariantCulture),
        < 3600 => string.Create(CultureInfo.InvariantCulture, $"{(int)seconds / 60} min {(int)seconds % 60} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)seconds / 3600} h {(int)seconds / 60 % 60} min"),
    };

    private string Text(string name, double value)
    {
        if (!Run.Metrics.Metrics.TryGetValue(name, out MetricDescription? description))
        {
            return Plain.Text(value);
        }

        string text = description.Text(value);
        bool worse = _before.TryGetValue(name, out double before) && description.Better switch
        {
            // Of what a perfect sampler does no better than a blob, less says nothing.
            MetricDirection.Higher => value < before && !description.CannotTellBlob(final: false),
            _ => false,
        };
        return worse ? text + " ▼" : text;
    }
}
