using GanCli.Engine.Config;
using GanCli.Engine.Tensors;

namespace GanCli.Engine.Networks.Inits;

/// <summary>Uniform in ±√(6 / (fan-in + fan-out)).</summary>
[AlsoCalled("glorot")]
[Component("xavier", "Uniform weights that keep variance through tanh layers; zero biases", Source = "Glorot and Bengio 2010, eq. 16")]
public sealed record XavierInitConfig : InitConfig
{
    public override WeightInit Weight(long fanIn, long fanOut) => new UniformInit(Math.Sqrt(6d / (fanIn + fanOut)));
}
