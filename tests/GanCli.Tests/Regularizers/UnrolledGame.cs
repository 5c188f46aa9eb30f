using GanCli.Engine.Game;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Regularizers;
using GanCli.Engine.Tensors;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Regularizers;

/// <summary>Games with a look-ahead, and what tests ask of them.</summary>
internal static class UnrolledGame
{
    /// <param name="steps">Of the look-ahead.</param>
    /// <param name="direct">With a discriminator whose look-ahead goes without autograd.</param>
    public static LabParts Parts(int steps, bool direct = false)
    {
        var parts = new LabParts { Regularizers = [new UnrollingConfig { Steps = steps }.Build()] };
        return parts with { DiscriminatorConfig = parts.DiscriminatorConfig with { Activation = direct ? ActivationKind.LeakyRelu : ActivationKind.Silu } };
    }

    public static (PlayedBatch Batch, StepTime Time) Batch(Lab lab, Weights generator)
    {
        StepTime time = lab.Time(7);
        Tensor latent = lab.Batches.Latent(lab.Streams.Latent.At(7), lab.Streams.Data.At(7)).Values;
        return (new PlayedBatch(lab.Batches.Real(lab.Streams.Data.At(7)), latent, lab.Game.Generate(generator, latent, time)), time);
    }

    /// <summary>G's loss as a function of its flat weights.</summary>
    public sealed class Objective(Lab lab)
    {
        public Tensor At(Tensor flat)
        {
            Weights generator = Weights.FromFlat(lab.Game.Generator.Layout, flat, lab.Generator.Store.Frozen.Buffers);
            (PlayedBatch batch, StepTime time) = Batch(lab, generator);
            Weights opponent = lab.Game.Opponent(lab.Discriminator.Store.Frozen, new OpponentView(lab.Game, lab.Discriminator, batch, time));
            return lab.Game.GeneratorLoss(generator, opponent, batch, time).Total;
        }

        public double[] Gradient(Tensor flat)
        {
            Tensor leaf = flat.clone().requires_grad_();
            return Numbers.Of(autograd.grad([At(leaf)], [leaf])[0]);
        }
    }

    /// <summary>A penalty on D's slope at generated samples.</summary>
    public sealed class Slope : Regularizer, IAddsToDiscriminatorLoss
    {
        public Tensor DiscriminatorTerm(DiscriminatorView view)
        {
            // A point of its own: in a look-ahead D's weights are functions of the generated samples, too.
            Tensor fake = view.Fake.Values;
            Tensor at = fake.requires_grad ? fake.view_as(fake) : fake.detach().requires_grad_();
            Tensor output = view.Game.Discriminator.Forward(view.Weights, at, view.Pass).sum();
            return autograd.grad([output], [at], retain_graph: true, create_graph: true)[0].Squared().sum(1).mean();
        }
    }
}
