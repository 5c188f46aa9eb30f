using GanCli.Engine.Config;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using GanCli.Tests.Support;
using static TorchSharp.torch;

namespace GanCli.Tests.Regularizers;

/// <summary>The configs of <c>configs/remedies</c>: each is the baseline and its remedy, and the remedy is seen at work.</summary>
public sealed class ShippedRemediesTests
{
    private const int Steps = 60;

    /// <summary>Remedies that change what players see or are made of, and add no number of their own to log.</summary>
    private static readonly string[] WithoutNumbers = ["packing", "split-updates"];

    private static readonly Lazy<float[]> Baseline = new(() => Train(Load("baseline.yaml")).Generator);

    public static TheoryData<string> Names { get; } =
    [
        .. Directory.GetFiles(Repository.PathOf("configs", "remedies"), "*.yaml")
            .Select(static path => Path.GetFileName(path))
            .Where(static name => name is not "baseline.yaml")
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void IsTheBaselineAndARemedy(string name)
    {
        string[] lines = File.ReadAllLines(Repository.PathOf("configs", "remedies", name));

        Assert.StartsWith("# ", lines[0], StringComparison.Ordinal);
        Assert.Contains("# yaml-language-server: $schema=../schema.json", lines);
        Assert.Contains("base: baseline.yaml", lines);
        Assert.Empty(Load(name).Doubts);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void DoesSomething(string name)
    {
        LoadedConfig loaded = Load(name);

        (float[] first, float[] generator, IReadOnlyList<(string Name, double Mean, long Finite)> statistics) = Train(loaded);

        Assert.All(generator, static weight => Assert.True(float.IsFinite(weight)));
        Assert.NotEqual(first, generator);
        Assert.NotEqual(Baseline.Value, generator);
        Assert.All(statistics, statistic => Assert.True(statistic.Finite == Steps, $"{statistic.Name} was finite for {statistic.Finite} steps"));
        foreach (string kind in loaded.Config.Regularizers.Select(RunDescription.Kind).Except(WithoutNumbers, StringComparer.Ordinal))
        {
            (string Name, double Mean, long Finite)[] own = [.. statistics.Where(s => s.Name.StartsWith(kind + ".", StringComparison.Ordinal))];
            Assert.NotEmpty(own);
            Assert.All(own, statistic => Assert.True(statistic.Mean != 0, $"{statistic.Name} is zero"));
        }
    }

    private static LoadedConfig Load(string name) => ConfigLoader.Load(Repository.PathOf("configs", "remedies", name), [ConfigOverride.Set("training.batch=64")]);

    private static (float[] First, float[] Generator, IReadOnlyList<(string Name, double Mean, long Finite)> Statistics) Train(LoadedConfig loaded)
    {
        TorchRuntime.EnsureLoaded();
        using var experiment = new Experiment(Blueprint.Of(loaded), CPU);
        float[] first = Weights(experiment);
        for (int step = 0; step < Steps; step++)
        {
            experiment.Step.Run(step);
        }

        return (first, Weights(experiment), experiment.Statistics.Read());
    }

    private static float[] Weights(Experiment experiment) => experiment.Generator.Store.Flat.data<float>().ToArray();
}
