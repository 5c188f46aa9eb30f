using GanCli.Engine.Config;
using GanCli.Engine.Tensors;

namespace GanCli.Engine.Networks.Inits;

/// <summary>Normal weights of one deviation everywhere.</summary>
[AlsoCalled("gaussian")]
[Component("normal", "Normal weights of one standard deviation; zero biases", Source = "Radford et al. 2016")]
public sealed record NormalInitConfig : InitConfig
{
    [Option("Standard deviation", Min = 0, MinExclusive = true, Max = 1000)]
    public double Std { get; init; } = 0.02;

    public override WeightInit Weight(long fanIn, long fanOut) => new NormalInit(Std);
}
