using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Optimizers;
using GanCli.Engine.Priors;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using GanCli.Tests.Support;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Regularizers;

/// <summary>The configs of <c>configs/remedies</c>: each is the baseline and its remedy, and the remedy is seen at work.</summary>
public sealed class ShippedRemediesTests
{
    private const int Steps = 60;

    /// <summary>How far a remedy takes the generator off at least, in units of the way that it goes without the remedy. Measured: 0.011
    /// for the paired relativistic loss, the gentlest; roundings alone make 1e-6.</summary>
    private const double Margin = 0.005;

    /// <summary>What a remedy's file changes, where it is not just one entry of the list of remedies.</summary>
    private static readonly Dictionary<string, string[]> Changes = new(StringComparer.Ordinal)
    {
        ["alpha"] = ["loss.kind"],
        ["began"] = ["prior.kind", "discriminator.kind", "loss.kind"],
        ["consensus"] = ["regularizers[0]", "training.update"],
        ["extragradient"] = ["regularizers[0]", "training.update"],
        ["learned-mixture"] = ["prior.kind"],
        ["pairs/hinge-spectral"] = ["loss.kind", "regularizers[0]"],
        ["pairs/r3gan"] =
            ["loss.kind", "regularizers[0]", "regularizers[1]", "optimizer.generator.beta1", "optimizer.generator.beta2", "optimizer.discriminator.beta1",
                "optimizer.discriminator.beta2"],
        ["pairs/unrolling-notebook"] = ["regularizers[0]", "optimizer.generator.lr", "optimizer.discriminator.lr"],
        ["optimistic"] = ["regularizers[0]", "training.update"],
        ["r1-r2"] = ["regularizers[0]", "regularizers[1]"],
        ["relativistic"] = ["loss.kind"],
        ["relativistic-average"] = ["loss.kind"],
        ["symplectic"] = ["regularizers[0]", "training.update"],
        ["two-time-scales"] = ["optimizer.time-scales"],
        ["weight-clipping"] = ["loss.kind", "regularizers[0]", "optimizer.generator.kind", "optimizer.discriminator.kind", "training.d-steps"],
        ["wgan-gp"] = ["loss.kind", "regularizers[0]", "optimizer.generator.beta2", "optimizer.discriminator.beta2", "training.d-steps"],
    };

    /// <summary>Remedies that change what players see or are made of, and add no number of their own to log.</summary>
    private static readonly string[] WithoutNumbers = ["packing", "split-updates"];

    public static TheoryData<string> Names { get; } =
    [
        .. Directory.GetFiles(Repository.PathOf("configs", "remedies"), "*.yaml", SearchOption.AllDirectories)
            .Select(static path => Path.GetRelativePath(Repository.PathOf("configs", "remedies"), path).Replace('\\', '/'))
            .Where(static name => name is not "baseline.yaml")
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void IsTheBaselineAndARemedy(string name)
    {
        string[] lines = File.ReadAllLines(Repository.PathOf("configs", "remedies", name));
        string remedy = Path.ChangeExtension(name, null);
        string up = string.Concat(Enumerable.Repeat("../", name.Count(static letter => letter == '/')));
        LoadedConfig loaded = Load(name);

        Assert.StartsWith("# ", lines[0], StringComparison.Ordinal);
        Assert.Contains($"# yaml-language-server: $schema=../{up}schema.json", lines);
        Assert.Contains($"base: {up}baseline.yaml", lines);
        Assert.Empty(loaded.Doubts);
        Assert.Equal(
            Changes.GetValueOrDefault(remedy, ["regularizers[0]"]),
            ConfigDiff.TrainingDifferences(Load("baseline.yaml").Config, loaded.Config).Select(static difference => difference.Path));
        string[] kinds =
            [string.Join('-', loaded.Config.Regularizers.Select(Catalog.KindOf)), Catalog.KindOf(loaded.Config.Loss), Catalog.KindOf(loaded.Config.Prior)];

        // A pair is called what people call it.
        Assert.True(remedy is "two-time-scales" || up.Length > 0 || kinds.Contains(remedy, StringComparer.Ordinal));
    }

    /// <summary>Not the published ratio on top of the baseline's rates, which would be 1e-2 and 7.5e-4.</summary>
    [Fact]
    public void UnrollingHasThePublishedRates()
    {
        ExperimentConfig notebook = ConfigLoader.Load(Repository.PathOf("configs", "papers", "base", "unrolled.yaml")).Config;
        ExperimentConfig pair = Load("pairs/unrolling-notebook.yaml").Config;
        Assert.Equal(
            [First(notebook.Optimizer.Generator), First(notebook.Optimizer.Discriminator)],
            new[] { First(pair.Optimizer.Generator), First(pair.Optimizer.Discriminator) });
        Assert.Equal((1e-3, 1e-4), (First(pair.Optimizer.Generator), First(pair.Optimizer.Discriminator)));
        Assert.Equal(TimeScales.AsGiven, pair.Optimizer.TimeScales);

        static double First(OptimizerConfig optimizer) => optimizer.Lr.At(0, Steps);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void DoesSomething(string name)
    {
        LoadedConfig loaded = Load(name);

        (float[] first, float[] generator, IReadOnlyList<(string Name, double Mean, long Finite)> statistics) = Train(loaded);

        Assert.All(generator, static weight => Assert.True(float.IsFinite(weight)));
        Assert.NotEqual(first, generator);
        double effect = Effect(loaded, first, generator);
        Assert.True(effect > Margin, FormattableString.Invariant($"takes the generator off by {effect:g2} of its way"));
        Assert.All(statistics, statistic => Assert.True(statistic.Finite == Steps, $"{statistic.Name} was finite for {statistic.Finite} steps"));
        string[] balancing = loaded.Config.Loss.BuildControl() is null ? [] : [Catalog.KindOf(loaded.Config.Loss)];
        foreach (string kind in loaded.Config.Regularizers.Select(Catalog.KindOf).Except(WithoutNumbers, StringComparer.Ordinal).Concat(balancing))
        {
            (string Name, double Mean, long Finite)[] own = [.. statistics.Where(s => s.Name.StartsWith(kind + ".", StringComparison.Ordinal))];
            Assert.NotEmpty(own);
            Assert.All(own, statistic => Assert.True(statistic.Mean != 0, $"{statistic.Name} is zero"));
        }
    }

    [Fact]
    public void RoundingsAreNoEffect()
    {
        LoadedConfig baseline = Load("baseline.yaml");
        (float[] first, float[] direct, _) = Train(baseline);
        float[] traced = Train(baseline, new Idle()).Generator;
        Assert.InRange(Distance(direct, traced) / Distance(first, traced), 0, Margin / 1000);
    }

    /// <summary>How far the remedy took the generator off, in units of the way that it goes without. Against the same config with a remedy
    /// that does nothing, which goes through autograd as most remedies do: what is left of roundings is far below <see cref="Margin"/>.</summary>
    private static double Effect(LoadedConfig loaded, float[] first, float[] generator)
    {
        ExperimentConfig config = loaded.Config;
        ExperimentConfig baseline = Load("baseline.yaml").Config;
        bool learnsPrior = config.Prior is LearnedMixturePriorConfig;
        ExperimentConfig without = config.Regularizers.Count > 0
            ? config with { Regularizers = [] }
            : baseline with { Prior = learnsPrior ? baseline.Prior : config.Prior };
        (float[] start, float[] plain, _) = Train(loaded with { Config = without }, new Idle());

        // What a prior learns lies before the generator's own weights: it is itself the effect.
        int learned = generator.Length - plain.Length;
        Assert.Equal(learnsPrior, learned > 0);
        return learnsPrior
            ? Distance(first[..learned], generator[..learned]) / Distance(start, plain)
            : Distance(plain, generator) / Distance(start, plain);
    }

    private static double Distance(float[] from, float[] to) => Math.Sqrt(from.Zip(to, static (a, b) => Math.Pow(a - b, 2)).Sum());

    /// <summary>So short a run that schedules come to their ends.</summary>
    private static LoadedConfig Load(string name) => ConfigLoader.Load(
        Repository.PathOf("configs", "remedies", name),
        [ConfigOverride.Set("training.batch=64"), ConfigOverride.Set(FormattableString.Invariant($"training.steps={Steps}"))]);

    private static (float[] First, float[] Generator, IReadOnlyList<(string Name, double Mean, long Finite)> Statistics) Train(LoadedConfig loaded,
        Regularizer? further = null)
    {
        TorchRuntime.EnsureLoaded();
        Blueprint blueprint = Blueprint.Of(loaded);
        if (further is not null)
        {
            AdversarialGame game = blueprint.Game;
            blueprint =
                blueprint
                    with { Game =
                        new AdversarialGame(game.Generator, game.Discriminator, game.Loss, [.. game.Regularizers, new NamedRegularizer("further", further)]) };
        }

        using var experiment = new Experiment(blueprint, CPU);
        float[] first = Weights(experiment);
        for (int step = 0; step < Steps; step++)
        {
            experiment.Step.Run(step);
        }

        return (first, Weights(experiment), experiment.Statistics.Read());
    }

    private static float[] Weights(Experiment experiment) => experiment.Generator.Store.Flat.data<float>().ToArray();
}
