using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Losses;
using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Inits;
using GanCli.Engine.Regularizers;
using GanCli.Engine.Tensors;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Regularizers;

public sealed class WeightClippingTests
{
    private const double H = Dirac.Rate;

    public WeightClippingTests() => TorchRuntime.EnsureLoaded();

    [Theory]
    [InlineData(UpdateOrder.Simultaneous)]
    [InlineData(UpdateOrder.Alternating)]
    public void DiracGanFollowsTheClippedRecurrence(UpdateOrder order)
    {
        var loss = new WassersteinLossConfig();
        Dirac.Follow(Dirac.Parts(loss, order, new WeightClippingConfig { Limit = 1 }.Build()), (theta, psi) =>
        {
            double next = Math.Clamp(psi + (H * Dirac.Field(loss, theta, psi).Psi), -1, 1);
            return (theta + (H * Dirac.Field(loss, theta, order == UpdateOrder.Alternating ? next : psi).Theta), next);
        });
    }

    /// <summary>One step with and without clipping from the same weights: the first of two updates of D is cut before the second.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void EachUpdateOfDIsCutAndNothingElse(bool biases)
    {
        using var scope = NewDisposeScope();
        const double Limit = 0.05;
        using var lab = Lab(2, new WeightClippingConfig { Limit = Limit, Biases = biases });
        using var plain = Lab(1);
        for (int update = 0; update < 2; update++)
        {
            StepTime time = lab.Time(update);
            Tensor latent = plain.Batches.Latent(plain.Streams.Latent.At(update), plain.Streams.Data.At(update)).Values;
            Tensor fake = plain.Game.Generate(plain.Generator.Store.Frozen, latent, time).Values;
            var batch = new PlayedBatch(plain.Batches.Real(plain.Streams.Data.At(update)), latent, fake);
            plain.Discriminator
                .Update(Player.Gradient(plain.Game.DiscriminatorLoss(plain.Discriminator.Store.Leaves, batch, time).Total, plain.Discriminator.Store.Leaves),
                    time);
            using var noGrad = no_grad();
            foreach ((Tensor weight, WeightSpec spec) in plain.Discriminator.Store.Frozen.Parameters.Zip(plain.Discriminator.Store.Layout.Specs))
            {
                if (biases || spec.Name.EndsWith(".weight", StringComparison.Ordinal))
                {
                    weight.WithinInPlace(-Limit, Limit);
                }
            }
        }

        double[] unclipped = Numbers.Of(lab.Generator.Store.Flat);
        lab.Run(1);
        Numbers.Close(plain.Discriminator.Store.Flat, lab.Discriminator.Store.Flat, 1e-9);
        Assert.Equal(biases, Numbers.Of(lab.Discriminator.Store.Flat).Max(Math.Abs) <= Limit);
        Assert.NotEqual(unclipped, Numbers.Of(lab.Generator.Store.Flat));
        Assert.True(Numbers.Of(lab.Generator.Store.Flat).Max(Math.Abs) > Limit);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void StatisticsTellTheShareAtTheLimit(bool biases)
    {
        using var scope = NewDisposeScope();
        using var lab = Lab(1, new WeightClippingConfig { Limit = 0.05, Biases = biases });
        lab.Run(1);
        double[] numbers =
        [
            .. lab.Discriminator.Store.Frozen.Parameters.Zip(lab.Discriminator.Store.Layout.Specs)
                .Where(pair => biases || pair.Second.Name.EndsWith(".weight", StringComparison.Ordinal))
                .SelectMany(static pair => Numbers.Of(pair.First)),
        ];
        double share = numbers.Count(static number => Math.Abs(number) >= 0.05) / (double)numbers.Length;
        Assert.InRange(share, 0.1, 0.9);
        Assert.Equal(share, lab.Statistics.Read().Single(static row => row.Name.EndsWith(".clipped", StringComparison.Ordinal)).Mean, 1e-9);
    }

    [Fact]
    public void GradientsStillComeFromTheLayers()
    {
        using var lab = new Lab(new LabParts { Regularizers = [new WeightClippingConfig().Build()] });
        Assert.Equal((true, true), lab.Step.FromLayers);
    }

    private static Lab Lab(int dSteps, params RegularizerConfig[] remedies)
    {
        var mlp = new MlpConfig { Widths = [6], Init = new NormalInitConfig { Std = 0.05 } };
        return new Lab(new LabParts
        {
            DiscriminatorConfig = mlp,
            Loss = new WassersteinLossConfig(),
            DiscriminatorOptimizer = new Engine.Optimizers.AdamConfig { Lr = 0.04 },
            Training = new TrainingConfig { Batch = 8, DSteps = dSteps, Dtype = NumberType.Float64 },
            Regularizers = [.. remedies.Select(static remedy => remedy.Build())],
        });
    }
}
