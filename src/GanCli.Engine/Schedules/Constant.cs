using GanCli.Engine.Config;

namespace GanCli.Engine.Schedules;

/// <summary>The same value throughout.</summary>
[AlsoCalled("fixed")]
[Component("constant", "The same value throughout")]
public sealed record ConstantSchedule : ScheduleConfig
{
    [Option("The value")]
    public double Value { get; init; } = 1;

    public override IEnumerable<(string Key, double Value)> Values => [("value", Value)];

    public override object? AsNumber => Value;

    public override double At(long step, long steps) => Value;
}
