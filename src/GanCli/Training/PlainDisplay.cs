using System.Diagnostics;
using GanCli.Engine.Sessions;
using GanCli.Engine.Training;
using GanCli.Terminal;

namespace GanCli.Training;

/// <summary>For pipes and CI logs: one timestamped line every few seconds.</summary>
internal sealed class PlainDisplay(Output output, TrainingRun run, TrainingClock clock) : Display(output, run, clock)
{
    private const double LineSeconds = 3;
    private long _said = Stopwatch.GetTimestamp();

    public override void Tick(Tick tick)
    {
        base.Tick(tick);
        if (tick.IsFinal || Stopwatch.GetElapsedTime(_said).TotalSeconds < LineSeconds)
        {
            return;
        }

        _said = Stopwatch.GetTimestamp();
        string[] figures =
        [
            $"step {Count(tick.Step)}/{Count(Steps)}",
            Figure("D", "loss.discriminator"),
            Figure("G", "loss.generator"),
            .. MetricText.Headline(Run.Metrics).Select(name => Figure(MetricText.ShortName(name).ToLowerInvariant(), name)),
            Watch.Length > 0 ? $"{Watch};" : "",
            $"{Count(Clock.StepsPerSecond(tick.Step))} steps/s",
        ];
        Output.Say(string.Join(' ', figures.Where(static f => f.Length > 0)));
    }
}
