using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Random;
using GanCli.Engine.Tensors;
using GanCli.Runs;
using static TorchSharp.torch;

namespace GanCli.Engine.Training;

/// <summary>One step of the training algorithm (Goodfellow et al. 2014, algorithm 1): d-steps updates of D, g-steps of G, then averaging.
/// Nothing is read back.</summary>
public sealed class GanStep(
    AdversarialGame game, Player generator, Player discriminator, WeightStore? average, BatchSource batches, RandomStreams streams, TrainingConfig config, StepStatistics statistics) : IDisposable
{
    private readonly DirectGradients? _direct = DirectGradients.For(game, generator, discriminator);

    /// <summary>Whose gradients come from the layers themselves instead of autograd, in a game between plain networks: that of a player whose
    /// loss no remedy changes, or in a way that needs no autograd.</summary>
    public (bool Generator, bool Discriminator) IsDirect => _direct is null ? (false, false)
        : config.Update == UpdateOrder.Simultaneous ? (_direct.ServesBoth, _direct.ServesBoth)
        : (_direct.ServesGenerator, _direct.ServesDiscriminator);

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
            double share = step < config.Ema!.Warmup ? 1 : 1 - config.Ema.Decay;
            Clock?.Done(StepPart.Bookkeeping);
            average.LerpTowards(generator.Store, share);
            Clock?.Done(StepPart.Averaging);
        }

        statistics.Commit();
    }

    private StepTime At(long step, int update) =>
        new(step, config.Steps, streams.Regularizer.At((step * (config.DSteps + config.GSteps)) + update));

    private void UpdateDiscriminator(StepTime moment, bool record)
    {
        // D's intermediate results go before G's come: half the memory, and warmer caches.
        using var scope = NewDisposeScope();
        Tensor real = batches.Real(streams.Data.At(moment.Noise.Step));
        Tensor latent = batches.Latent(streams.Latent.At(moment.Noise.Step));
        Clock?.Done(StepPart.Drawing);
        Tensor fake = _direct?.Generate(latent) ?? game.Generate(generator.Store.Frozen, latent, moment);
        var sink = new BufferSink();
        var (loss, gradient) = _direct?.ServesDiscriminator == true ? _direct.Discriminator(real, fake, moment) : Traced();
        Clock?.Done(StepPart.Discriminator);
        Apply(loss, gradient, sink, moment, record);

        (DiscriminatorLoss Loss, Tensor Gradient) Traced()
        {
            DiscriminatorLoss traced = game.DiscriminatorLoss(discriminator.Store.Leaves, new PlayedBatch(real, latent, fake), moment, sink);
            return (traced, Player.Gradient(traced.Total, discriminator.Store.Leaves));
        }
    }

    private void UpdateGenerator(StepTime moment, bool record)
    {
        using var scope = NewDisposeScope();
        Tensor? real = game.GeneratorNeedsReal ? batches.Real(streams.Data.At(moment.Noise.Step)) : null;
        Tensor latent = batches.Latent(streams.Latent.At(moment.Noise.Step));
        Clock?.Done(StepPart.Drawing);
        var sink = new BufferSink();
        var (loss, gradient) = _direct?.ServesGenerator == true ? _direct.Generator(latent, real, moment, sink) : Traced();
        Clock?.Done(StepPart.Generator);
        Apply(loss, gradient, sink, moment, record);

        (GeneratorLoss Loss, Tensor Gradient) Traced()
        {
            var batch = new PlayedBatch(real, latent, game.Generate(generator.Store.Leaves, latent, moment, sink));
            Weights opponent = game.Opponent(discriminator.Store.Frozen, new OpponentView(game, discriminator, batch, moment));
            GeneratorLoss traced = game.GeneratorLoss(generator.Store.Leaves, opponent, batch, moment);
            return (traced, Player.Gradient(traced.Total, generator.Store.Leaves));
        }
    }

    /// <summary>Both gradients at the same point, on the same batch, then both moves.</summary>
    private void UpdateTogether(StepTime moment)
    {
        Tensor real = batches.Real(streams.Data.At(moment.Noise.Step));
        Tensor latent = batches.Latent(streams.Latent.At(moment.Noise.Step));
        Clock?.Done(StepPart.Drawing);
        var (generatorSink, discriminatorSink) = (new BufferSink(), new BufferSink());
        var (ofDiscriminator, ofGenerator) = _direct?.ServesBoth == true
            ? _direct.Both(real, latent, moment, generatorSink)
            : Traced(real, latent, moment, generatorSink, discriminatorSink);
        Clock?.Done(StepPart.BothPlayers);
        Apply(ofDiscriminator.Loss, ofDiscriminator.Gradient, discriminatorSink, moment, record: true);
        Apply(ofGenerator.Loss, ofGenerator.Gradient, generatorSink, moment, record: true);
    }

    private ((DiscriminatorLoss Loss, Tensor Gradient) Discriminator, (GeneratorLoss Loss, Tensor Gradient) Generator) Traced(
        Tensor real, Tensor latent, StepTime moment, BufferSink generatorSink, BufferSink discriminatorSink)
    {
        (DiscriminatorLoss D, GeneratorLoss G) Losses(Weights g, Weights d, BufferSink? gSink, BufferSink? dSink)
        {
            var batch = new PlayedBatch(real, latent, game.Generate(g, latent, moment, gSink));
            Weights opponent = game.Opponent(d, new OpponentView(game, discriminator, batch, moment));
            return (game.DiscriminatorLoss(d, batch, moment, dSink), game.GeneratorLoss(g, opponent, batch, moment));
        }

        var (lossD, lossG) = Losses(generator.Store.Leaves, discriminator.Store.Leaves, generatorSink, discriminatorSink);
        Gradients Gradients(Weights g, Weights d, bool createGraph)
        {
            bool here = ReferenceEquals(g, generator.Store.Leaves) && ReferenceEquals(d, discriminator.Store.Leaves);
            var (thereD, thereG) = here ? (lossD, lossG) : Losses(g, d, null, null);
            return Differentiate(thereD, thereG, g, d, createGraph);
        }

        Gradients? gradients = null;
        var view = new JointView(generator, discriminator, Gradients, moment);
        for (int i = 0; i < game.Regularizers.Count; i++)
        {
            gradients = game.Regularizers[i].Regularizer.JointGradients(view with { Moment = moment.For(i) }) ?? gradients;
        }

        gradients ??= Differentiate(lossD, lossG, generator.Store.Leaves, discriminator.Store.Leaves, createGraph: false);
        return ((lossD, gradients.Discriminator), (lossG, gradients.Generator));
    }

    private static Gradients Differentiate(DiscriminatorLoss lossD, GeneratorLoss lossG, Weights g, Weights d, bool createGraph) => new(
        Weights.Concatenate(autograd.grad([lossG.Total], g.Parameters, retain_graph: true, create_graph: createGraph)),
        Weights.Concatenate(autograd.grad([lossD.Total], d.Parameters, retain_graph: true, create_graph: createGraph)));

    private void Apply(DiscriminatorLoss loss, Tensor gradient, BufferSink sink, StepTime moment, bool record)
    {
        Tensor norm = discriminator.Update(gradient, moment);
        discriminator.Store.Advance(sink);
        Clock?.Done(StepPart.Optimizer);
        using (no_grad())
        {
            for (int i = 0; i < game.Regularizers.Count; i++)
            {
                game.Regularizers[i].Regularizer.AfterDiscriminatorUpdate(loss, discriminator, moment.For(i));
            }

            if (record)
            {
                statistics.Add("loss.discriminator", loss.Total);
                AddOutputs(loss.RealOutput.mean(), loss.FakeOutput.mean());
                statistics.Add("gradient-norm.discriminator", norm);
                statistics.Add(loss.Terms);
            }
        }
    }

    private void AddOutputs(Tensor real, Tensor fake)
    {
        DiscriminatorOutput output = game.Loss.Output;
        Tensor[] values = output.IsRelative ? [real - fake] : [real, fake];
        for (int i = 0; i < values.Length; i++)
        {
            statistics.Add(output.Keys[i], values[i]);
        }
    }

    private void Apply(GeneratorLoss loss, Tensor gradient, BufferSink sink, StepTime moment, bool record)
    {
        Tensor norm = generator.Update(gradient, moment);
        generator.Store.Advance(sink);
        Clock?.Done(StepPart.Optimizer);
        for (int i = 0; i < game.Regularizers.Count; i++)
        {
            game.Regularizers[i].Regularizer.AfterGeneratorUpdate(loss.View with { Moment = moment.For(i) });
        }

        if (record)
        {
            statistics.Add("loss.generator", loss.Total);
            statistics.Add("gradient-norm.generator", norm);
            statistics.Add(loss.Terms);
            statistics.Add(game.Statistics(moment));
        }
    }

    public void Dispose() => _direct?.Dispose();
}
