using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Random;
using GanCli.Engine.Tensors;
using static TorchSharp.torch;

namespace GanCli.Engine.Training;

/// <summary>One step of the training algorithm (Goodfellow et al. 2014, algorithm 1): d-steps updates of D, g-steps of G, then averaging.
/// Nothing is read back.</summary>
public sealed class GanStep(
    AdversarialGame game, Player generator, Player discriminator, WeightStore? average, BatchSource batches, RandomStreams streams, TrainingConfig config,
    StepStatistics statistics) : IDisposable
{
    private readonly GameGradients _gradients = new(game, generator, discriminator);
    private readonly StepHooks _hooks = new(game, statistics);

    /// <summary>Whose gradients come from the layers themselves instead of autograd.</summary>
    public (bool Generator, bool Discriminator) FromLayers => _gradients.FromLayers(config.Update == UpdateOrder.Simultaneous);

    /// <summary>Is told what has just been done, while somebody measures.</summary>
    internal StepClock? Clock { get; set; }

    /// <summary>Takes a step.</summary>
    /// <param name="step">0 for the first step of a run.</param>
    public void Run(long step)
    {
        using var scope = NewDisposeScope();
        if (config.Update == UpdateOrder.Simultaneous)
        {
            UpdateTogether(At(step, 0));
        }
        else
        {
            for (int i = 0; i < config.DSteps; i++)
            {
                UpdateDiscriminator(At(step, i), record: i == config.DSteps - 1);
                Clock?.Done(StepPart.Bookkeeping);
            }

            for (int i = 0; i < config.GSteps; i++)
            {
                UpdateGenerator(At(step, config.DSteps + i), record: i == config.GSteps - 1);
            }
        }

        if (average is not null)
        {
            double share = config.Ema!.ShareAt(step);
            Clock?.Done(StepPart.Bookkeeping);
            average.LerpTowards(generator.Store, share);
            Clock?.Done(StepPart.Averaging);
        }

        statistics.Commit();
    }

    public void Dispose() => _gradients.Dispose();

    private StepTime At(long step, int update) =>
        new(step, config.Steps, streams.Regularizer.At((step * (config.DSteps + config.GSteps)) + update));

    private void UpdateDiscriminator(StepTime time, bool record)
    {
        // D's intermediate results go before G's come: half the memory, and warmer caches.
        using var scope = NewDisposeScope();
        (Samples real, Samples latent) = Draw(time);
        var batch = new PlayedBatch(real, latent, _gradients.Generate(latent, time));
        var sink = new BufferSink();
        (DiscriminatorLoss loss, Tensor gradient) = _gradients.Discriminator(batch, time, sink);
        Clock?.Done(StepPart.Discriminator);
        _hooks.AfterDiscriminator(loss, Move(discriminator, gradient, sink, time), discriminator, time, record);
    }

    private void UpdateGenerator(StepTime time, bool record)
    {
        using var scope = NewDisposeScope();
        Samples? real = game.GeneratorNeedsReal ? batches.Real(streams.Data.At(time.Update)) : null;
        Samples latent = batches.Latent(streams.Latent.At(time.Update), streams.Data.At(time.Update));
        Clock?.Done(StepPart.Drawing);
        var sink = new BufferSink();
        (GeneratorLoss loss, Tensor gradient) = _gradients.Generator(real, latent, time, sink);
        Clock?.Done(StepPart.Generator);
        _hooks.AfterGenerator(loss, Move(generator, gradient, sink, time), time, record);
    }

    /// <summary>Both gradients at the same point, on the same batch, then both moves.</summary>
    private void UpdateTogether(StepTime time)
    {
        (Samples real, Samples latent) = Draw(time);
        var (generatorSink, discriminatorSink) = (new BufferSink(), new BufferSink());
        var (ofDiscriminator, ofGenerator) = _gradients.Both(real, latent, time, generatorSink, discriminatorSink);
        Clock?.Done(StepPart.BothPlayers);
        _hooks.AfterDiscriminator(ofDiscriminator.Loss, Move(discriminator, ofDiscriminator.Gradient, discriminatorSink, time), discriminator, time,
            record: true);
        _hooks.AfterGenerator(ofGenerator.Loss, Move(generator, ofGenerator.Gradient, generatorSink, time), time, record: true);
    }

    private (Samples Real, Samples Latent) Draw(StepTime time)
    {
        Samples real = batches.Real(streams.Data.At(time.Update));
        Samples latent = batches.Latent(streams.Latent.At(time.Update), streams.Data.At(time.Update));
        Clock?.Done(StepPart.Drawing);
        return (real, latent);
    }

    /// <summary>Moves a player.</summary>
    /// <returns>The norm of its gradient before clipping, a scalar.</returns>
    private Tensor Move(Player player, Tensor gradient, BufferSink sink, StepTime time)
    {
        Tensor norm = player.Update(gradient, time);
        player.Store.Advance(sink);
        Clock?.Done(StepPart.Optimizer);
        return norm;
    }
}
