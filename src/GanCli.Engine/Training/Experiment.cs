using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Optimizers;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Training;

/// <summary>Everything of one experiment, ready to train.</summary>
public sealed class Experiment : IDisposable
{
    /// <summary>Draws first weights and allocates what a run needs; afterwards a step allocates nothing that outlives it.</summary>
    public Experiment(Blueprint blueprint, Device device)
    {
        Blueprint = blueprint;
        Device = device;
        Dtype = blueprint.Config.Training.Dtype == NumberType.Float64 ? ScalarType.Float64 : ScalarType.Float32;
        TrainingConfig training = blueprint.Config.Training;
        OptimizersConfig optimizers = blueprint.Config.Optimizer;
        Generator = NewPlayer("generator", blueprint.Game.Generator, firstLane: 0, optimizers.Generator, optimizers.Factors.Generator);
        Discriminator = NewPlayer("discriminator", blueprint.Game.Discriminator, firstLane: 4096, optimizers.Discriminator, optimizers.Factors.Discriminator);
        Batches = new BatchSource(blueprint.Data, blueprint.Prior, training.Batch, Dtype, device);
        var time = new StepTime(0, training.Steps, blueprint.Streams.Regularizer.At(0));
        var attachment =
            new Attachment(blueprint.Game, Generator, Discriminator, blueprint.Streams.Init, () => FirstBatch(time), time, training.GradientClipping);
        blueprint.Game.Attach(attachment);
        Average = training.Ema is null ? null : WeightStore.From(Generator.Store.Frozen);

        Statistics = new StepStatistics(device);
        Step = new GanStep(blueprint.Game, Generator, Discriminator, Average, Batches, blueprint.Streams, training, Statistics);
        Sampler = new Sampler(blueprint.Game.Generator, blueprint.Prior, Dtype, device);
    }

    public Blueprint Blueprint { get; }

    public ExperimentConfig Config => Blueprint.Config;

    public Device Device { get; }

    public ScalarType Dtype { get; }

    public Player Generator { get; }

    public Player Discriminator { get; }

    /// <summary>The moving average of G's weights, or null without one.</summary>
    public WeightStore? Average { get; }

    /// <summary>The generator weights that samples are drawn with: the average where there is one.</summary>
    public Weights SamplingWeights => (Average ?? Generator.Store).Frozen;

    public StepStatistics Statistics { get; }

    public GanStep Step { get; }

    public Sampler Sampler { get; }

    /// <summary>Where a step's batches come from.</summary>
    internal BatchSource Batches { get; }

    /// <summary>Both players and those that remedies brought along.</summary>
    public IEnumerable<Player> Players =>
        [Generator, Discriminator, .. Capability<IBringsPlayers>.Of(Blueprint.Game.Regularizers).SelectMany(static remedy => remedy.Does.Players)];

    /// <summary>Every tensor that a checkpoint holds, by name. Loading copies into them in place.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> State()
    {
        foreach (Player player in Players)
        {
            foreach ((string name, Tensor tensor) in Named(player.Name, player.Store))
            {
                yield return (name, tensor);
            }

            for (int i = 0; i < player.Optimizer.Slots.Count; i++)
            {
                yield return ($"optimizer/{player.Name}/{player.Optimizer.Slots[i]}", player.State.Slots[i]);
            }
        }

        if (Average is not null)
        {
            foreach ((string name, Tensor tensor) in Named("average", Average))
            {
                yield return (name, tensor);
            }
        }

        foreach (NamedRegularizer regularizer in Blueprint.Game.Regularizers)
        {
            foreach ((string name, Tensor tensor) in regularizer.Regularizer.State)
            {
                yield return ($"regularizer/{regularizer.Name}/{name}", tensor);
            }
        }
    }

    /// <summary>Checks every weight and all that optimizers remember. Reads one number back for each tensor.</summary>
    /// <param name="step">Steps taken, for the message.</param>
    /// <exception cref="DivergedException">A number is not finite.</exception>
    public void RequireFinite(long step)
    {
        using var scope = NewDisposeScope();
        foreach (Player player in Players)
        {
            if (!player.Store.IsFinite())
            {
                throw new DivergedException(step, player.Name, "a weight");
            }

            if (!player.State.Slots.All(static slot => slot.isfinite().all().item<bool>()))
            {
                throw new DivergedException(step, player.Name, "the optimizer's memory");
            }
        }

        if (Average?.IsFinite() == false)
        {
            throw new DivergedException(step, Generator.Name, "an averaged weight");
        }
    }

    public void Dispose()
    {
        foreach (Player player in Players)
        {
            player.Dispose();
        }

        foreach (Tensor tensor in Blueprint.Game.Regularizers.SelectMany(static r => r.Regularizer.State.Values))
        {
            tensor.Dispose();
        }

        Average?.Dispose();
        Step.Dispose();
        Statistics.Dispose();
        Batches.Dispose();
    }

    private static IEnumerable<(string Name, Tensor Tensor)> Named(string prefix, WeightStore store) =>
        store.Layout.Specs.Select((spec, i) => ($"{prefix}/{spec.Name}", store.Frozen.All[i]));

    private PlayedBatch FirstBatch(StepTime time)
    {
        using var noGrad = no_grad();
        Samples latent = Batches.Latent(Blueprint.Streams.Latent.At(0), Blueprint.Streams.Data.At(0));
        Samples fake = Blueprint.Game.Generate(Generator.Store.Frozen, latent, time);
        return new PlayedBatch(Batches.Real(Blueprint.Streams.Data.At(0)), latent, fake);
    }

    private Player NewPlayer(string name, Networks.Network network, int firstLane, OptimizerConfig optimizer, double rateFactor) => new(
        name,
        network,
        WeightStore.Draw(network.Layout, Blueprint.Streams.Init, firstLane, Dtype, Device),
        optimizer,
        Config.Training.GradientClipping,
        rateFactor);
}
