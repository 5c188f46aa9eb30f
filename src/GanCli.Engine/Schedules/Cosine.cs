using GanCli.Engine.Config;

namespace GanCli.Engine.Schedules;

/// <summary>from + (to − from)·(1 − cos πp)/2, where p runs from 0 at step <see cref="RampSchedule.Begin"/> to 1 at step
/// <see cref="RampSchedule.End"/>.</summary>
[AlsoCalled("cosine-annealing", "cos")]
[Component("cosine", "Half a cosine wave from one value to another, flat at both ends", Source = "Loshchilov and Hutter 2017, eq. 5, without restarts")]
public sealed record CosineSchedule : RampSchedule
{
    protected override double Shape(double progress) => (1 - Math.Cos(Math.PI * progress)) / 2;
}
