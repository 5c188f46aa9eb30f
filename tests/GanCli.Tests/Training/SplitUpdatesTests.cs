using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Regularizers;
using GanCli.Engine.Tensors;
using GanCli.Tests.Support;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Training;

public sealed class SplitUpdatesTests
{
    [Fact]
    public void RealAndGeneratedSamplesTakeTurns()
    {
        var parts = new LabParts { Regularizers = [new SplitUpdatesConfig().Build()] };
        parts = parts with { Training = parts.Training with { DSteps = 2 } };
        using var lab = new Lab(parts);
        using WeightStore expected = WeightStore.From(lab.Discriminator.Store.Frozen);
        using var scope = NewDisposeScope();
        Engine.Optimizers.OptimizerState memory = lab.Discriminator.Optimizer.NewState(expected.Flat);
        for (int update = 0; update < 2; update++)
        {
            // Two updates of D and one of G make a step: the moments of its updates are 0, 1 and 2.
            Tensor latent = lab.Batches.Latent(lab.Streams.Latent.At(update), lab.Streams.Data.At(update)).Values;
            Tensor fake = lab.Game.Generate(lab.Generator.Store.Frozen, latent, lab.Time(update)).Values.detach();
            Tensor samples = update == 0 ? lab.Batches.Real(lab.Streams.Data.At(update)).Values : fake;
            Tensor output = lab.Game.Discriminator.Forward(expected.Leaves, samples, Engine.Networks.Pass.Evaluation).flatten();
            Tensor loss = (update == 0 ? -output : output).Softplus(20).mean();
            Tensor gradient = Player.Gradient(loss, expected.Leaves);
            using (no_grad())
            {
                lab.Discriminator.Optimizer.Step(expected.Flat, gradient, memory, 0.01);
            }
        }

        lab.Run(1);
        Numbers.Close(expected.Flat, lab.Discriminator.Store.Flat, 1e-12);
    }

    [Theory]
    [InlineData(1, UpdateOrder.Alternating, false)]
    [InlineData(2, UpdateOrder.Alternating, true)]
    [InlineData(3, UpdateOrder.Alternating, false)]
    [InlineData(1, UpdateOrder.Simultaneous, false)]
    public void UpdatesComeInPairs(int dSteps, UpdateOrder order, bool fits)
    {
        var config = new ExperimentConfig { Training = new TrainingConfig { DSteps = dSteps, Update = order } };
        Assert.Equal(fits, new SplitUpdatesConfig().Conflict(config) is null);
    }

    [Theory]
    [InlineData("relativistic")]
    [InlineData("relativistic-average")]
    public void ALossThatComparesCannotBeSplit(string loss) => Assert.Equal(
        Ways.Fill(
            "mog8.yaml:3:16 regularizers[0]: the loss compares real with generated samples, so neither can be learned from alone; set loss.kind to {losses "
                + "of one kind of samples}"),
        Tests.Config.ConfigFixture.ErrorOf($"loss: {loss}\ntraining: {{d-steps: 2}}\nregularizers: [split-updates]"));
}
