using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Game;
using GanCli.Engine.Losses;
using GanCli.Engine.Networks;
using GanCli.Engine.Optimizers;
using GanCli.Engine.Priors;
using GanCli.Engine.Random;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using static TorchSharp.torch;

namespace GanCli.Tests.Training.Doubles;

/// <summary>A small game with both players, wired by the product itself, in which tests can put anything.</summary>
internal sealed class Lab : IDisposable
{
    private readonly Experiment _experiment;

    public Lab(LabParts parts)
    {
        TorchRuntime.EnsureLoaded();
        var config = new ExperimentConfig
        {
            Seed = SeedConfig.FromNumber((long)parts.Seed),
            Data = new RingConfig { Modes = 4, Radius = 1, Std = 0.1 },
            Prior = new GaussianPriorConfig { Dimension = 3 },
            Generator = parts.GeneratorConfig,
            Discriminator = parts.DiscriminatorConfig,
            Loss = parts.Loss,
            Optimizer = new OptimizersConfig { Generator = parts.GeneratorOptimizer, Discriminator = parts.DiscriminatorOptimizer },
            Training = parts.Training,
        };
        var given = new Substitutes
        {
            Data = parts.Data,
            Prior = parts.Prior,
            Generator = parts.Generator,
            Discriminator = parts.Discriminator,
            Regularizers = [.. parts.Regularizers.Select(static (r, i) => new NamedRegularizer($"double-{i}", r))],
        };
        _experiment = new Experiment(Blueprint.Of(config, given), CPU);
    }

    public RandomStreams Streams => _experiment.Blueprint.Streams;

    public AdversarialGame Game => _experiment.Blueprint.Game;

    public Player Generator => _experiment.Generator;

    public Player Discriminator => _experiment.Discriminator;

    public WeightStore? Average => _experiment.Average;

    public BatchSource Batches => _experiment.Batches;

    public StepStatistics Statistics => _experiment.Statistics;

    public GanStep Step => _experiment.Step;

    /// <summary>A time like that of a step's updates.</summary>
    public StepTime Time(long step = 0) => new(step, 100, Streams.Regularizer.At(step));

    /// <summary>Takes steps first … first + count − 1.</summary>
    public void Run(long count, long first = 0)
    {
        for (long step = first; step < first + count; step++)
        {
            Step.Run(step);
        }
    }

    /// <summary>All weights of both players, buffers too.</summary>
    public double[] State()
    {
        using var scope = NewDisposeScope();
        return [.. Generator.Store.Frozen.All.ToArray().Concat(Discriminator.Store.Frozen.All.ToArray()).SelectMany(Numbers.Of)];
    }

    public void Dispose() => _experiment.Dispose();
}

/// <summary>What a <see cref="Lab"/> is made of.</summary>
internal sealed record LabParts
{
    public ulong Seed { get; init; } = 5;

    public MlpConfig GeneratorConfig { get; init; } = new() { Widths = [8], Activation = Engine.Networks.Layers.ActivationKind.Tanh };

    public MlpConfig DiscriminatorConfig { get; init; } = new() { Widths = [8, 6], Activation = Engine.Networks.Layers.ActivationKind.Tanh };

    /// <summary>In place of what the config would build.</summary>
    public Network? Generator { get; init; }

    /// <summary>In place of what the config would build.</summary>
    public Network? Discriminator { get; init; }

    public LossConfig Loss { get; init; } = new NonSaturatingLossConfig();

    public OptimizerConfig GeneratorOptimizer { get; init; } = new AdamConfig { Lr = 0.01 };

    public OptimizerConfig DiscriminatorOptimizer { get; init; } = new AdamConfig { Lr = 0.01 };

    public TrainingConfig Training { get; init; } = new() { Batch = 8, Steps = 100, Dtype = NumberType.Float64 };

    public IReadOnlyList<Regularizer> Regularizers { get; init; } = [];

    public DataSource? Data { get; init; }

    public Prior? Prior { get; init; }
}
