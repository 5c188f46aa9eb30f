using GanCli.Engine.Game;
using GanCli.Engine.Networks;
using GanCli.Engine.Random;
using GanCli.Engine.Regularizers;
using GanCli.Engine.Schedules;
using GanCli.Engine.Tensors;
using GanCli.Tests.Config;
using GanCli.Tests.Support;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Regularizers;

/// <summary>Label smoothing and label flipping.</summary>
public sealed class LabelTests
{
    [Theory]
    [InlineData(0.9)]
    [InlineData(0.6)]
    public void TheSmoothedDiscriminatorHasTheKnownOptimum(double target)
    {
        // Three places; D is a table of logits, one for each place. Optimum (Goodfellow 2016): D* = α p / (p + q) for α on real samples.
        var network = new MlpConfig { Widths = [] }.Build([3], [1]);
        double[] p = [0.5, 0.3, 0.2];
        double[] q = [0.1, 0.3, 0.6];
        using var lab = new Lab(new LabParts { Discriminator = network, Regularizers = [new LabelSmoothingConfig { Target = target }.Build()] });
        using var scope = NewDisposeScope();
        PlayedBatch batch = new(Places(p), zeros(10, 3), Places(q));
        double[] optimum = [.. p.Zip(q, (a, b) => Logit(target * a / (a + b)))];
        Assert.All(Gradient(optimum), static slope => Assert.Equal(0, slope, 1e-12));
        Assert.All(Gradient([.. p.Zip(q, static (a, b) => Logit(a / (a + b)))]), static slope => Assert.True(Math.Abs(slope) > 1e-3));

        double[] Gradient(double[] logits)
        {
            Tensor flat = tensor((double[])[.. logits, 0]).requires_grad_();
            var weights = Weights.FromFlat(network.Layout, flat, []);
            return Numbers.Of(autograd.grad([lab.Game.DiscriminatorLoss(weights, batch, lab.Time()).Total], [flat])[0])[..3];
        }

        static Tensor Places(double[] shares) =>
            cat([.. shares.Select(static (share, i) => eye(3).to(ScalarType.Float64)[i].expand((int)Math.Round(10 * share), 3))]);

        static double Logit(double d) => Math.Log(d / (1 - d));
    }

    [Fact]
    public void SmoothingIsOneSidedAndLeavesTheGeneratorAlone()
    {
        using var lab = new Lab(new LabParts { Regularizers = [new LabelSmoothingConfig().Build()] });
        using var plain = new Lab(new LabParts());
        using var scope = NewDisposeScope();
        DiscriminatorLoss loss = lab.Game.DiscriminatorLoss(lab.Discriminator.Store.Frozen, Played(), lab.Time());
        double expected = Mean(loss.RealScores.Values, static r => (0.9 * Softplus(-r)) + (0.1 * Softplus(r))) + Mean(loss.FakeScores.Values, Softplus);
        Assert.Equal(expected, loss.Total.item<double>(), 1e-14);
        Assert.Equal(OfGenerator(plain), OfGenerator(lab));
        lab.Run(1);
        Assert.Equal(0.9, lab.Statistics.Read().Single(static s => s.Name == "double-0.target").Mean, 1e-12);

        static double OfGenerator(Lab lab) =>
            lab.Game.GeneratorLoss(lab.Generator.Store.Frozen, lab.Discriminator.Store.Frozen, Played(), lab.Time()).Total.item<double>();
    }

    [Fact]
    public void FlippedSamplesChangeSides()
    {
        const double Share = 0.3;
        using var lab = new Lab(new LabParts { Regularizers = [new LabelFlippingConfig { Share = Share }.Build()] });
        using var scope = NewDisposeScope();
        DiscriminatorLoss loss = lab.Game.DiscriminatorLoss(lab.Discriminator.Store.Frozen, Played(), lab.Time());
        RandomStream noise = lab.Time().For(0).Noise;
        (bool[] real, bool[] fake) = (Flips(0), Flips(1));
        Assert.Contains(true, real);
        Assert.Contains(false, real);
        double expected = Numbers.Of(loss.RealScores.Values).Select((r, i) => Softplus(real[i] ? r : -r)).Average()
            + Numbers.Of(loss.FakeScores.Values).Select((f, i) => Softplus(fake[i] ? -f : f)).Average();
        Assert.Equal(expected, loss.Total.item<double>(), 1e-14);
        Assert.Equal(loss.Total.item<double>(), Total(lab.Time()));
        Assert.NotEqual(loss.Total.item<double>(), Total(lab.Time(1)));

        bool[] Flips(int lane)
        {
            var numbers = new float[40];
            noise.ForLane(noise.Lane + lane).Uniform(0, numbers);
            return [.. numbers.Select(static n => n < Share)];
        }

        double Total(StepTime time) => lab.Game.DiscriminatorLoss(lab.Discriminator.Store.Frozen, Played(), time).Total.item<double>();
    }

    [Fact]
    public void TheShareIsFlippedOnBothSidesIndependently()
    {
        const int Count = 40_000;
        using var lab = new Lab(new LabParts());
        using var scope = NewDisposeScope();
        Tensor output = zeros(Count, ScalarType.Float64);
        var view =
            new DiscriminatorView(lab.Game, lab.Discriminator.Store.Frozen, output, output, Scores.Of(output), Scores.Of(output),
                new Lazy<(Tensor?, Tensor?)>(), static points => points.Values, Targets.Plain, new Pass(), lab.Time().For(0));
        Targets targets = ((ISetsTargets)new LabelFlippingConfig { Share = new LinearSchedule { From = 0.2, To = 0 } }.Build())
            .Targets(Targets.Plain, view with { Time = view.Time with { Step = 50 } });
        double[] real = [.. Numbers.Of(targets.Real!).Select(static t => 1 - t)];
        double[] fake = Numbers.Of(targets.Fake!);
        Assert.All((double[])[.. real, .. fake], static t => Assert.True(t is 0 or 1));
        Assert.Equal(0.1, real.Average(), 0.006);
        Assert.Equal(0.1, fake.Average(), 0.006);
        Assert.Equal(0.01, real.Zip(fake, static (r, f) => r * f).Average(), 0.002);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void SmoothingAndFlippingTogetherDoNotDependOnTheirOrder(bool smoothFirst)
    {
        // Flips are drawn from the place in the list, so it stays; the other place is empty or not.
        Regularizer flipping = new LabelFlippingConfig { Share = 0.4 }.Build();
        Regularizer smoothing = new LabelSmoothingConfig { Target = 0.8 }.Build();
        using var lab = new Lab(new LabParts { Regularizers = smoothFirst ? [smoothing, flipping] : [flipping, smoothing] });
        using var scope = NewDisposeScope();
        var numbers = new float[40];
        RandomStream noise = lab.Time().For(smoothFirst ? 1 : 0).Noise;
        noise.Uniform(0, numbers);
        double[] real = [.. numbers.Select(static n => n < 0.4 ? 0 : 0.8)];
        noise.ForLane(noise.Lane + 1).Uniform(0, numbers);
        double[] fake = [.. numbers.Select(static n => n < 0.4 ? 0.8 : 0)];
        DiscriminatorLoss loss = lab.Game.DiscriminatorLoss(lab.Discriminator.Store.Frozen, Played(), lab.Time());
        double expected = CrossEntropy(loss.RealScores.Values, real) + CrossEntropy(loss.FakeScores.Values, fake);
        Assert.Equal(expected, loss.Total.item<double>(), 1e-7);

        static double CrossEntropy(Tensor output, double[] targets) =>
            Numbers.Of(output).Select((x, i) => (targets[i] * Softplus(-x)) + ((1 - targets[i]) * Softplus(x))).Average();
    }

    [Fact]
    public void UpdatesThatTakeTurnsKeepTheLabels()
    {
        using var lab = new Lab(new LabParts { Regularizers = [new SplitUpdatesConfig().Build(), new LabelSmoothingConfig().Build()] });
        using var scope = NewDisposeScope();
        DiscriminatorLoss loss = lab.Game.DiscriminatorLoss(lab.Discriminator.Store.Frozen, Played(), lab.Time());
        Assert.Equal(Mean(loss.RealScores.Values, static r => (0.9 * Softplus(-r)) + (0.1 * Softplus(r))), loss.Total.item<double>(), 1e-14);
    }

    [Theory]
    [InlineData("wasserstein", "label-smoothing")]
    [InlineData("hinge", "label-smoothing")]
    [InlineData("wasserstein", "label-flipping")]
    [InlineData("hinge", "label-flipping")]
    public void CriticsHaveNoLabels(string loss, string kind) => Assert.StartsWith(
        Ways.Fill("mog8.yaml:2:16 regularizers[0]: a critic tells no probabilities, so there are no labels to change; set loss to {losses with labels}"),
        ConfigFixture.ErrorOf($"loss: {loss}\nregularizers: [{kind}]"),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("minimax")]
    [InlineData("non-saturating")]
    [InlineData("least-squares")]
    public void OtherLossesHaveThem(string loss) => ConfigFixture.Load($"loss: {loss}\nregularizers: [label-smoothing, label-flipping]");

    private static PlayedBatch Played() => new(Numbers.Random(2, 2, 40, 2), Numbers.Random(1, 2, 40, 3), Numbers.Random(3, 2, 40, 2));

    private static double Softplus(double x) => Math.Log(1 + Math.Exp(x));

    private static double Mean(Tensor output, Func<double, double> each) => Numbers.Of(output).Average(each);
}
