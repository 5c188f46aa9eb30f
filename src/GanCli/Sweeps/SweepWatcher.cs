using GanCli.Runs;
using GanCli.Terminal;
using GanCli.Training;

namespace GanCli.Sweeps;

/// <summary>Shows a sweep while it runs.</summary>
internal abstract class SweepWatcher(Output output, SweepFolder sweep, SweepProgress progress)
{
    protected Output Output { get; } = output;

    protected SweepProgress Progress { get; } = progress;

    /// <summary>Points are at work; called several times a second.</summary>
    public virtual void Update(IReadOnlyList<PlannedRun> working)
    {
    }

    /// <summary>A point has ended.</summary>
    public virtual void Ended(PointStatus point)
    {
        if (point.State == RunState.Completed)
        {
            return;
        }

        string state = point.State?.ToString().ToLowerInvariant() ?? "not begun";
        string painted = Output.PaintTalk(state, point.State is RunState.Interrupted or null ? Style.Warning : Style.Bad);
        string log = point.State is RunState.Interrupted or null ? "" : $" · {Paths.Shown(sweep.LogPath(point.Point.Index))}";
        Say($"{point.Point.Words()} {SweepText.Ending(state, painted, point.Message)}{log}");
    }

    /// <summary>Nothing is at work any more.</summary>
    public virtual void Close()
    {
    }

    /// <summary>Says a line that stays.</summary>
    protected abstract void Say(string line);

    /// <summary>The metrics of a run that one line has room for: <c>modes 6/8</c>, <c>HQ 61.0%</c>.</summary>
    protected static IEnumerable<string> Figures(RunSummary? run) => run is null
        ? []
        : MetricText.Headline(run.Metrics).Where(name => run.Status?.Metrics.ContainsKey(name) == true)
            .Select(name => $"{MetricText.ShortName(name)} {Commands.RunWords.Metric(run, name)}");
}
