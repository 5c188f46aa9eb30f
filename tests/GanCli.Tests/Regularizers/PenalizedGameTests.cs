using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Losses;
using GanCli.Engine.Networks;
using GanCli.Engine.Regularizers;
using GanCli.Engine.Tensors;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Regularizers;

/// <summary>Gradient penalties in games: by differences, in a look-ahead, and on Dirac-GAN by recurrence.</summary>
public sealed class PenalizedGameTests
{
    private const double H = Dirac.Rate;

    /// <summary>The gradient of D's whole loss by D's weights, against differences of a loss whose input gradients are differences, too.</summary>
    [Theory]
    [InlineData("gradient-penalty")]
    [InlineData("wgan-gp")]
    [InlineData("r1")]
    [InlineData("r2")]
    [InlineData("zero-centered")]
    [InlineData("dragan")]
    public void ItsGradientReachesDsWeights(string kind)
    {
        using var lab = new Lab(new LabParts { Regularizers = [((RegularizerConfig)Catalog.FindFamily("regularizer")!.Find(kind)!.CreateDefault()).Build()] });
        using var scope = NewDisposeScope();
        var batch = new PlayedBatch(Numbers.Random(1, 1, 6, 2), Numbers.Random(2, 1, 6, 3), Numbers.Random(3, 1, 6, 2));
        Tensor flat = lab.Discriminator.Store.Flat.clone().requires_grad_();
        double[] slopes = Numbers.Slope(weights => Loss(weights).detach(), flat);

        Numbers.Close(slopes, Numbers.Of(autograd.grad([Loss(flat)], [flat])[0]), 1e-6);

        Tensor Loss(Tensor at)
        {
            Tensor leaf = at.requires_grad ? at : at.requires_grad_();
            return lab.Game.DiscriminatorLoss(Weights.FromFlat(lab.Game.Discriminator.Layout, leaf, []), batch, lab.Time()).Total;
        }
    }

    /// <summary>Unrolling differentiates the penalty by G's weights, through the samples it is taken at.</summary>
    [Theory]
    [InlineData("wgan-gp")]
    [InlineData("r1")]
    [InlineData("r2")]
    [InlineData("zero-centered")]
    public void InALookAheadGLearnsThroughIt(string kind)
    {
        using var lab = new Lab(new LabParts { Regularizers = [((RegularizerConfig)Catalog.FindFamily("regularizer")!.Find(kind)!.CreateDefault()).Build()] });
        using var scope = NewDisposeScope();
        (Tensor real, Tensor latent) = (Numbers.Random(1, 1, 6, 2), Numbers.Random(2, 1, 6, 3));
        Tensor flat = lab.Generator.Store.Flat.clone();
        double[] slopes = Numbers.Slope(weights => Ahead(weights).detach(), flat);
        Tensor leaf = flat.requires_grad_();

        Numbers.Close(slopes, Numbers.Of(autograd.grad([Ahead(leaf)], [leaf])[0]), 1e-5);

        // D's loss after one step of gradient descent, as a function of G's weights.
        Tensor Ahead(Tensor generator)
        {
            Tensor fake = lab.Game.Generate(Weights.FromFlat(lab.Game.Generator.Layout, generator, []), latent, lab.Time()).Values;
            var batch = new PlayedBatch(real, latent, fake);
            Tensor at = lab.Discriminator.Store.Flat.clone().requires_grad_();
            Tensor step = autograd.grad([Loss(at).Total], [at], retain_graph: true, create_graph: true)[0];
            return Loss(at - step.Times(0.1)).Total;

            DiscriminatorLoss Loss(Tensor discriminator) =>
                lab.Game.DiscriminatorLoss(Weights.FromFlat(lab.Game.Discriminator.Layout, discriminator, []), batch, lab.Time());
        }
    }

    /// <summary>Single precision has operations of its own, which leave out what the pass by inputs does not need; nothing may miss it later.</summary>
    [Theory]
    [InlineData("r1, r2")]
    [InlineData("wgan-gp")]
    public void LargeNetworksInSinglePrecisionGiveTheSameGradients(string what)
    {
        using var scope = NewDisposeScope();
        RegularizerConfig[] remedies = what == "wgan-gp" ? [new WganGpConfig()] : [new R1Config(), new R2Config()];
        double[][] gradients = [.. ((NumberType[])[NumberType.Float64, NumberType.Float32]).Select(dtype =>
        {
            using var lab = new Lab(new LabParts
            {
                DiscriminatorConfig = new MlpConfig { Widths = [128, 128] },
                Training = new TrainingConfig { Batch = 128, Dtype = dtype },
                Regularizers = [.. remedies.Select(static remedy => remedy.Build())],
            });
            Tensor latent = lab.Batches.Latent(lab.Streams.Latent.At(0), lab.Streams.Data.At(0)).Values;
            var batch = new PlayedBatch(lab.Batches.Real(lab.Streams.Data.At(0)), latent, lab.Game.Generate(lab.Generator.Store.Frozen, latent, lab.Time()));
            return Numbers.Of(
                Player.Gradient(lab.Game.DiscriminatorLoss(lab.Discriminator.Store.Leaves, batch, lab.Time()).Total, lab.Discriminator.Store.Leaves));
        })];
        Numbers.Close(gradients[0], gradients[1], 1e-5);
    }

    [Theory]
    [InlineData(UpdateOrder.Simultaneous)]
    [InlineData(UpdateOrder.Alternating)]
    public void DiracGanWithR1FollowsItsRecurrence(UpdateOrder order)
    {
        var loss = new NonSaturatingLossConfig();
        Dirac.Follow(Dirac.Parts(loss, order, new R1Config { Gamma = 0.3 }.Build()), (theta, psi) =>
        {
            double next = psi + (H * (Dirac.Field(loss, theta, psi).Psi - (0.3 * psi)));
            return (theta + (H * Dirac.Field(loss, theta, order == UpdateOrder.Alternating ? next : psi).Theta), next);
        });
    }

    [Fact]
    public void DiracGanWithWassersteinLossAndPenaltyFollowsItsRecurrence()
    {
        var loss = new WassersteinLossConfig();
        Dirac.Follow(Dirac.Parts(loss, UpdateOrder.Simultaneous, new WganGpConfig { Weight = 0.35 }.Build()), (theta, psi) =>
        {
            (double vTheta, double vPsi) = Dirac.Field(loss, theta, psi);
            return (theta + (H * vTheta), psi + (H * (vPsi - (0.7 * (Math.Abs(psi) - 1) * Math.Sign(psi)))));
        });
    }
}
