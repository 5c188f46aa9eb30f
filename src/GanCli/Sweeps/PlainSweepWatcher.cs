using GanCli.Commands;
using GanCli.Runs;
using GanCli.Terminal;
using GanCli.Training;

namespace GanCli.Sweeps;

/// <summary>For pipes and CI logs: one timestamped line a point.</summary>
internal sealed class PlainSweepWatcher(Output output, SweepFolder sweep, SweepProgress progress) : SweepWatcher(output, sweep, progress)
{
    /// <summary>Says nothing of what went well.</summary>
    public bool OnlyFailures { get; init; }

    public override void Ended(PointStatus point)
    {
        base.Ended(point);
        if (!OnlyFailures && point is { State: RunState.Completed, Run.Status: { } status })
        {
            string left = Progress.SecondsLeft() is { } seconds && Progress.Ended < Progress.Total ? $" · {Display.Duration(seconds)} left" : "";
            Say($"{point.Point.Words()} completed {string.Join(' ', Figures(point.Run))} ({Display.Duration(status.Seconds)}){left}");
        }
    }

    protected override void Say(string line) => Output.Say($"[{RunWords.Count(Progress.Ended)}/{RunWords.Count(Progress.Total)}] {line}");
}
