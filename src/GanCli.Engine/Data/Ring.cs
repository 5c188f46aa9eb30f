using GanCli.Engine.Config;

namespace GanCli.Engine.Data;

/// <summary>Gaussians evenly spaced on a circle; the first lies at (radius, 0).</summary>
[AlsoCalled("mog8", "8gaussians", "eight-gaussians", "circle")]
[Component("ring", "Gaussians evenly spaced on a circle (2-D)", Source = "Metz et al. 2017; PacGAN, Lin et al. 2018")]
public sealed record RingConfig : SyntheticDataConfig
{
    [AlsoCalled("n-modes", "num-modes", "components")]
    [Option("Number of modes", Min = 1, Max = 100_000)]
    public int Modes { get; init; } = 8;

    [Option("Distance of the centres from the origin", Min = 0, Max = Farthest, MinExclusive = true)]
    public double Radius { get; init; } = 2;

    [AlsoCalled("sigma", "stddev")]
    [Option("Standard deviation of a mode", Min = 0, Max = Farthest)]
    public double Std { get; init; } = 0.02;

    [Option("Weight of each mode, of any sum; null makes them equal", Min = 0, MinItems = 1)]
    public IReadOnlyList<double>? Weights { get; init; }

    [Option("Space the modes from 0 to 2π with the end point, so that the last falls on the first: the 7-place ring of poolio/unrolled_gan")]
    public bool EndpointIncluded { get; init; }

    public override string Measures => FormattableString.Invariant($"radius {Radius}, σ {Std}");

    protected override int Dimension => 2;

    public override void Validate(ConfigCheck check)
    {
        base.Validate(check);
        MixtureConfig.CheckWeights(check, Weights, Modes);
        if (EndpointIncluded && Modes < 2)
        {
            check.Fail("endpoint-included", "needs at least 2 modes");
        }

        if (EndpointIncluded && Weights is not null)
        {
            check.Fail("weights", "can't be given when endpoint-included decides them; remove one of the two");
        }
    }

    protected override DataSource Create()
    {
        var places = EndpointIncluded ? Modes - 1 : Modes;
        var means = new double[places][];
        for (var i = 0; i < places; i++)
        {
            var (sine, cosine) = double.SinCosPi(2.0 * i / places);
            means[i] = [Radius * cosine, Radius * sine];
        }

        var weights = EndpointIncluded ? MixtureSource.Repeat(1, places) : Weights?.ToArray();
        if (EndpointIncluded)
        {
            weights![0] = 2;
        }

        return MixtureSource.Round(means, Std, weights);
    }
}
