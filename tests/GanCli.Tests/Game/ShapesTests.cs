using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Losses;
using GanCli.Engine.Networks;
using GanCli.Engine.Priors;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Game;

/// <summary>Nothing but an architecture that needs it says "vector": losses and remedies work on samples of any shape, with labels and without, and on
/// maps of scores.</summary>
public sealed class ShapesTests
{
    private const int Batch = 8;

    public ShapesTests() => TorchRuntime.EnsureLoaded();

    public static TheoryData<string, string, bool, bool> Games()
    {
        var rows = new TheoryData<string, string, bool, bool>();
        foreach (bool labelled in (bool[])[false, true])
        {
            foreach (bool patches in (bool[])[false, true])
            {
                foreach (string remedy in Catalog.FindFamily("regularizers")!.Kinds)
                {
                    rows.Add("non-saturating", remedy, labelled, patches);
                }

                foreach (string loss in Catalog.FindFamily("loss")!.Kinds)
                {
                    rows.Add(loss, "r1", labelled, patches);
                }
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Games))]
    public void AGameOfPicturesIsPlayedOrRefused(string loss, string remedy, bool labelled, bool patches)
    {
        ExperimentConfig config = Config(loss, remedy, patches);
        if (!patches && config.Loss.TakesErrors)
        {
            config = config with { Discriminator = new AutoencoderConfig() };
        }

        string?[] refusals =
            [config.Loss.Conflict(config), config.Discriminator.Conflict(config), .. config.Regularizers.Select(each => each.Conflict(config))];
        if (refusals.Any(static refusal => refusal is not null))
        {
            // Only what needs a discriminator of errors does not know maps of scores.
            Assert.True(patches && config.Loss.TakesErrors, string.Join("; ", refusals));
            return;
        }

        using var scope = NewDisposeScope();
        using var experiment = new Experiment(Blueprint.Of(config, new Substitutes { Data = new Pictures(labelled) }), CPU);
        AdversarialGame game = experiment.Blueprint.Game;
        Assert.All(game.Regularizers, each => Assert.Null(each.Regularizer.Conflict(game)));
        Assert.Equal([3, 8, 8], game.Generator.OutputShape);
        (double[] generator, double[] discriminator) = (Numbers.Of(experiment.Generator.Store.Flat), Numbers.Of(experiment.Discriminator.Store.Flat));
        experiment.Step.Run(0);
        experiment.Step.Run(1);
        experiment.RequireFinite(2);
        Assert.All(experiment.Statistics.Read(), static value => Assert.True(double.IsFinite(value.Mean), value.Name));
        Assert.NotEqual(generator, Numbers.Of(experiment.Generator.Store.Flat));
        Assert.NotEqual(discriminator, Numbers.Of(experiment.Discriminator.Store.Flat));
        Assert.Equal(3 * 8 * 8 * 5, experiment.Sampler.Draw(experiment.SamplingWeights, experiment.Blueprint.Streams.Evaluation, 5).Length);
    }

    /// <summary>Wherever a remedy looks, a sample stands beside its own label: a real picture's brightness tells its class.</summary>
    [Theory]
    [InlineData("", 1)]
    [InlineData("packing", 2)]
    [InlineData("instance-noise", 1)]
    [InlineData("veegan", 1)]
    public void LabelsStayWithTheirSamples(string remedy, int together)
    {
        ExperimentConfig config = Config("non-saturating", remedy, patches: false);
        var watch = new Watch();
        IReadOnlyList<NamedRegularizer> remedies =
            [.. config.Regularizers.Select(static (each, i) => new NamedRegularizer($"{i}", each.Build())), new NamedRegularizer("watch", watch)];
        using var scope = NewDisposeScope();
        using var experiment = new Experiment(Blueprint.Of(config, new Substitutes { Data = new Pictures(labelled: true), Regularizers = remedies }), CPU);
        experiment.Step.Run(0);
        Assert.Equal(3, watch.Seen.Count);
        foreach ((double[] labels, double[] brightness, bool real) in watch.Seen)
        {
            Assert.Equal(Batch, labels.Length);
            if (real)
            {
                Assert.All(labels.Zip(brightness), static pair => Assert.Equal(pair.First / 10, pair.Second, 0.05));
            }
        }

        // What G is asked for are the classes of the real batch, sample by sample: mixing both never mixes classes.
        Assert.Equal(watch.Seen[0].Labels, watch.Seen[1].Labels);
        Assert.NotEqual(watch.Seen[0].Labels, watch.Seen[2].Labels);
        Assert.True(watch.Seen[0].Labels.Distinct().Count() > 1);
        Assert.Equal(Batch / together, watch.Outputs);
    }

    [Fact]
    public void ARemedyThatLosesLabelsIsNamed()
    {
        ExperimentConfig config = Config("non-saturating", "", patches: false);
        using var scope = NewDisposeScope();
        var given = new Substitutes { Data = new Pictures(labelled: true), Regularizers = [new NamedRegularizer("forgets", new Forgetful())] };
        using var experiment = new Experiment(Blueprint.Of(config, given), CPU);
        Assert.Equal("forgets lost the samples' labels", Assert.Throws<InvalidOperationException>(() => experiment.Step.Run(0)).Message);
    }

    [Fact]
    public void AMapCountsAsItsMean()
    {
        using var scope = NewDisposeScope();
        Tensor map = Numbers.Random(1, 1, 4, 1, 3, 2);
        var scores = Scores.Of(map);
        Assert.Equal([4, 1, 3, 2], scores.Values.shape);
        Numbers.Close(map.mean([1, 2, 3]), scores.PerSample, 1e-15);
        Assert.Equal([4], Scores.Of(map.narrow(2, 0, 1).narrow(3, 0, 1)).Values.shape);

        // The terms of a loss are those of its numbers, averaged: not the term of the average.
        var game = new AdversarialGame(null!, null!, new NonSaturatingLossConfig().Build(), []);
        Tensor other = Numbers.Random(2, 1, 4, 1, 3, 2);
        double byHand = Numbers.Of(map).Average(static x => Math.Log(1 + Math.Exp(-x))) + Numbers.Of(other).Average(static x => Math.Log(1 + Math.Exp(x)));
        Assert.Equal(byHand, game.Adversarial(scores, Scores.Of(other), Targets.Plain).item<double>(), 1e-13);
        Assert.Equal([4], game.GeneratorTerms(null, scores).shape);
    }

    private static ExperimentConfig Config(string loss, string remedy, bool patches) => new()
    {
        Prior = new GaussianPriorConfig { Dimension = 5 },
        Generator = new MlpConfig { Widths = [16] },
        Discriminator = patches ? new PatchConfig() : new MlpConfig { Widths = [16, 8] },
        Loss = (LossConfig)Catalog.FindFamily("loss")!.Find(loss)!.CreateDefault(),
        Regularizers = remedy.Length == 0 ? [] : [(RegularizerConfig)Catalog.FindFamily("regularizers")!.Find(remedy)!.CreateDefault()],
        Training = new TrainingConfig
        {
            Batch = Batch,
            Steps = 10,
            DSteps = remedy == "split-updates" ? 2 : 1,
            Update = remedy is "consensus" or "symplectic" or "extragradient" or "optimistic" ? UpdateOrder.Simultaneous : UpdateOrder.Alternating,
        },
    };

    private sealed class Forgetful : Regularizer, IShapesInput
    {
        public Samples DiscriminatorInput(Samples samples, Samples? latent, StepTime time) => samples.Values.Plus(1);
    }

    private sealed class Watch : Regularizer, IAddsToDiscriminatorLoss, IAddsToGeneratorLoss
    {
        public List<(double[] Labels, double[] Brightness, bool Real)> Seen { get; } = [];

        public long Outputs { get; private set; }

        public Tensor? DiscriminatorTerm(DiscriminatorView view)
        {
            Look(view.Real, real: true);
            Look(view.Fake, real: false);
            Outputs = view.RealScores.PerSample.shape[0];
            return null;
        }

        public Tensor? GeneratorTerm(GeneratorView view)
        {
            Look(view.FakeSeen, real: false);
            return null;
        }

        // Channels of a pack are those of its samples; latents come behind them.
        private void Look(Samples samples, bool real)
        {
            long perSample = samples.Labels!.dim() == 1 ? 1 : samples.Labels.shape[1];
            Tensor pictures = samples.Values.narrow(1, 0, 3 * perSample).reshape(samples.Count * perSample, -1);
            Seen.Add((Numbers.Of(samples.Labels.flatten().to(ScalarType.Float64)), Numbers.Of(pictures.mean([1]).to(ScalarType.Float64)), real));
        }
    }
}
