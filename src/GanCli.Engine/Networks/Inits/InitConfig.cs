using GanCli.Engine.Config;
using GanCli.Engine.Tensors;

namespace GanCli.Engine.Networks.Inits;

/// <summary>How the first weights of linear and convolutional layers are drawn.</summary>
[AlsoCalled("initializers", "initializations")]
[ComponentFamily("init", "inits")]
public abstract record InitConfig : ComponentConfig
{
    /// <summary>Draws a layer's weight.</summary>
    /// <param name="fanIn">Numbers that feed one output.</param>
    /// <param name="fanOut">Numbers that one input feeds.</param>
    public abstract WeightInit Weight(long fanIn, long fanOut);

    /// <summary>Draws a layer's bias; zero unless the method says otherwise.</summary>
    public virtual WeightInit Bias(long fanIn) => new ConstantInit(0);
}

/// <summary>PyTorch's default for linear layers: weight and bias uniform in ±1/√fan-in.</summary>
[AlsoCalled("pytorch", "torch", "uniform")]
[Component("default", "Weights and biases uniform in ±1/√inputs, as PyTorch does")]
public sealed record DefaultInitConfig : InitConfig
{
    public override WeightInit Weight(long fanIn, long fanOut) => new UniformInit(1 / Math.Sqrt(fanIn));

    public override WeightInit Bias(long fanIn) => new UniformInit(1 / Math.Sqrt(fanIn));
}
