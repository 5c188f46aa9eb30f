using GanCli.Engine.Game;
using GanCli.Engine.Losses;
using GanCli.Engine.Networks;
using GanCli.Engine.Regularizers;
using GanCli.Engine.Tensors;
using GanCli.Tests.Config;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Regularizers;

public sealed class PackingTests
{
    public PackingTests() => TorchRuntime.EnsureLoaded();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void DiscriminatorJudgesPacksBuiltByHand(int samples)
    {
        using var lab = new Lab(new LabParts { Regularizers = [Packing(samples)] });
        using var scope = NewDisposeScope();
        Assert.Equal([2 * samples], lab.Game.Discriminator.InputShape);
        (Tensor real, Tensor fake) = (Numbers.Random(1, 1, 8, 2), Numbers.Random(2, 1, 8, 2));
        DiscriminatorLoss loss = lab.Game.DiscriminatorLoss(lab.Discriminator.Store.Frozen, new PlayedBatch(real, zeros(8, 3), fake), lab.Time());
        Assert.Equal([8 / samples], loss.RealScores.Values.shape);
        Numbers.Close(ByHand(real), loss.RealScores.Values, 1e-14);
        Numbers.Close(ByHand(fake), loss.FakeScores.Values, 1e-14);
        GeneratorLoss generator =
            lab.Game.GeneratorLoss(lab.Generator.Store.Frozen, lab.Discriminator.Store.Frozen, new PlayedBatch(null, zeros(8, 3), fake), lab.Time());
        Numbers.Close(ByHand(fake), generator.View.FakeScores.Values, 1e-14);

        Tensor ByHand(Tensor batch)
        {
            IEnumerable<Tensor> packs = Enumerable.Range(0, 8).Select(i => batch[i]).Chunk(samples).Select(static pack => cat(pack));
            return lab.Game.Discriminator.Forward(lab.Discriminator.Store.Frozen, stack(packs), Pass.Evaluation).flatten();
        }
    }

    [Fact]
    public void ImagesArePackedByChannel()
    {
        using var scope = NewDisposeScope();
        var packing = (IShapesInput)Packing(3);
        Tensor images = Numbers.Random(1, 1, 6, 2, 4, 5);
        Assert.Equal([6, 4, 5], packing.DiscriminatorInputShape([2, 4, 5], [3]));
        Tensor packed = packing.DiscriminatorInput(images, null, default).Values;
        Numbers.Close(stack([cat([images[0], images[1], images[2]]), cat([images[3], images[4], images[5]])]), packed, 0);
    }

    [Fact]
    public void GeneratorLearnsThroughThePacks()
    {
        using var lab = new Lab(new LabParts { Regularizers = [Packing(2)], Loss = new MinimaxLossConfig() });
        using var scope = NewDisposeScope();
        Tensor latent = Numbers.Random(3, 1, 8, 3);
        Tensor flat = lab.Generator.Store.Flat.clone().requires_grad_();
        Tensor gradient = autograd.grad([Loss(flat)], [flat])[0];
        Numbers.Close(Numbers.Slope(Loss, flat), Numbers.Of(gradient), 1e-6);
        lab.Run(2);
        Assert.All(lab.State(), static value => Assert.True(double.IsFinite(value)));

        Tensor Loss(Tensor weights)
        {
            var generator = Weights.FromFlat(lab.Game.Generator.Layout, weights, []);
            var batch = new PlayedBatch(null, latent, lab.Game.Generate(generator, latent, lab.Time()));
            return lab.Game.GeneratorLoss(generator, lab.Discriminator.Store.Frozen, batch, lab.Time()).Total;
        }
    }

    [Fact]
    public void LatentsBesideTheSamplesArePackedWithThem()
    {
        using var lab = new Lab(new LabParts { Regularizers = [new Beside(), Packing(2)] });
        using var scope = NewDisposeScope();
        Assert.Equal([10], lab.Game.Discriminator.InputShape);
        (Tensor fake, Tensor latent) = (Numbers.Random(1, 1, 4, 2), Numbers.Random(2, 1, 4, 3));
        Tensor expected = stack([cat([fake[0], latent[0], fake[1], latent[1]]), cat([fake[2], latent[2], fake[3], latent[3]])]);
        Numbers.Close(expected, lab.Game.DiscriminatorInput(fake, latent, lab.Time()).Values, 0);
        lab.Run(1);
    }

    [Fact]
    public void WhatAddsToSingleSamplesMustComeBefore()
    {
        Regularizer packing = Packing(2);
        AdversarialGame game =
            new(null!, null!, new MinimaxLossConfig().Build(), [new("packing", packing), new("packing-2", Packing(2)), new("veegan", new Beside())]);
        Assert.Equal("'veegan' adds to single samples what packing has already put together; move packing behind it", packing.Conflict(game));
        Assert.Null(packing.Conflict(new AdversarialGame(null!, null!, game.Loss, [.. game.Regularizers.Reverse()])));
    }

    [Theory]
    [InlineData("batch: 256", "[{kind: packing, samples: 3}]",
        "a batch of 256 samples does not divide into packs of 3; set training.batch to a multiple of 3, for instance 255")]
    [InlineData("batch: 2", "[{kind: packing, samples: 4}]",
        "a batch of 2 samples does not divide into packs of 4; set training.batch to a multiple of 4, for instance 4")]
    public void TheBatchMustDivide(string batch, string regularizers, string message) => Assert.Equal(
        $"mog8.yaml:2:16 regularizers[0]: {message}",
        ConfigFixture.ErrorOf($"training: {{{batch}}}\nregularizers: {regularizers}"));

    [Fact]
    public void PacksOfPacksMustDivideTheBatchToo()
    {
        const string Message = "a batch of 10 samples does not divide into packs of 4; set training.batch to a multiple of 4, for instance 8";
        Assert.Equal(
            $"mog8.yaml:2:16 regularizers[0]: {Message}\nmog8.yaml:2:25 regularizers[1]: {Message}",
            ConfigFixture.ErrorOf("training: {batch: 10}\nregularizers: [packing, packing]"));
    }

    [Fact]
    public void PacksOfMoreThanAnyBatchAreRefused()
    {
        string seven = string.Join(", ", Enumerable.Repeat("{kind: packing, samples: 1024}", 7));
        Assert.Contains("a batch of 256 samples does not divide into packs of 2147483648; ",
            ConfigFixture.ErrorOf($"training: {{batch: 256}}\nregularizers: [{seven}]"), StringComparison.Ordinal);
    }

    private static Regularizer Packing(int samples) => new PackingConfig { Samples = samples }.Build();

    /// <summary>D sees each sample beside its latent.</summary>
    private sealed class Beside : Regularizer, IShapesInput
    {
        public long[] DiscriminatorInputShape(long[] shape, long[] latent) => [shape[0] + latent[0]];

        public Samples DiscriminatorInput(Samples samples, Samples? latent, StepTime time) =>
            samples.Beside(latent?.Values ?? zeros([samples.Count, 3], samples.Values.dtype));
    }
}
