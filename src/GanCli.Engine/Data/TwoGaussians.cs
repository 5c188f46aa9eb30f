using GanCli.Engine.Config;

namespace GanCli.Engine.Data;

/// <summary>Half N(−mean, std²), half N(mean, std²), on a line.</summary>
[AlsoCalled("bimodal", "2gaussians")]
[Component("two-gaussians", "Two Gaussians on a line, half the samples each (1-D)")]
public sealed record TwoGaussiansConfig : SyntheticDataConfig
{
    [Option("Distance of both centres from 0", Min = 0, Max = Farthest, MinExclusive = true)]
    public double Mean { get; init; } = 5;

    [Option("Standard deviation of a mode", Min = 0, Max = Farthest)]
    public double Std { get; init; } = 1;

    protected override int Dimension => 1;

    protected override DataSource Create() => MixtureSource.Round([[-Mean], [Mean]], Std);
}
