using GanCli.Engine.Data;
using GanCli.Engine.Metrics;
using GanCli.Engine.Random;
using GanCli.Tests.Support;

namespace GanCli.Tests.Metrics;

/// <summary>What is measured fits the data, and says so truly.</summary>
public sealed class FitnessTests
{
    private const string NoSize =
        "precision, recall, density, coverage are left out: most real samples have several others at the very same place, so that the balls that reach to "
            + "their neighbours have no size";

    [Fact]
    public void BallsWithoutSizeAreNotMeasuredWith()
    {
        foreach (DataConfig points in (DataConfig[])[
            new MixtureConfig { Means = [[1]], Stds = [0] }, new RingConfig { Std = 0 }, new DiracDataConfig()])
        {
            DataSource data = points.Build(new RandomStreams(0));
            Assert.Equal([NoSize], Evaluator.LeftOut(data));
            Assert.DoesNotContain(Evaluator.Fitting(data), static metric => metric is PrdcConfig);
        }

        foreach (DataConfig spread in (DataConfig[])[new RingConfig(), new MixtureConfig { Means = [[1]], Stds = [1e-3] }, new RingConfig { Samples = 2000 },
            // Few rows are no points: each is taken once.
            new RingConfig { Samples = 60 }, new RingConfig { Samples = 9 }])
        {
            DataSource data = spread.Build(new RandomStreams(0));
            Assert.Empty(Evaluator.LeftOut(data));
            Assert.Contains(Evaluator.Fitting(data), static metric => metric is PrdcConfig);
        }
    }

    [Fact]
    public void DistancesOfStandardizedColumnsAreInTheirDeviations()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["table.csv"], "a,b\n1,200\n2,100\n4,700\n");
        var config = new CsvConfig { Path = folder["table.csv"] };
        foreach ((string kind, string sentence) in ((string, string)[])[("sliced-wasserstein", "in "), ("energy-distance", "in ")])
        {
            Assert.Contains($"{sentence}standard deviations of the columns", Help(kind, config), StringComparison.Ordinal);
            Assert.Contains($"{sentence}the data's units", Help(kind, config with { Standardize = false }), StringComparison.Ordinal);
        }
    }

    private static string Help(string kind, DataConfig config)
    {
        DataSource data = config.Build(new RandomStreams(0));
        return new Evaluator(data, Evaluator.Named([kind], data)).Infos[0].Help!;
    }
}
