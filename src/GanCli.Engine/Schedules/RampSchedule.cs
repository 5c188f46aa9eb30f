using GanCli.Engine.Config;

namespace GanCli.Engine.Schedules;

/// <summary>A schedule that goes from one value to another between two steps and stands still outside them.</summary>
public abstract record RampSchedule : ScheduleConfig
{
    [Option("Value at the beginning")]
    public double From { get; init; } = 1;

    [Option("Value at the end")]
    public double To { get; init; }

    [Option("Step at which the change begins", Min = 0)]
    public long Begin { get; init; }

    [Option("Step at which the end value is reached; null takes the end of training", Min = 1)]
    public long? End { get; init; }

    public override string? EndKey => End is null ? "end" : null;

    public override IEnumerable<(string Key, double Value)> Values => [("from", From), ("to", To)];

    public override double At(long step, long steps)
    {
        long end = End ?? steps;
        if (step >= end)
        {
            return To;
        }

        return step <= Begin ? From : From + ((To - From) * Shape((double)(step - Begin) / (end - Begin)));
    }

    public override void Validate(ConfigCheck check)
    {
        if (End <= Begin)
        {
            check.Fail("end", FormattableString.Invariant($"{End} is not after begin, {Begin}"));
        }
    }

    /// <summary>How far the value has come, 0 to 1.</summary>
    /// <param name="progress">How far the steps have come, in (0, 1).</param>
    protected abstract double Shape(double progress);
}
