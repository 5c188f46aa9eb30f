using GanCli.Engine.Config;

namespace GanCli.Engine.Data;

/// <summary>Gaussians on a square grid around the origin.</summary>
[AlsoCalled("grid25", "25gaussians", "mog25")]
[Component("grid", "Gaussians on a square grid around the origin (2-D)", Source = "PacGAN, Lin et al. 2018")]
public sealed record GridConfig : SyntheticDataConfig
{
    [AlsoCalled("n-side")]
    [Option("Modes on each side", Min = 1, Max = 300)]
    public int Side { get; init; } = 5;

    [Option("Distance between neighbours", Min = 0, Max = Farthest, MinExclusive = true)]
    public double Spacing { get; init; } = 2;

    [AlsoCalled("sigma", "stddev")]
    [Option("Standard deviation of a mode", Min = 0, Max = Farthest)]
    public double Std { get; init; } = 0.05;

    protected override int Dimension => 2;

    protected override DataSource Create()
    {
        var means = new double[Side * Side][];
        for (var i = 0; i < means.Length; i++)
        {
            var centre = (Side - 1) / 2.0;
            means[i] = [((i / Side) - centre) * Spacing, ((i % Side) - centre) * Spacing];
        }

        return MixtureSource.Round(means, Std);
    }
}
