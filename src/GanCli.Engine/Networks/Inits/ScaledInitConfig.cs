using GanCli.Engine.Config;
using GanCli.Engine.Tensors;

namespace GanCli.Engine.Networks.Inits;

/// <summary>Normal with deviation gain / √fan-in.</summary>
[AlsoCalled("variance-scaling", "lecun", "msr")]
[Component("scaled", "Normal weights of deviation gain/√inputs; zero biases", Source = "LeCun et al. 1998; He et al. 2015, eq. 10 with gain √2")]
public sealed record ScaledInitConfig : InitConfig
{
    [Option("Factor on 1/√inputs: 1 keeps variance through linear layers, 1.414 through ReLU; 0 begins at 0", Min = 0, Max = 1000)]
    public double Gain { get; init; } = 1;

    public override WeightInit Weight(long fanIn, long fanOut) => Gain == 0 ? new ConstantInit(0) : new NormalInit(Gain / Math.Sqrt(fanIn));
}
