using GanCli.Engine.Config;
using GanCli.Engine.Schedules;

namespace GanCli.Engine.Optimizers;

/// <summary>How gradients become steps.</summary>
[ComponentFamily("optimizer", "optimizers")]
public abstract record OptimizerConfig : ComponentConfig
{
    [AlsoCalled("learning-rate", "rate", "step-size")]
    [Option("Learning rate; a number or a schedule", Min = 0, MinExclusive = true, Max = 10)]
    public ScheduleConfig Lr { get; init; } = 1e-3;

    public abstract Optimizer Build();
}
