using GanCli.Engine.Config;

namespace GanCli.Engine.Schedules;

/// <summary>from + (to − from)·p, where p runs from 0 at step <see cref="RampSchedule.Begin"/> to 1 at step <see cref="RampSchedule.End"/>.</summary>
[AlsoCalled("ramp", "linear-decay")]
[Component("linear", "A straight line from one value to another")]
public sealed record LinearSchedule : RampSchedule
{
    protected override double Shape(double progress) => progress;
}
