using GanCli.Engine.Config;

namespace GanCli.Engine.Schedules;

/// <summary>value(t)·min(1, (t + 1)/steps): the first step already takes a share of the value, since a learning rate of zero would waste it.</summary>
[Component("warmup", "Grows from nearly nothing to another value, which may be a schedule itself")]
public sealed record WarmupSchedule : ScheduleConfig
{
    [Option("Steps until the value is full", Min = 1)]
    public long Steps { get; init; } = 1000;

    [Option("The full value; a number or a schedule")]
    public ScheduleConfig Value { get; init; } = 1;

    public override string? EndKey => Value.EndKey is { } key ? $"value.{key}" : null;

    public override IEnumerable<(string Key, double Value)> Values =>
        Value.AsNumber is double number ? [("value", number)] : Value.Values.Select(inner => ($"value.{inner.Key}", inner.Value));

    public override double At(long step, long steps) => Value.At(step, steps) * Math.Min(1, (step + 1.0) / Steps);
}
