using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Game;
using GanCli.Engine.Networks;
using GanCli.Engine.Random;
using GanCli.Engine.Regularizers;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using GanCli.Tests.Support;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Regularizers;

/// <summary>Where the layer goes, and its first weights. What it computes: <see cref="Networks.MinibatchDiscriminationTests"/>.</summary>
public sealed class MinibatchDiscriminationTests
{
    private const string Kind = "minibatch-discrimination";

    public MinibatchDiscriminationTests() => TorchRuntime.EnsureLoaded();

    [Theory]
    [InlineData(null, "0.linear, 0.relu, 1.linear, 1.relu, minibatch-discrimination, output.linear")]
    [InlineData("1.linear", "0.linear, 0.relu, minibatch-discrimination, 1.linear, 1.relu, output.linear")]
    [InlineData("0.linear", "minibatch-discrimination, 0.linear, 0.relu, 1.linear, 1.relu, output.linear")]
    public void ItComesBeforeALayer(string? before, string names)
    {
        Network network = Of(new MinibatchDiscriminationConfig { Before = before }).Game.Discriminator;
        Assert.Equal(names, string.Join(", ", network.Layers.Select(static layer => layer.Name)));
        Assert.Equal([1], network.OutputShape);
        Assert.True(network.MixesSamples);
    }

    [Fact]
    public void ASecondOneHasAnotherName() => Assert.Equal(
        [Kind, $"{Kind}-2"],
        Of(new MinibatchDiscriminationConfig { Before = "1.linear" }, new MinibatchDiscriminationConfig())
            .Game.Discriminator.Layers.Select(static layer => layer.Name).Where(static name => name.StartsWith('m')));

    [Fact]
    public void ALayerThatIsNotThereIsRefused()
    {
        AdversarialGame game = Of(new MinibatchDiscriminationConfig { Before = "2.linear" }).Game;
        Assert.Equal(
            "this discriminator has no layer '2.linear'; set before to one of: 0.linear, 0.relu, 1.linear, 1.relu, output.linear",
            game.Regularizers[0].Regularizer.Conflict(game));
        game = Of(new MinibatchDiscriminationConfig()).Game;
        Assert.Null(game.Regularizers[0].Regularizer.Conflict(game));
    }

    [Fact]
    public void ASingleSampleHasNothingToCompareWith() => Assert.Equal(
        "compares the samples of a batch; set training.batch to 2 or more",
        new MinibatchDiscriminationConfig().Conflict(new ExperimentConfig { Training = new TrainingConfig { Batch = 1 } }));

    public static TheoryData<string, NumberType> Settings() => new()
    {
        { "default", NumberType.Float32 },
        { "default", NumberType.Float64 },
        { "baseline", NumberType.Float32 },
        { "seed example", NumberType.Float32 },
        { "packed first", NumberType.Float32 },
    };

    /// <summary>Neither all the same nor all different: the mean similarity o/(N − 1) of the first batch's real and generated samples, each
    /// for itself. With T ~ N(0, 1) on 1024 features it would be 0 to all digits.</summary>
    [Theory]
    [MemberData(nameof(Settings))]
    public void TheLayerIsAliveOnTheFirstBatch(string setting, NumberType dtype)
    {
        using var scope = NewDisposeScope();
        ExperimentConfig config = setting switch
        {
            "baseline" => ConfigLoader.Load(Repository.PathOf("configs", "remedies", $"{Kind}.yaml")).Config,
            "seed example" => new ExperimentConfig
            {
                Discriminator = new MlpConfig { Widths = [1024] },
                Regularizers = [new MinibatchDiscriminationConfig { Features = 64, KernelDimensions = 16, Total = SimilarityTotal.Sum }],
            },
            "packed first" => new ExperimentConfig { Regularizers = [new PackingConfig { Samples = 4 }, new MinibatchDiscriminationConfig()] },
            _ => new ExperimentConfig { Regularizers = [new MinibatchDiscriminationConfig()] },
        };
        using var experiment = new Experiment(Blueprint.Of(config with { Training = config.Training with { Batch = 64, Dtype = dtype } }), CPU);

        (double real, double fake) = Similarity(experiment);
        Assert.InRange(real, 0.05, 0.95);
        Assert.InRange(fake, 0.05, 0.95);
    }

    /// <summary>It is fitted to layers as they will be, divided, wherever in the list what divides them is.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void ItsPlaceBesideSpectralNormalizationDoesNotMatter(long seed)
    {
        using var scope = NewDisposeScope();
        (double Real, double Fake)[] similarities = [.. new RegularizerConfig[][]
        {
            [new MinibatchDiscriminationConfig(), new SpectralNormalizationConfig()],
            [new SpectralNormalizationConfig(), new MinibatchDiscriminationConfig()],
        }.Select(remedies =>
        {
            ExperimentConfig config = Of(remedies).Config;
            using var experiment = new Experiment(Blueprint.Of(config with { Seed = SeedConfig.FromNumber(seed) }), CPU);
            return Similarity(experiment);
        })];
        Assert.All(similarities, static similarity => Assert.InRange(similarity.Real, 0.05, 0.95));
        Assert.Equal(similarities[1].Real, similarities[0].Real, 1e-6);
        Assert.Equal(similarities[1].Fake, similarities[0].Fake, 1e-6);
    }

    [Fact]
    public void WhereGsFirstSamplesAreAllTheSameItIsAliveOnRealOnes()
    {
        using var scope = NewDisposeScope();
        var generator = new MlpConfig { Init = new Engine.Networks.Inits.NormalInitConfig { Std = 1e-6 } };
        using var experiment = new Experiment(Of(generator, new MinibatchDiscriminationConfig()), CPU);
        (double real, double fake) = Similarity(experiment);
        Assert.InRange(real, 0.05, 0.95);
        Assert.InRange(fake, 0.99, 1.0001);
        experiment.Step.Run(0);
        experiment.RequireFinite(1);
    }

    [Fact]
    public void WhereAllSamplesAreTheSameItStaysFinite()
    {
        using var scope = NewDisposeScope();
        var generator = new MlpConfig { Init = new Engine.Networks.Inits.NormalInitConfig { Std = 0 } };
        Blueprint blueprint = Of(generator, new MinibatchDiscriminationConfig());
        using var experiment = new Experiment(blueprint with { Data = new Nowhere() }, CPU);
        experiment.Step.Run(0);
        experiment.RequireFinite(1);
    }

    [Fact]
    public void StatisticsTellTheMeanSimilarityOfGeneratedSamples()
    {
        using var scope = NewDisposeScope();
        using var experiment = new Experiment(Of(new MinibatchDiscriminationConfig()), CPU);
        double expected = Similarity(experiment).Fake;
        experiment.Step.Run(0);
        (string name, double value, _) = experiment.Statistics.Read().Single(static row => row.Name.StartsWith(Kind, StringComparison.Ordinal));
        Assert.Equal($"{Kind}.similarity", name);
        Assert.Equal(expected, value, 1e-5);
    }

    /// <summary>A penalty through the layer: D's gradient is that of differences.</summary>
    [Fact]
    public void PenaltiesDifferentiateItTwice()
    {
        using var lab =
            new Lab(new LabParts { Regularizers = [new MinibatchDiscriminationConfig { Features = 3, KernelDimensions = 2 }.Build(), new R1Config().Build()] });
        using var scope = NewDisposeScope();
        var batch = new PlayedBatch(Numbers.Random(1, 1, 6, 2), Numbers.Random(2, 1, 6, 3), Numbers.Random(3, 1, 6, 2));
        Tensor flat = lab.Discriminator.Store.Flat.clone().requires_grad_();
        Numbers.Close(Numbers.Slope(weights => Loss(weights).detach(), flat), Numbers.Of(autograd.grad([Loss(flat)], [flat])[0]), 1e-6);

        Tensor Loss(Tensor at)
        {
            Tensor leaf = at.requires_grad ? at : at.requires_grad_();
            return lab.Game
                .DiscriminatorLoss(Weights.FromFlat(lab.Game.Discriminator.Layout, leaf, lab.Discriminator.Store.Frozen.Buffers), batch, lab.Time()).Total;
        }
    }

    private static Blueprint Of(params RegularizerConfig[] remedies) => Of(new MlpConfig(), remedies);

    private static Blueprint Of(MlpConfig generator, params RegularizerConfig[] remedies) => Blueprint.Of(
        new ExperimentConfig { Generator = generator, Regularizers = remedies, Training = new TrainingConfig { Batch = 64, Steps = 10 } });

    /// <summary>The mean of o/(N − 1) over features, on the first batch's real and on its generated samples.</summary>
    private static (double Real, double Fake) Similarity(Experiment experiment)
    {
        using var noGrad = no_grad();
        Blueprint blueprint = experiment.Blueprint;
        using var batches = new BatchSource(blueprint.Data, blueprint.Prior, experiment.Config.Training.Batch, experiment.Dtype, CPU);
        var time = new StepTime(0, experiment.Config.Training.Steps, blueprint.Streams.Regularizer.At(0));
        Tensor latent = batches.Latent(blueprint.Streams.Latent.At(0), blueprint.Streams.Data.At(0)).Values;
        Tensor fake = blueprint.Game.Generate(experiment.Generator.Store.Frozen, latent, time).Values;
        return (Of(batches.Real(blueprint.Streams.Data.At(0)).Values, null), Of(fake, latent));

        double Of(Tensor samples, Tensor? from)
        {
            var sink = new BufferSink();
            blueprint.Game.Discriminator.Forward(
                experiment.Discriminator.Store.Frozen, blueprint.Game.DiscriminatorInput(samples, from is null ? null : new Samples(from), time),
                new Pass { Training = true, Sink = sink });
            return sink.Values[$"{Kind}.similarity"].to(ScalarType.Float64).item<double>();
        }
    }

    private sealed class Nowhere : DataSource
    {
        public override IReadOnlyList<long> Shape => [2];

        public override void Fill(RandomStream stream, long first, Span<float> rows) => rows.Clear();
    }
}
