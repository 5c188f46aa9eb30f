using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Game;
using GanCli.Engine.Losses;
using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Regularizers;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using GanCli.Tests.Config;
using GanCli.Tests.Support;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Losses;

public sealed class BeganTests
{
    private const string Balanced = "loss: began\ndiscriminator: autoencoder\n";

    public static TheoryData<UpdateOrder, int, int> Updates =>
        new((UpdateOrder.Alternating, 1, 1), (UpdateOrder.Alternating, 2, 3), (UpdateOrder.Simultaneous, 1, 1));

    [Theory]
    [MemberData(nameof(Updates))]
    public void KFollowsTheErrorsAndBothLossesAreThePapers(UpdateOrder order, int dSteps, int gSteps)
    {
        var control = new BeganLossConfig { Gamma = 0.7, Lambda = 0.3 }.BuildControl();
        var errors = new Errors();
        LabParts parts = Parts(control);
        using var lab =
            new Lab(parts with { Regularizers = [control, errors], Training = parts.Training with { Update = order, DSteps = dSteps, GSteps = gSteps } });
        (double k, double kWhenDLearned) = (0, 0);
        for (int step = 0; step < 40; step++)
        {
            lab.Statistics.Reset();
            lab.Run(1, step);
            var now = lab.Statistics.Read().ToDictionary(static s => s.Name, static s => s.Mean);
            Assert.Equal(errors.Real, now["reconstruction-errors.real"], 1e-12);
            Assert.Equal(errors.Real - (k * now["reconstruction-errors.fake"]), now["loss.discriminator"], 1e-12);
            double[] fakes = errors.TakeFakes();
            Assert.Equal(gSteps, fakes.Length);
            Assert.Equal(fakes[^1], now["loss.generator"], 1e-12);
            foreach (double fake in fakes)
            {
                k = Math.Clamp(k + (0.3 * ((0.7 * errors.Real) - fake)), 0, 1);
            }

            Assert.Equal(errors.Real + Math.Abs((0.7 * errors.Real) - fakes[^1]), now["double-0.convergence"], 1e-12);
            Assert.Equal(k, now["double-0.k"], 1e-12);
            kWhenDLearned = Math.Max(kWhenDLearned, now["double-0.k"]);
            Assert.InRange(now["double-0.k"], 0, 1);
        }

        Assert.True(kWhenDLearned > 0.01);
        Release(control);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(0, 0)]
    public void KStaysBetweenItsEnds(double gamma, double end)
    {
        var control = new BeganLossConfig { Gamma = gamma, Lambda = 1 }.BuildControl();
        LabParts parts = Parts(control);
        using var lab = new Lab(parts with { Data = new RingConfig { Radius = gamma == 0 ? 2 : 100 }.Build(new(1)) });
        lab.Run(30);
        Assert.Equal(end, control.State["k"].item<double>());
        Release(control);
    }

    [Fact]
    public void ALookAheadDoesNotCount()
    {
        // D's loss evaluated on the way to G's update, at other weights: k goes by the error of D's own update.
        var control = new BeganLossConfig { Lambda = 0.3 }.BuildControl();
        var peeking = new BeganLossConfig { Lambda = 0.3 }.BuildControl();
        using var plain = new Lab(Parts(control));
        using var looking = new Lab(Parts(peeking) with { Regularizers = [peeking, new Peek()] });
        plain.Run(5);
        looking.Run(5);
        Assert.NotEqual(0, control.State["k"].item<double>());
        Assert.Equal(control.State["k"].item<double>(), peeking.State["k"].item<double>(), 1e-12);
        Release(control);
        Release(peeking);
    }

    [Theory]
    [InlineData("loss: began",
        "mog8.yaml:1:7 loss: compares reconstruction errors, which a discriminator with one output for a sample does not give; set discriminator.kind to "
            + "autoencoder")]
    [InlineData("discriminator: autoencoder",
        "mog8.yaml:1:16 discriminator: its output is an error, low on real samples, where this loss takes high outputs for real; set loss.kind to began")]
    [InlineData("generator: autoencoder",
        "mog8.yaml:1:12 generator: an autoencoder's output is one number, an error, and no sample; set generator.kind to mlp")]
    [InlineData("loss: began\ndiscriminator: {kind: autoencoder, encoder: autoencoder}",
        "mog8.yaml:2:45 discriminator.encoder: an autoencoder's output is one number, an error; choose mlp")]
    [InlineData(Balanced
        + "regularizers: [split-updates]\ntraining: {d-steps: 2}",
            "mog8.yaml:3:16 regularizers[0]: the loss compares real with generated samples, so neither can be learned from alone; set loss.kind to {losses "
                + "of one kind of samples}")]
    [InlineData(
        Balanced + "regularizers: [minibatch-discrimination]",
        "mog8.yaml:1:7 loss: a sample's reconstruction error is its own, but minibatch-discrimination looks at the whole batch; set regularizers to a list "
            + "without minibatch-discrimination")]
    [InlineData(Balanced + "regularizers: [label-smoothing]",
        "mog8.yaml:3:16 regularizers[0]: a critic tells no probabilities, so there are no labels to change; set loss to {losses with labels}")]
    [InlineData(
        "loss: began\ndiscriminator: {kind: autoencoder, decoder: {kind: mlp, norm: batch}}\ntraining: {batch: 1}",
        "mog8.yaml:2:1 discriminator: batch norm needs several samples in a batch; set training.batch to 2 or more")]
    public void WhatCannotWorkIsRefused(string yaml, string message) => Assert.Equal(Ways.Fill(message), ConfigFixture.ErrorOf(yaml));

    [Fact]
    public void TheMostRealAreThoseOfLowestError()
    {
        var control = new BeganLossConfig().BuildControl();
        using var lab = new Lab(Parts(control) with { Regularizers = [control, new TopKConfig { Share = 0.5 }.Build()] });
        using var scope = NewDisposeScope();
        Tensor fake = Numbers.Random(1, 2, 8, 2);
        GeneratorLoss loss =
            lab.Game.GeneratorLoss(lab.Generator.Store.Frozen, lab.Discriminator.Store.Frozen, new PlayedBatch(null, zeros(8, 3), fake), lab.Time());
        Assert.Equal(Numbers.Of(loss.View.FakeScores.Values).Order().Take(4).Average(), loss.Total.item<double>(), 1e-13);
        Release(control);
    }

    [Theory]
    [InlineData("discriminator.code=2",
        "a code of 2 numbers lets the discriminator copy samples of 2 whatever they are, so that nothing could be told apart; set discriminator.code to less "
            + "than 2")]
    [InlineData("data=two-gaussians",
        "a code of 1 numbers lets the discriminator copy samples of 1 whatever they are, so that nothing could be told apart; choose data of more than one "
            + "dimension, or pack them")]
    public void ACodeAsWideAsTheDataIsRefused(string change, string message)
    {
        using var fixture = new ConfigFixture();
        LoadedConfig loaded = fixture.Write("a.yaml", Balanced).Read("a.yaml", change, "evaluation.metrics=null");
        ConfigException refusal = Assert.Throws<ConfigException>(() => Blueprint.Of(loaded));
        Assert.Equal(("loss", message), (Assert.Single(refusal.Errors).Path, refusal.Errors[0].Message));
    }

    [Fact]
    public void PacksOfOneDimensionalDataMayBeCoded()
    {
        using var fixture = new ConfigFixture();
        LoadedConfig loaded = fixture.Write("a.yaml", Balanced).Read("a.yaml", "data=two-gaussians", "regularizers=[packing]");
        Assert.Equal([2], Blueprint.Of(loaded).Game.Discriminator.InputShape);
    }

    [Theory]
    [InlineData("r1", "r1 makes the reconstruction error flat, but it is by its slope that the generator learns; k alone keeps the balance")]
    [InlineData("unrolling",
        "k begins at 0, and so does what the discriminator's loss says of generated samples; set the generator-loss of unrolling to configured")]
    public void WhatIsDoubtful(string remedy, string message)
    {
        using var fixture = new ConfigFixture();
        Assert.Equal([message], fixture.Write("a.yaml", Balanced + $"regularizers: [{remedy}]").Read("a.yaml").Doubts.Select(static d => d.Message));
    }

    private static LabParts Parts(Regularizer control) => new()
    {
        Loss = new BeganLossConfig(),
        Discriminator = new AutoencoderConfig
        {
            Encoder = new MlpConfig { Widths = [6], Activation = ActivationKind.Tanh },
            Decoder = new MlpConfig { Widths = [6], Activation = ActivationKind.Tanh },
        }.Build([2], [1]),
        Regularizers = [control],
    };

    private static void Release(Regularizer control)
    {
        foreach (Tensor tensor in control.State.Values)
        {
            tensor.Dispose();
        }
    }

    /// <summary>Writes down the errors that k goes by: on real samples of D's last update, on generated ones of each update of G.</summary>
    private sealed class Errors : Regularizer, IAddsToDiscriminatorLoss, IAfterGeneratorUpdate
    {
        private readonly List<double> _fakes = [];

        public double Real { get; private set; }

        public Tensor? DiscriminatorTerm(DiscriminatorView view)
        {
            Real = view.RealScores.Values.mean().item<double>();
            return null;
        }

        public void AfterGeneratorUpdate(GeneratorView view) => _fakes.Add(view.FakeScores.Values.mean().item<double>());

        /// <summary>Those since the last call.</summary>
        public double[] TakeFakes()
        {
            double[] fakes = [.. _fakes];
            _fakes.Clear();
            return fakes;
        }
    }

    /// <summary>Looks at D's loss elsewhere before G's, as unrolling does.</summary>
    private sealed class Peek : Regularizer, IReplacesOpponent
    {
        public override bool GeneratorNeedsReal => true;

        public Weights Opponent(Weights discriminator, OpponentView view)
        {
            view.Game.DiscriminatorLoss(discriminator, view.Batch with { Real = view.Batch.Real!.Values.Times(3) }, view.Time);
            return discriminator;
        }
    }
}
