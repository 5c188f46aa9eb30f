using GanCli.Engine.Config;

namespace GanCli.Engine.Regularizers;

/// <summary>A remedy: something that changes the game so that it trains better.</summary>
[ComponentFamily("regularizer", "regularizers")]
public abstract record RegularizerConfig : ComponentConfig
{
    public abstract Regularizer Build();
}
