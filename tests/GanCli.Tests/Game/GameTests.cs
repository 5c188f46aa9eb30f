using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Losses;
using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Random;
using GanCli.Engine.Tensors;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Game;

public sealed class GameTests
{
    public static TheoryData<LossConfig, MlpConfig> Games()
    {
        MlpConfig[] networks =
        [
            new() { Widths = [5], Activation = ActivationKind.Tanh },
            new() { Widths = [4, 3], Activation = ActivationKind.Softplus, Norm = [NormKind.Layer], InputScale = 0.5 },
            new() { Widths = [4], Activation = ActivationKind.Silu, Norm = [NormKind.Batch] },
            new() { Widths = [6], Activation = ActivationKind.Sigmoid, Dropout = 0.4, OutputActivation = OutputActivation.Tanh },
        ];
        var games = new TheoryData<LossConfig, MlpConfig>();
        foreach (Component loss in Catalog.FindFamily("loss")!.Components)
        {
            foreach (MlpConfig network in networks)
            {
                games.Add((LossConfig)loss.CreateDefault(), network);
            }
        }

        return games;
    }

    [Theory]
    [MemberData(nameof(Games), DisableDiscoveryEnumeration = true)]
    public void BothGradientsEqualFiniteDifferences(LossConfig loss, MlpConfig network)
    {
        using var lab = new Lab(new LabParts { Loss = loss, GeneratorConfig = network, DiscriminatorConfig = network });
        using var scope = NewDisposeScope();
        Tensor latent = Numbers.Random(1, 2, 6, 3);
        Tensor real = Numbers.Random(2, 2, 6, 2);
        Check(lab.Discriminator, weights => lab.Game.DiscriminatorLoss(weights, Batch(lab.Generator.Store.Frozen), lab.Time()).Total);
        Check(lab.Generator, weights => lab.Game.GeneratorLoss(weights, lab.Discriminator.Store.Frozen, Batch(weights), lab.Time()).Total);

        PlayedBatch Batch(Weights generator) => new(real, latent, lab.Game.Generate(generator, latent, lab.Time()));

        static void Check(Player player, Func<Weights, Tensor> loss)
        {
            double[] gradient = Numbers.Of(Player.Gradient(loss(player.Store.Leaves), player.Store.Leaves));
            Numbers.Close(Numbers.Slope(flat => loss(Weights.FromFlat(player.Network.Layout, flat, player.Store.Frozen.Buffers)), player.Store.Flat), gradient,
                1e-6);
        }
    }

    [Theory]
    [InlineData(NormKind.None)]
    [InlineData(NormKind.Batch)]
    public void RealAndFakeDoNotMeetInThePass(NormKind norm)
    {
        var config = new MlpConfig { Widths = [6], Activation = ActivationKind.Relu, Norm = [norm] };
        using var lab = new Lab(new LabParts { DiscriminatorConfig = config });
        using var scope = NewDisposeScope();
        PlayedBatch batch = Played();
        Weights weights = lab.Discriminator.Store.Frozen;
        DiscriminatorLoss loss = lab.Game.DiscriminatorLoss(weights, batch, lab.Time());
        var pass = new Pass { Training = true };
        Numbers.Close(lab.Game.Discriminator.Forward(weights, batch.Real!, pass).flatten(), loss.RealScores.Values, 1e-14);
        Numbers.Close(lab.Game.Discriminator.Forward(weights, batch.Fake, pass).flatten(), loss.FakeScores.Values, 1e-14);
        Assert.Equal(Logistic(-loss.RealScores.Values).Plus(Logistic(loss.FakeScores.Values)).mean().item<double>(), loss.Total.item<double>(), 1e-14);
    }

    [Theory]
    [InlineData(0.9, null)]
    [InlineData(null, 0.25)]
    [InlineData(0.9, 0.25)]
    public void TargetsMixTheTermsOfRealAndFake(double? real, double? fake)
    {
        // With logits, that is the cross-entropy against the targets.
        using var lab = new Lab(new LabParts { Regularizers = [new Smoothing(real, fake)] });
        using var scope = NewDisposeScope();
        DiscriminatorLoss loss = lab.Game.DiscriminatorLoss(lab.Discriminator.Store.Frozen, Played(), lab.Time());
        double expected = CrossEntropy(loss.RealScores.Values, real ?? 1) + CrossEntropy(loss.FakeScores.Values, fake ?? 0);
        Assert.Equal(expected, loss.Total.item<double>(), 1e-14);

        static double CrossEntropy(Tensor logits, double target) =>
            -logits.sigmoid().log().Times(target).Plus(logits.sigmoid().OneMinus().log(), 1 - target).mean().item<double>();
    }

    [Fact]
    public void TargetsMayDifferBySample()
    {
        var flips = new Flips();
        using var lab = new Lab(new LabParts { Regularizers = [flips] });
        using var scope = NewDisposeScope();
        DiscriminatorLoss loss = lab.Game.DiscriminatorLoss(lab.Discriminator.Store.Frozen, Played(), lab.Time());
        Tensor each = Logistic(-loss.RealScores.Values);
        each[1] = Logistic(loss.RealScores.Values)[1];
        Assert.Equal(each.mean().Plus(Logistic(loss.FakeScores.Values).mean()).item<double>(), loss.Total.item<double>(), 1e-14);
    }

    [Fact]
    public void SampleWeightsMakeAWeightedMean()
    {
        using var lab = new Lab(new LabParts { Regularizers = [new Weighted()] });
        using var scope = NewDisposeScope();
        GeneratorLoss loss = lab.Game.GeneratorLoss(lab.Generator.Store.Frozen, lab.Discriminator.Store.Frozen, Played(), lab.Time());
        double[] outputs = Numbers.Of(loss.View.FakeScores.Values);
        double sum = outputs.Select(static (f, i) => Weighted.Numbers[i] * Math.Log(1 + Math.Exp(-f))).Sum();
        Assert.Equal(sum / Weighted.Numbers.Sum(), loss.Total.item<double>(), 1e-14);
    }

    [Fact]
    public void RemediesActInTheirOrderAndTheirTermsAreNamed()
    {
        using var lab = new Lab(new LabParts { Regularizers = [new Affine(2, 0), new Affine(1, 3)] });
        using var scope = NewDisposeScope();
        PlayedBatch batch = Played();
        DiscriminatorLoss loss = lab.Game.DiscriminatorLoss(lab.Discriminator.Store.Frozen, batch, lab.Time());
        Tensor seen = batch.Real!.Values.Times(2).Plus(3);
        Numbers.Close(lab.Game.Discriminator.Forward(lab.Discriminator.Store.Frozen, seen, Pass.Evaluation).flatten(), loss.RealScores.Values, 1e-14);
        Assert.Equal(["double-0.discriminator", "double-1.discriminator"], loss.Terms.Select(static t => t.Name));
        Tensor adversarial = Logistic(-loss.RealScores.Values).Plus(Logistic(loss.FakeScores.Values)).mean();
        Assert.Equal(adversarial.item<double>() + 3, loss.Total.item<double>(), 1e-14);
        GeneratorLoss generator = lab.Game.GeneratorLoss(lab.Generator.Store.Frozen, lab.Discriminator.Store.Frozen, batch, lab.Time());
        Assert.Equal(["double-0.generator", "double-1.generator"], generator.Terms.Select(static t => t.Name));
        Assert.Equal(Logistic(-generator.View.FakeScores.Values).mean().item<double>() + 30, generator.Total.item<double>(), 1e-13);
    }

    [Fact]
    public void UsersOfNoiseNeverShareALane()
    {
        StepTime time = new(0, 1, new RandomStreams(1).Regularizer);
        int[] lanes = [.. Enumerable.Range(0, 256).Select(i => time.For(i).Noise.Lane)];
        Assert.Equal(lanes.Length, lanes.Distinct().Count());
        Assert.All(lanes, lane => Assert.Equal(lane | 0x8000, time.Noise.ForLane(lane).Beside().Lane));
        Assert.All(lanes, static lane => Assert.InRange(lane, 0x4000, 0x7fff));
    }

    private static PlayedBatch Played() => new(Numbers.Random(2, 2, 6, 2), Numbers.Random(1, 2, 6, 3), Numbers.Random(3, 2, 6, 2));

    private static Tensor Logistic(Tensor x) => x.exp().Plus(1).log();

    private sealed class Smoothing(double? real, double? fake) : Regularizer, ISetsTargets
    {
        public Targets Targets(Targets targets, DiscriminatorView view) =>
            new(real is { } r ? tensor(r) : targets.Real, fake is { } f ? tensor(f) : targets.Fake);
    }

    private sealed class Flips : Regularizer, ISetsTargets
    {
        public Targets Targets(Targets targets, DiscriminatorView view) => targets with { Real = tensor([1d, 0, 1, 1, 1, 1]) };
    }

    private sealed class Weighted : Regularizer, IWeighsSamples
    {
        public static double[] Numbers { get; } = [1, 0, 2, 0.5, 0, 3];

        public Tensor GeneratorSampleWeights(Tensor fakeOutput, StepTime time) => tensor(Numbers);
    }

    private sealed class Affine(double factor, double shift) : Regularizer, IShapesInput, IAddsToDiscriminatorLoss, IAddsToGeneratorLoss
    {
        public Samples DiscriminatorInput(Samples samples, Samples? latent, StepTime time) => samples.With(samples.Values.Times(factor).Plus(shift));

        public Tensor DiscriminatorTerm(DiscriminatorView view) => tensor(factor);

        public Tensor GeneratorTerm(GeneratorView view) => tensor(10 * factor);
    }
}
