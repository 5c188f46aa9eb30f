using GanCli.Engine.Config;

namespace GanCli.Engine.Regularizers;

/// <summary>A remedy: something that changes the game so that it trains better.</summary>
[ComponentFamily("regularizer", "regularizers")]
public abstract record RegularizerConfig : ComponentConfig
{
    /// <summary>Why it cannot work in this experiment and the way out, or null when it can.</summary>
    public virtual string? Conflict(ExperimentConfig experiment) => null;

    public abstract Regularizer Build();
}
