using GanCli.Engine.Config;
using GanCli.Engine.Tensors;

namespace GanCli.Engine.Data;

/// <summary>Gaussians evenly spaced on a circle.</summary>
[Component("ring", "Gaussians evenly spaced on a circle (2-D)", Source = "Metz et al. 2017; PacGAN, Lin et al. 2018")]
public sealed record RingConfig : DataConfig
{
    [Option("Number of modes", Min = 1, Max = 100_000)]
    public int Modes { get; init; } = 8;

    [Option("Distance of the centres from the origin", Min = 0, MinExclusive = true)]
    public double Radius { get; init; } = 2;

    [Option("Standard deviation of a mode", Min = 0)]
    public double Std { get; init; } = 0.02;

    public override DataSource Build(RandomStreams streams) => throw new NotImplementedException();
}
