using GanCli.Engine.Config;

namespace GanCli.Engine.Data;

/// <summary>Ten modes in 1200 dimensions: each mean is one number in every coordinate; unit noise in the first 700 coordinates only.</summary>
[Component("highdim-1200", "Ten modes in 1200 dimensions, noise in the first 700", Source = "VEEGAN, Srivastava et al. 2017")]
public sealed record HighDimensionalConfig : SyntheticDataConfig
{
    private const int NoisyDimensions = 700;

    private static readonly double[] Centres = [-1, -0.5, 0, 0.5, -2, -2.5, 10, 0.25, -13, -5.5];

    protected override int Dimension => 1200;

    protected override DataSource Create()
    {
        double[][] means = [.. Centres.Select(centre => MixtureSource.Repeat(centre, Dimension))];
        double[] stds = [.. Enumerable.Range(0, Dimension).Select(i => i < NoisyDimensions ? 1.0 : 0)];
        double[][] allStds = [.. means.Select(_ => stds)];

        // "Within 10 σ", as published: true samples lie at about 26.5 σ, so the paper's count misses nearly all of them.
        return new MixtureSource(new MixtureDescription(means, allStds, MixtureSource.Normalize(null, means.Length)) { PublishedRadius = 10 });
    }
}
