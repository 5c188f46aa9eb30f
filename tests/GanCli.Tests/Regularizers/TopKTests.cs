using GanCli.Engine.Game;
using GanCli.Engine.Losses;
using GanCli.Engine.Random;
using GanCli.Engine.Regularizers;
using GanCli.Engine.Schedules;
using GanCli.Engine.Tensors;
using GanCli.Tests.Config;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Regularizers;

public sealed class TopKTests
{
    [Theory]
    [InlineData(0, 1, 10)]
    [InlineData(25, 1, 8)]
    [InlineData(50, 1, 6)]
    [InlineData(100, 1, 2)]
    [InlineData(100, 5, 5)]
    public void TheLossIsTheMeanOverTheBestAndOnlyTheyTeach(long step, int smallest, int k)
    {
        var config = new TopKConfig { Share = new LinearSchedule { From = 1, To = 0.2 }, Smallest = smallest };
        using var lab = new Lab(new LabParts { Regularizers = [config.Build()], Loss = new MinimaxLossConfig() });
        using var scope = NewDisposeScope();
        Tensor fake = Numbers.Random(3, 2, 10, 2).requires_grad_();
        var time = new StepTime(step, 100, lab.Time().Noise);
        GeneratorLoss loss =
            lab.Game.GeneratorLoss(lab.Generator.Store.Frozen, lab.Discriminator.Store.Frozen, new PlayedBatch(null, zeros(10, 3), fake), time);
        double[] outputs = Numbers.Of(loss.View.FakeScores.Values);
        double[] best = [.. outputs.OrderDescending().Take(k)];
        Assert.Equal(-best.Average(static f => Math.Log(1 + Math.Exp(f))), loss.Total.item<double>(), 1e-14);
        Tensor slopes = autograd.grad([loss.Total], [fake])[0].abs().sum(1);
        Assert.Equal(outputs.Select(f => f >= best[^1]), Numbers.Of(slopes).Select(static s => s > 0));
        Assert.Equal(k / 10d, lab.Game.Statistics(time).Single(static s => s.Name == "double-0.kept").Value.item<double>(), 1e-6);
    }

    [Fact]
    public void WhereOutputsAreErrorsTheLowestAreTheBest()
    {
        using var lab = new Lab(new LabParts { Regularizers = [new TopKConfig { Share = 0.3 }.Build()], Loss = new BeganLossConfig() });
        using var scope = NewDisposeScope();
        var batch = new PlayedBatch(null, zeros(10, 3), Numbers.Random(3, 2, 10, 2));
        GeneratorLoss loss = lab.Game.GeneratorLoss(lab.Generator.Store.Frozen, lab.Discriminator.Store.Frozen, batch, lab.Time());
        Assert.Equal(Numbers.Of(loss.View.FakeScores.Values).Order().Take(3).Average(), loss.Total.item<double>(), 1e-14);
    }

    [Fact]
    public void EqualOutputsAreNotCountedTwice()
    {
        using var scope = NewDisposeScope();
        TorchRuntime.EnsureLoaded();
        Tensor weights = ((IWeighsSamples)new TopKConfig { Share = 0.5 }.Build())
            .GeneratorSampleWeights(zeros(8), new StepTime(0, 10, new RandomStreams(1).Regularizer))!;
        Assert.Equal(4, weights.sum().item<float>());
    }

    [Theory]
    [InlineData(
        "training.batch=60",
        "regularizers[0]: keeps at least 64 of the 60 samples of a batch; set training.batch to 64 or more")]
    [InlineData(
        "regularizers=[{kind: top-k, smallest: 64}, {kind: packing, samples: 8}]",
        "regularizers[0]: keeps at least 64 outputs, but packs of 8 make only 32 of a batch; set training.batch to 512 or more")]
    [InlineData(
        "regularizers=[{kind: top-k}, {kind: feature-matching}]",
        "regularizers[0]: weighs the samples of a loss that another remedy replaces; remove one of the two")]
    public void WhatCannotBeKeptIsRefused(string change, string message)
    {
        const string Fits = "training: {batch: 256}\nregularizers: [{kind: top-k, smallest: 64}, {kind: feature-matching, use: add}]";
        Assert.Contains(message, ConfigFixture.ErrorOf(Fits, change), StringComparison.Ordinal);
        ConfigFixture.Load(Fits, "regularizers=[{kind: top-k, smallest: 64}, {kind: packing, samples: 4}]");
    }
}
