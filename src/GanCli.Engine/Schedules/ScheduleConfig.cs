using GanCli.Engine.Config;

namespace GanCli.Engine.Schedules;

/// <summary>A number that may change over training. In YAML a plain number is a <see cref="ConstantSchedule"/>.</summary>
[ComponentFamily("schedule", "schedules")]
public abstract record ScheduleConfig : ComponentConfig, INumberForm
{
    /// <summary>The value in force during a step.</summary>
    /// <param name="step">The step about to be taken, 0 for the first.</param>
    /// <param name="steps">The number of steps of the whole run.</param>
    public abstract double At(long step, long steps);

    /// <summary>The key below this schedule that gives it an end of its own where it has none, so that the values hang on the run's total number of
    /// steps: such a run can go on to another total only when that key is set. Null for others.</summary>
    public virtual string? EndKey => null;

    /// <summary>Whether the values hang on the run's total number of steps.</summary>
    public bool DependsOnTotal => EndKey is not null;

    /// <summary>The numbers that the option's range applies to.</summary>
    public abstract IEnumerable<(string Key, double Value)> Values { get; }

    /// <summary>The value of a schedule that never changes, else null.</summary>
    public virtual object? AsNumber => null;

    /// <summary>A schedule that never changes.</summary>
    public static ScheduleConfig FromNumber(double value) => new ConstantSchedule { Value = value };

    /// <summary>A schedule that never changes.</summary>
    public static implicit operator ScheduleConfig(double value) => FromNumber(value);
}
