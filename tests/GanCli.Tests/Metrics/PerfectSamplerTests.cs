using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Metrics;
using GanCli.Engine.Random;

namespace GanCli.Tests.Metrics;

/// <summary>Every mixture of the catalog, sampled perfectly.</summary>
public sealed class PerfectSamplerTests
{
    public static TheoryData<SyntheticDataConfig> Mixtures =>
    [
        .. Catalog.FamilyOf(typeof(DataConfig)).Components.Select(component => component.CreateDefault()).OfType<SyntheticDataConfig>()
            .Where(config => Build(config).Mixture is not null),
        new RingConfig { EndpointIncluded = true },
        new RingConfig { Weights = [9, 1, 1, 1, 1, 1, 1, 1] },
        new RingConfig { Std = 0 },
    ];

    [Fact]
    public void CatalogHasMixturesInOneTwoAndManyDimensions() =>
        Assert.Superset(new HashSet<int> { 1, 2, 1200 }, Mixtures.Select(row => Build(row.Data).Dimension).ToHashSet());

    [Theory]
    [MemberData(nameof(Mixtures), DisableDiscoveryEnumeration = true)]
    public void ScoresTheCeilingAndTheFloor(SyntheticDataConfig config)
    {
        var data = Build(config);
        var modes = data.Mixture!.Count;
        var count = data.Dimension > 100 ? 3000 : 30_000;
        var values = Samples.Evaluate(new ModeCoverageConfig().Build(data), data.Dimension, Samples.Draw(data, count, 1));

        // True data without noise are all at their centres; else four standard deviations of a binomial share.
        var ceiling = config is RingConfig { Std: 0 } ? 1 : 1 - Math.Exp(-4.5);
        Assert.Equal(ceiling, values["hq"].Number, 1e-12 + (4 * Math.Sqrt(ceiling * (1 - ceiling) / count)));
        Assert.Equal(modes, values["modes"].Number);

        // 2 N KL is about χ² with K − 1 degrees of freedom: five standard deviations above its mean.
        var floor = (modes - 1 + (5 * Math.Sqrt(2 * (modes - 1)))) / (2 * count * ceiling);
        Assert.InRange(values["reverse-kl"].Number, 0, floor);
        Assert.InRange(values["reverse-kl-all"].Number, 0, floor);
        Assert.InRange(values["js"].Number, 0, floor);
        Assert.Equal(1, values["spread"].Number, 0.02);
    }

    [Fact]
    public void PublishedRadiusOfTheManyDimensionsMissesEvenTrueData()
    {
        var data = Build(new HighDimensionalConfig());
        var values = Samples.Evaluate(
            new ModeCoverageConfig { Radius = ModeRadius.Published }.Build(data), data.Dimension, Samples.Draw(data, 500, 1));
        Assert.Equal(0, values["hq"].Number);
    }

    private static DataSource Build(DataConfig config) => config.Build(new RandomStreams(0));
}
