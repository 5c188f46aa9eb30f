using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Losses;
using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Tensors;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Training;

public sealed class GanStepTests
{
    private static readonly TrainingConfig Small = new LabParts().Training;

    private static readonly MlpConfig Normed = new() { Widths = [6], Norm = [NormKind.Batch], Activation = ActivationKind.Tanh };

    [Fact]
    public void EachPlayerTakesItsNumberOfUpdates()
    {
        using var lab = new Lab(new LabParts { Training = Small with { DSteps = 3, GSteps = 2 } });
        lab.Run(7);
        Assert.Equal(21, lab.Discriminator.State.Step);
        Assert.Equal(14, lab.Generator.State.Step);
        Assert.Equal(7, lab.Statistics.Count);
        Assert.Equal(
            ["loss.discriminator", "logits.real", "logits.fake", "gradient-norm.discriminator", "loss.generator", "gradient-norm.generator"],
            lab.Statistics.Read().Select(static s => s.Name));
    }

    [Fact]
    public void SeveralUpdatesFollowTheRecurrence()
    {
        var loss = new NonSaturatingLossConfig();
        LabParts parts = Dirac.Parts(loss, UpdateOrder.Alternating);
        Dirac.Follow(parts with { Training = parts.Training with { DSteps = 2, GSteps = 3 } }, (theta, psi) =>
        {
            for (int i = 0; i < 2; i++)
            {
                psi += Dirac.Rate * Dirac.Field(loss, theta, psi).Psi;
            }

            for (int i = 0; i < 3; i++)
            {
                theta += Dirac.Rate * Dirac.Field(loss, theta, psi).Theta;
            }

            return (theta, psi);
        });
    }

    [Fact]
    public void StatisticsAreThoseOfTheUpdates()
    {
        using var lab = new Lab(new LabParts());
        using var scope = NewDisposeScope();
        using WeightStore generator = WeightStore.From(lab.Generator.Store.Frozen);
        using WeightStore discriminator = WeightStore.From(lab.Discriminator.Store.Frozen);
        lab.Run(1);
        var values = lab.Statistics.Read().ToDictionary(static s => s.Name, static s => s.Mean);

        // D moved on batch 0 from the first weights; G on batch 1, against the moved D.
        Tensor latent = lab.Batches.Latent(lab.Streams.Latent.At(0), lab.Streams.Data.At(0)).Values;
        Tensor fake = lab.Game.Generate(generator.Frozen, latent, lab.Time()).Values;
        var batch = new PlayedBatch(lab.Batches.Real(lab.Streams.Data.At(0)), latent, fake);
        DiscriminatorLoss first = lab.Game.DiscriminatorLoss(discriminator.Leaves, batch, lab.Time());
        Assert.Equal(first.Total.item<double>(), values["loss.discriminator"], 1e-14);
        Assert.Equal(first.RealScores.Values.mean().item<double>(), values["logits.real"], 1e-14);
        Assert.Equal(first.FakeScores.Values.mean().item<double>(), values["logits.fake"], 1e-14);
        Assert.Equal(Player.Gradient(first.Total, discriminator.Leaves).norm().item<double>(), values["gradient-norm.discriminator"], 1e-14);
        latent = lab.Batches.Latent(lab.Streams.Latent.At(1), lab.Streams.Data.At(1)).Values;
        batch = new PlayedBatch(null, latent, lab.Game.Generate(generator.Leaves, latent, lab.Time()));
        GeneratorLoss second = lab.Game.GeneratorLoss(generator.Leaves, lab.Discriminator.Store.Frozen, batch, lab.Time());
        Assert.Equal(second.Total.item<double>(), values["loss.generator"], 1e-14);
        Assert.Equal(Player.Gradient(second.Total, generator.Leaves).norm().item<double>(), values["gradient-norm.generator"], 1e-14);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ARelativisticGameLogsItsMargin(bool direct)
    {
        using var lab = new Lab(new LabParts { Loss = new Engine.Losses.RelativisticLossConfig(), Regularizers = direct ? [] : [new Idle()] });
        using var scope = NewDisposeScope();
        Assert.Equal((direct, direct), lab.Step.FromLayers);
        Tensor latent = lab.Batches.Latent(lab.Streams.Latent.At(0), lab.Streams.Data.At(0)).Values;
        var batch = new PlayedBatch(lab.Batches.Real(lab.Streams.Data.At(0)), latent, lab.Game.Generate(lab.Generator.Store.Frozen, latent, lab.Time()));
        DiscriminatorLoss first = lab.Game.DiscriminatorLoss(lab.Discriminator.Store.Frozen, batch, lab.Time());
        double margin = (first.RealScores.Values - first.FakeScores.Values).mean().item<double>();
        lab.Run(1);
        Assert.Equal(
            ["loss.discriminator", "margin", "gradient-norm.discriminator", "loss.generator", "gradient-norm.generator"],
            lab.Statistics.Read().Select(static s => s.Name));
        Assert.Equal(margin, lab.Statistics.Read()[1].Mean, 1e-14);
    }

    [Fact]
    public void SimultaneousGradientsAreTakenAtTheSamePointOnTheSameBatch()
    {
        using var lab = new Lab(new LabParts
        {
            Training = Small with { Update = UpdateOrder.Simultaneous },
            GeneratorOptimizer = new Engine.Optimizers.SgdConfig { Lr = 0.1 },
            DiscriminatorOptimizer = new Engine.Optimizers.SgdConfig { Lr = 0.3 },
        });
        using var scope = NewDisposeScope();
        Tensor latent = lab.Batches.Latent(lab.Streams.Latent.At(0), lab.Streams.Data.At(0)).Values;
        var batch = new PlayedBatch(
            lab.Batches.Real(lab.Streams.Data.At(0)), latent, lab.Game.Generate(lab.Generator.Store.Leaves, latent, lab.Time()));
        Weights opponent = lab.Discriminator.Store.Frozen;
        Tensor gradientG = Player.Gradient(
            lab.Game.GeneratorLoss(lab.Generator.Store.Leaves, opponent, batch, lab.Time()).Total, lab.Generator.Store.Leaves);
        batch = batch with { Fake = batch.Fake.Detached() };
        Tensor gradientD = Player.Gradient(
            lab.Game.DiscriminatorLoss(lab.Discriminator.Store.Leaves, batch, lab.Time()).Total, lab.Discriminator.Store.Leaves);
        Tensor expectedG = lab.Generator.Store.Flat - gradientG.Times(0.1);
        Tensor expectedD = lab.Discriminator.Store.Flat - gradientD.Times(0.3);
        lab.Run(1);
        Numbers.Close(expectedG, lab.Generator.Store.Flat, 1e-14);
        Numbers.Close(expectedD, lab.Discriminator.Store.Flat, 1e-14);
        Assert.Equal((1L, 1L), (lab.Generator.State.Step, lab.Discriminator.State.Step));
    }

    [Fact]
    public void AverageFollowsDuringWarmUpAndThenLags()
    {
        LabParts parts = new() { GeneratorConfig = Normed, Training = Small with { Ema = new AverageConfig { Decay = 0.8, Warmup = 3 } } };
        using var lab = new Lab(parts);
        double[] expected = [];
        for (int step = 0; step < 8; step++)
        {
            lab.Run(1, step);
            double[] now = [.. lab.Generator.Store.Frozen.All.ToArray().SelectMany(Numbers.Of)];
            expected = step < 3 ? now : [.. expected.Zip(now, static (a, w) => (0.8 * a) + (0.2 * w))];
            Numbers.Close(expected, [.. lab.Average!.Frozen.All.ToArray().SelectMany(Numbers.Of)], 1e-14);
            Assert.Equal(step < 3, expected.SequenceEqual(now));
        }

        // Buffers take part: the average's lag behind G's own.
        Numbers.Close(Numbers.Of(lab.Average!.Frozen["0.norm.running-mean"]), expected[^12..^6], 1e-14);
        Assert.NotEqual(Numbers.Of(lab.Generator.Store.Frozen["0.norm.running-mean"]), expected[^12..^6]);
    }

    /// <summary>A step's weight in the average halves within a quarter of the steps so far, until the decay forgets sooner.</summary>
    [Fact]
    public void AverageForgetsTheStartWithTheRunsLength()
    {
        LabParts parts = new() { Training = Small with { Ema = new AverageConfig { Decay = 0.6, RampUp = 0.25 } } };
        using var lab = new Lab(parts);
        double[] expected = Numbers.Of(lab.Generator.Store.Flat);
        for (int step = 0; step < 9; step++)
        {
            lab.Run(1, step);
            double halfLife = 0.25 * (step + 1);
            double kept = Math.Min(0.6, Math.Pow(2, -1 / halfLife));
            Assert.Equal(step < 5, kept < 0.6);
            expected = [.. expected.Zip(Numbers.Of(lab.Generator.Store.Flat), (a, w) => (kept * a) + ((1 - kept) * w))];
            Numbers.Close(expected, Numbers.Of(lab.Average!.Flat), 1e-14);
        }
    }

    [Fact]
    public void AveragingDoesNotChangeTraining()
    {
        using var plain = new Lab(new LabParts());
        using var averaged = new Lab(new LabParts { Training = Small with { Ema = new AverageConfig() } });
        plain.Run(5);
        averaged.Run(5);
        Assert.Equal(plain.State(), averaged.State());
    }

    [Fact]
    public void BatchStatisticsAdvanceInTheOwnersUpdatesOnly()
    {
        using var lab = new Lab(new LabParts { GeneratorConfig = Normed, DiscriminatorConfig = Normed, Training = Small with { DSteps = 3 } });
        using var scope = NewDisposeScope();
        Tensor[] linear = [lab.Generator.Store.Frozen["0.linear.weight"].clone(), lab.Generator.Store.Frozen["0.linear.bias"].clone()];
        lab.Run(1);

        // One update of G on batch 3; the three of D, which generate too, left no trace.
        Tensor latent = lab.Batches.Latent(lab.Streams.Latent.At(3), lab.Streams.Data.At(3)).Values;
        Tensor hidden = latent.mm(linear[0].t()).Plus(linear[1]);
        Numbers.Close(hidden.mean([0]).Times(0.1), lab.Generator.Store.Frozen["0.norm.running-mean"], 1e-14);

        // D's: three updates of two passes each, out of 1; a G step's pass must not count.
        using var counted = new Lab(new LabParts { GeneratorConfig = Normed, DiscriminatorConfig = Normed, Training = Small with { DSteps = 3, GSteps = 4 } });
        counted.Run(1);
        Assert.Equal(
            Numbers.Of(lab.Discriminator.Store.Frozen["0.norm.running-variance"]), Numbers.Of(counted.Discriminator.Store.Frozen["0.norm.running-variance"]));
        Assert.NotEqual([1, 1, 1, 1, 1, 1], Numbers.Of(lab.Discriminator.Store.Frozen["0.norm.running-variance"]));
    }

    /// <summary>The same where G's passes go without autograd.</summary>
    [Fact]
    public void BatchStatisticsAdvanceInGsUpdatesOnlyWithoutAutograd()
    {
        var parts = new LabParts { GeneratorConfig = Normed, Training = Small with { DSteps = 3, GSteps = 2 } };
        using var direct = new Lab(parts);
        using var traced = new Lab(parts with { Regularizers = [new Idle()] });
        Assert.Equal((true, true), direct.Step.FromLayers);
        Assert.Equal((false, false), traced.Step.FromLayers);
        direct.Run(4);
        traced.Run(4);
        foreach (string buffer in (string[])["0.norm.running-mean", "0.norm.running-variance"])
        {
            Numbers.Close(traced.Generator.Store.Frozen[buffer], direct.Generator.Store.Frozen[buffer], 1e-10);
        }
    }

    [Fact]
    public void TheDiscriminatorsStatisticsTakeInRealAndFake()
    {
        using var lab = new Lab(new LabParts { DiscriminatorConfig = Normed });
        using var scope = NewDisposeScope();
        Weights weights = lab.Discriminator.Store.Frozen;
        Tensor latent = lab.Batches.Latent(lab.Streams.Latent.At(0), lab.Streams.Data.At(0)).Values;
        Tensor real = Mean(lab.Batches.Real(lab.Streams.Data.At(0)).Values);
        Tensor fake = Mean(lab.Game.Generate(lab.Generator.Store.Frozen, latent, lab.Time()).Values);
        lab.Run(1);
        Numbers.Close(real.Times(0.1).Times(0.9).Plus(fake.Times(0.1)), weights["0.norm.running-mean"], 1e-14);

        Tensor Mean(Tensor samples) => samples.mm(weights["0.linear.weight"].t()).Plus(weights["0.linear.bias"]).mean([0]);
    }

    [Fact]
    public void MeasuringInBetweenChangesNothing()
    {
        LabParts parts = new() { GeneratorConfig = Normed with { Dropout = 0.2 }, DiscriminatorConfig = Normed };
        using var alone = new Lab(parts);
        using var measured = new Lab(parts);
        alone.Run(6);
        for (int step = 0; step < 6; step++)
        {
            measured.Run(1, step);
            using var scope = NewDisposeScope();
            Tensor latent = randn(50, 3, ScalarType.Float64);
            Tensor samples = measured.Game.Generator.Forward(measured.Generator.Store.Frozen, latent, Pass.Evaluation);
            measured.Game.Discriminator.Forward(measured.Discriminator.Store.Frozen, samples, Pass.Evaluation);
            measured.Batches.Latent(measured.Streams.Evaluation, measured.Streams.Evaluation);
            measured.Batches.Real(measured.Streams.Evaluation);
            measured.Statistics.Read();
            measured.Statistics.Reset();
        }

        Assert.Equal(alone.State(), measured.State());
    }

    [Theory]
    [InlineData(UpdateOrder.Alternating)]
    [InlineData(UpdateOrder.Simultaneous)]
    public void TensorsDoNotPileUp(UpdateOrder order)
    {
        LabParts parts = new() { GeneratorConfig = Normed with { Dropout = 0.2 }, DiscriminatorConfig = Normed };
        using var lab = new Lab(parts with { Training = Small with { Update = order, Ema = new AverageConfig(), GradientClipping = 1 } });
        lab.Run(3);
        long before = TorchSharp.DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        lab.Run(500, 3);
        Assert.Equal(before, TorchSharp.DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

}
