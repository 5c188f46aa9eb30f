using GanCli.Engine.Config;

namespace GanCli.Engine.Schedules;

/// <summary>from·factorⁿ, where n is how many of the steps in <see cref="Milestones"/> have been reached.</summary>
[AlsoCalled("multi-step", "piecewise", "steplr")]
[Component("step", "Multiplied by a factor at given steps")]
public sealed record StepSchedule : ScheduleConfig
{
    [Option("Value at the beginning")]
    public double From { get; init; } = 1;

    [Option("What the value is multiplied by, each time", Min = 0, Max = 1000)]
    public double Factor { get; init; } = 0.1;

    [Option("Steps at which the value changes, in rising order; one or a list", Min = 1, MinItems = 1, AllowSingle = true)]
    public IReadOnlyList<long> Milestones { get; init; } = [1000];

    public override IEnumerable<(string Key, double Value)> Values => [("from", From), ("factor", After(Milestones.Count))];

    public override double At(long step, long steps) => After(Milestones.Count(milestone => milestone <= step));

    public override void Validate(ConfigCheck check)
    {
        for (int i = 1; i < Milestones.Count; i++)
        {
            if (Milestones[i] <= Milestones[i - 1])
            {
                check.Fail(FormattableString.Invariant($"milestones[{i}]"), FormattableString.Invariant($"{Milestones[i]} is not after {Milestones[i - 1]}"));
            }
        }
    }

    private double After(int changes) => From * Math.Pow(Factor, changes);
}
