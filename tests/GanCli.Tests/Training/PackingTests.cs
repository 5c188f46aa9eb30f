using GanCli.Engine.Losses;
using GanCli.Engine.Networks;
using GanCli.Engine.Training;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Training;

/// <summary>Packing needs nothing but the hooks: a test double does it.</summary>
public sealed class PackingTests
{
    [Fact]
    public void DiscriminatorJudgesPacksBuiltByHand()
    {
        using var lab = new Lab(new LabParts { Regularizers = [new Packing(4)] });
        using var scope = NewDisposeScope();
        Assert.Equal([8], lab.Game.Discriminator.InputShape);
        (Tensor real, Tensor fake) = (Numbers.Random(1, 1, 8, 2), Numbers.Random(2, 1, 8, 2));
        DiscriminatorLoss loss = lab.Game.DiscriminatorLoss(lab.Discriminator.Store.Frozen, new PlayedBatch(real, zeros(8, 3), fake), lab.Moment());
        double[] byHand = Numbers.Of(lab.Game.Discriminator.Forward(lab.Discriminator.Store.Frozen, stack([Pack(real, 0), Pack(real, 4)]), Pass.Evaluation));
        Numbers.Close(byHand, Numbers.Of(loss.RealOutput), 1e-14);
        byHand = Numbers.Of(lab.Game.Discriminator.Forward(lab.Discriminator.Store.Frozen, stack([Pack(fake, 0), Pack(fake, 4)]), Pass.Evaluation));
        Numbers.Close(byHand, Numbers.Of(loss.FakeOutput), 1e-14);

        static Tensor Pack(Tensor samples, int first) => cat([samples[first], samples[first + 1], samples[first + 2], samples[first + 3]]);
    }

    [Fact]
    public void GeneratorLearnsThroughThePacks()
    {
        using var lab = new Lab(new LabParts { Regularizers = [new Packing(2)], Loss = new MinimaxLossConfig() });
        using var scope = NewDisposeScope();
        Tensor latent = Numbers.Random(3, 1, 8, 3);
        Tensor flat = lab.Generator.Store.Flat.clone().requires_grad_();
        Tensor gradient = autograd.grad([Loss(flat)], [flat])[0];
        Numbers.Close(Numbers.Slope(Loss, flat), Numbers.Of(gradient), 1e-6);
        lab.Run(2);
        Assert.All(lab.State(), static value => Assert.True(double.IsFinite(value)));

        Tensor Loss(Tensor weights)
        {
            var generator = Engine.Tensors.Weights.FromFlat(lab.Game.Generator.Layout, weights, []);
            var batch = new PlayedBatch(null, latent, lab.Game.Generate(generator, latent, lab.Moment()));
            return lab.Game.GeneratorLoss(generator, lab.Discriminator.Store.Frozen, batch, lab.Moment()).Total;
        }
    }
}
