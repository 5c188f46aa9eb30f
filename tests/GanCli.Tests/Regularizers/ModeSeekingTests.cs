using GanCli.Engine.Game;
using GanCli.Engine.Losses;
using GanCli.Engine.Regularizers;
using GanCli.Engine.Tensors;
using GanCli.Tests.Config;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Regularizers;

public sealed class ModeSeekingTests
{
    [Fact]
    public void IsTheInverseOfTheRatioOfDistances()
    {
        using var lab = NewLab(weight: 2);
        using var scope = NewDisposeScope();
        // Pairs are (0, 2) and (1, 3); the fifth sample has no partner. |ΔG|: 1, 2, 3, 0; |Δz|: 4, 0, 2, 1, 1, 4.
        Tensor fake = tensor(new double[,] { { 0, 0 }, { 5, 1 }, { 1, -2 }, { 2, 1 }, { 99, 99 } });
        Tensor latent = tensor(new double[,] { { 1, 1, 1 }, { 0, 0, 0 }, { 5, 1, 3 }, { 1, -1, 4 }, { 99, 99, 99 } });
        Assert.Equal(2 / (((6 / 4d) / (12 / 6d)) + 1e-5), Term(lab, fake, latent).item<double>(), 1e-12);
    }

    [Fact]
    public void ItIsBoundedAndItsGradientFiniteAtTotalCollapse()
    {
        using var lab = NewLab(weight: 1);
        using var scope = NewDisposeScope();
        Tensor fake = ones(6, 2, ScalarType.Float64).requires_grad_();
        Tensor term = Term(lab, fake, Numbers.Random(1, 1, 6, 3));
        Assert.Equal(1e5, term.item<double>(), 1e-6);
        Assert.All(Numbers.Of(autograd.grad([term], [fake])[0]), static slope => Assert.True(double.IsFinite(slope)));
        Assert.Equal(1e5, Term(lab, fake, ones(6, 3, ScalarType.Float64)).item<double>(), 1e-6);
    }

    [Fact]
    public void ItsGradientDrivesSamplesApart()
    {
        using var lab = NewLab(weight: 0.3);
        using var scope = NewDisposeScope();
        Tensor latent = Numbers.Random(1, 1, 6, 3);
        double[] gradient = Numbers.Of(Player.Gradient(Loss(lab.Generator.Store.Leaves), lab.Generator.Store.Leaves));
        Numbers.Close(Numbers.Slope(flat => Loss(Weights.FromFlat(lab.Game.Generator.Layout, flat, [])), lab.Generator.Store.Flat), gradient, 1e-6);

        Tensor Loss(Weights generator) => lab.Game.GeneratorLoss(
            generator, lab.Discriminator.Store.Frozen, new PlayedBatch(null, latent, lab.Game.Generate(generator, latent, lab.Time())), lab.Time()).Total;
    }

    [Fact]
    public void ABatchOfOneHasNoPairs() => Assert.StartsWith(
        "mog8.yaml:2:16 regularizers[0]: compares pairs of samples; set training.batch to 2 or more",
        ConfigFixture.ErrorOf("training: {batch: 1}\nregularizers: [mode-seeking]"),
        StringComparison.Ordinal);

    private static Lab NewLab(double weight) =>
        new(new LabParts { Loss = new WassersteinLossConfig(), Regularizers = [new ModeSeekingConfig { Weight = weight }.Build()] });

    private static Tensor Term(Lab lab, Tensor fake, Tensor latent) =>
        lab.Game.GeneratorLoss(lab.Generator.Store.Frozen, lab.Discriminator.Store.Frozen, new PlayedBatch(null, latent, fake), lab.Time()).Terms[0].Value;
}
