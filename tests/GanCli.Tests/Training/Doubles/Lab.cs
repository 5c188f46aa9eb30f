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

/// <summary>A small game with both players, wired by hand so that tests can put anything in it.</summary>
internal sealed class Lab : IDisposable
{
    public Lab(LabParts parts)
    {
        TorchRuntime.EnsureLoaded();
        ScalarType dtype = parts.Training.Dtype == NumberType.Float64 ? ScalarType.Float64 : ScalarType.Float32;
        Streams = new RandomStreams(parts.Seed);
        DataSource data = parts.Data ?? new RingConfig { Modes = 4, Radius = 1, Std = 0.1 }.Build(Streams);
        Prior prior = parts.Prior ?? new GaussianPriorConfig { Dimension = 3 }.Build(Streams);
        NamedRegularizer[] named = [.. parts.Regularizers.Select(static (r, i) => new NamedRegularizer($"double-{i}", r))];
        long[] seen = [data.Dimension];
        foreach (IShapesInput remedy in parts.Regularizers.OfType<IShapesInput>())
        {
            seen = remedy.DiscriminatorInputShape(seen, [prior.Dimension]);
        }

        Network generator = parts.Generator ?? parts.GeneratorConfig.Build([prior.Dimension], [data.Dimension]);
        Network discriminator = parts.Discriminator ?? parts.DiscriminatorConfig.Build(seen, [1]);
        generator = parts.Regularizers.OfType<IRewritesGenerator>().Aggregate(generator, static (network, remedy) => remedy.Generator(network));
        discriminator = parts.Regularizers.OfType<IRewritesDiscriminator>().Aggregate(discriminator, static (network, remedy) => remedy.Discriminator(network));

        Game = new AdversarialGame(generator, discriminator, parts.Loss.Build(), named);
        Generator = Play("generator", generator, 0, parts.GeneratorOptimizer);
        Discriminator = Play("discriminator", discriminator, 1000, parts.DiscriminatorOptimizer);
        Batches = new BatchSource(data, prior, parts.Training.Batch, dtype, CPU);
        Statistics = new StepStatistics(CPU);
        var attachment = new Attachment(
            Game,
            Generator,
            Discriminator,
            Streams.Init,
            () =>
            {
                Tensor latent = Batches.Latent(Streams.Latent.At(0));
                using var noGrad = no_grad();
                return new PlayedBatch(Batches.Real(Streams.Data.At(0)), latent, Game.Generate(Generator.Store.Frozen, latent, Moment()));
            },
            Moment(),
            parts.Training.GradientClipping);
        Game.Attach(attachment);
        Average = parts.Training.Ema is null ? null : WeightStore.From(Generator.Store.Frozen);

        Step = new GanStep(Game, Generator, Discriminator, Average, Batches, Streams, parts.Training, Statistics);

        Player Play(string name, Network network, int lane, OptimizerConfig optimizer) =>
            new(name, network, WeightStore.Draw(network.Layout, Streams.Init, lane, dtype, CPU), optimizer, parts.Training.GradientClipping);
    }

    public RandomStreams Streams { get; }

    public AdversarialGame Game { get; }

    public Player Generator { get; }

    public Player Discriminator { get; }

    public WeightStore? Average { get; }

    public BatchSource Batches { get; }

    public StepStatistics Statistics { get; }

    public GanStep Step { get; }

    /// <summary>A moment like those of a step's updates.</summary>
    public StepTime Moment(long step = 0) => new(step, 100, Streams.Regularizer.At(step));

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

    public void Dispose()
    {
        Generator.Dispose();
        Discriminator.Dispose();
        Average?.Dispose();
        Step.Dispose();
        Batches.Dispose();
        Statistics.Dispose();
    }
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
