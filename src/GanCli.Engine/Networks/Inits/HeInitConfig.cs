using GanCli.Engine.Config;
using GanCli.Engine.Tensors;

namespace GanCli.Engine.Networks.Inits;

/// <summary>Normal with deviation √(2 / fan-in).</summary>
[AlsoCalled("kaiming")]
[Component("he", "Normal weights that keep variance through ReLU layers; zero biases", Source = "He et al. 2015, eq. 10")]
public sealed record HeInitConfig : InitConfig
{
    public override WeightInit Weight(long fanIn, long fanOut) => new NormalInit(Math.Sqrt(2d / fanIn));
}
