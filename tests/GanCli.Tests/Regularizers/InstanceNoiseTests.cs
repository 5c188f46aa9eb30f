using GanCli.Engine.Game;
using GanCli.Engine.Random;
using GanCli.Engine.Regularizers;
using GanCli.Engine.Schedules;
using GanCli.Engine.Tensors;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Regularizers;

public sealed class InstanceNoiseTests
{
    [Fact]
    public void RealAndGeneratedSamplesGetTheSameKindOfNoiseEachWithItsOwnDraw()
    {
        const int Count = 20_000;
        using var lab = new Lab(new LabParts { Regularizers = [new InstanceNoiseConfig { Std = 0.3 }.Build()] });
        using var scope = NewDisposeScope();
        Tensor samples = Numbers.Random(1, 2, Count, 2);
        double[] real = Numbers.Of(lab.Game.DiscriminatorInput(samples, null, lab.Time()).Values - samples);
        double[] fake = Numbers.Of(lab.Game.DiscriminatorInput(samples, zeros(Count, 3), lab.Time()).Values - samples);
        foreach (double[] noise in (double[][])[real, fake])
        {
            Assert.Equal(0, noise.Average(), 0.006);
            Assert.Equal(0.09, noise.Average(static n => n * n), 0.004);
            Assert.Equal(3 * 0.09 * 0.09, noise.Average(static n => Math.Pow(n, 4)), 0.003);
        }

        Assert.Equal(0, real.Zip(fake, static (r, f) => r * f).Average(), 0.003);
        Assert.Equal(real, Numbers.Of(lab.Game.DiscriminatorInput(samples, null, lab.Time()).Values - samples));
        Assert.NotEqual(real, Numbers.Of(lab.Game.DiscriminatorInput(samples, null, lab.Time(1)).Values - samples));
    }

    [Fact]
    public void BothPlayersUpdateOnWhatIsSeenAndGradientsFlow()
    {
        using var lab = new Lab(new LabParts { Regularizers = [new InstanceNoiseConfig { Std = 0.5 }.Build()] });
        using var scope = NewDisposeScope();
        (Tensor real, Tensor latent) = (Numbers.Random(1, 1, 6, 2), Numbers.Random(2, 1, 6, 3));
        StepTime time = lab.Time();
        RandomStream noise = time.For(0).Noise;
        PlayedBatch batch = Batch(lab.Generator.Store.Leaves);
        DiscriminatorLoss loss = lab.Game.DiscriminatorLoss(lab.Discriminator.Store.Frozen, batch, time);
        Numbers.Close(Output(real.Plus(noise.NormalTensor([6, 2], real), 0.5)), loss.RealScores.Values, 1e-13);
        Tensor fakeSeen = batch.Fake.Values.Plus(noise.ForLane(noise.Lane + 1).NormalTensor([6, 2], real), 0.5);
        Numbers.Close(Output(fakeSeen), loss.FakeScores.Values, 1e-13);
        Numbers.Close(Output(fakeSeen), Loss(lab.Generator.Store.Leaves).View.FakeScores.Values, 1e-13);
        Numbers.Close(
            Numbers.Slope(flat => Loss(Weights.FromFlat(lab.Game.Generator.Layout, flat, [])).Total, lab.Generator.Store.Flat),
            Numbers.Of(Player.Gradient(Loss(lab.Generator.Store.Leaves).Total, lab.Generator.Store.Leaves)),
            1e-6);

        Tensor Output(Tensor seen) => lab.Game.Discriminator.Forward(lab.Discriminator.Store.Frozen, seen, Engine.Networks.Pass.Evaluation).flatten();

        PlayedBatch Batch(Weights generator) => new(real, latent, lab.Game.Generate(generator, latent, time));

        GeneratorLoss Loss(Weights generator) => lab.Game.GeneratorLoss(generator, lab.Discriminator.Store.Frozen, Batch(generator), time);
    }

    [Fact]
    public void ItFollowsItsScheduleAndReportsIt()
    {
        using var lab =
            new Lab(new LabParts { Regularizers = [new InstanceNoiseConfig { Std = new LinearSchedule { From = 0.4, To = 0, End = 50 } }.Build()] });
        using var scope = NewDisposeScope();
        Tensor samples = Numbers.Random(1, 2, 6, 2);
        StepTime half = new(25, 100, lab.Time().Noise);
        Numbers.Close((lab.Game.DiscriminatorInput(samples, null, lab.Time()).Values - samples).Over(2), lab.Game.DiscriminatorInput(samples, null, half).Values
            - samples, 1e-12);
        Assert.Equal(Numbers.Of(samples), Numbers.Of(lab.Game.DiscriminatorInput(samples, null, half with { Step = 50 }).Values));
        lab.Run(1, 25);
        Assert.Equal(0.2, lab.Statistics.Read().Single(static s => s.Name == "double-0.std").Mean, 1e-12);
    }
}
