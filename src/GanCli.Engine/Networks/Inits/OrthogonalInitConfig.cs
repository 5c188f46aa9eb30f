using GanCli.Engine.Config;
using GanCli.Engine.Tensors;

namespace GanCli.Engine.Networks.Inits;

/// <summary>Random orthonormal rows or columns times a gain.</summary>
[AlsoCalled("ortho")]
[Component("orthogonal", "Random orthonormal rows or columns times a gain; zero biases", Source = "Saxe et al. 2014")]
public sealed record OrthogonalInitConfig : InitConfig
{
    [Option("Factor on the orthonormal matrix", Min = 0, MinExclusive = true, Max = 1000)]
    public double Gain { get; init; } = 1;

    public override WeightInit Weight(long fanIn, long fanOut) => new OrthogonalInit(Gain);
}
