using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Losses;
using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Priors;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Networks;

/// <summary>Every architecture for pictures, found by its trait, so that a new one is tested by existing.</summary>
public sealed class PictureArchitectureTests
{
    public PictureArchitectureTests() => TorchRuntime.EnsureLoaded();

    public static TheoryData<string> Kinds => [.. All.Select(static kind => kind.Kind)];

    public static TheoryData<string, string, string> Games
    {
        get
        {
            var games = new TheoryData<string, string, string>();
            foreach (Component architecture in All)
            {
                foreach (string remedy in Catalog.FindFamily("regularizers")!.Kinds)
                {
                    games.Add(architecture.Kind, "non-saturating", remedy);
                }

                foreach (string loss in Catalog.FindFamily("loss")!.Kinds)
                {
                    games.Add(architecture.Kind, loss, "instance-noise");
                }
            }

            return games;
        }
    }

    private static IEnumerable<Component> All =>
        Catalog.FindFamily("architecture")!.Components.Where(static component => component.CreateDefault() is ArchitectureConfig { IsForPictures: true });

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AnySizeOfFourToSevenTimesAPowerOfTwoIsBuiltOrRefused(string kind)
    {
        using var scope = NewDisposeScope();
        ArchitectureConfig config = Small(kind);
        int built = 0;
        foreach (long[] picture in (long[][])[[1, 28, 28], [3, 32, 32], [2, 8, 8], [3, 20, 20], [1, 24, 24], [3, 64, 64], [1, 14, 14]])
        {
            if (config.Unfit([5], picture) is { } refusal)
            {
                Assert.Equal("metz", kind);
                Assert.StartsWith("metz is for pictures of 28 × 28, and these are ", refusal, StringComparison.Ordinal);
                continue;
            }

            Assert.Null(config.Unfit(picture, [1]));
            built++;
            (Network generator, Network discriminator) = (config.Generator([5], picture), config.Build(picture, [1]));
            Assert.Equal(picture, generator.OutputShape);
            Assert.Equal([1], discriminator.OutputShape);
            Assert.NotEmpty(generator.Layers);
            Tensor made = generator.Forward(Draw(generator, 1), randn(2, 5), new Pass { Training = true });
            Assert.Equal([2, .. picture], made.shape);
            Assert.Equal([2, 1], discriminator.Forward(Draw(discriminator, 2), made, new Pass { Training = true }).shape);
            foreach (Network network in (Network[])[generator, discriminator])
            {
                Assert.Equal(network.Layout.ParameterCount, network.Layers.Sum(static layer => layer.Parameters));
            }
        }

        Assert.Equal(string.Equals(kind, "metz", StringComparison.Ordinal) ? 1 : 7, built);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void WhatIsNoPictureIsRefused(string kind)
    {
        ArchitectureConfig config = Small(kind);
        string vectors = $"{kind} is for pictures [channels, height, width], and these samples are vectors; set kind to mlp";
        Assert.Equal(vectors, config.Unfit([5], [2]));
        Assert.Equal(vectors, config.Unfit([2], [1]));
        Assert.Equal(vectors.Replace("vectors", "[2, 3]", StringComparison.Ordinal), config.Unfit([2, 3], [1]));
        Assert.Equal($"{kind} is for square pictures, and these are 28 × 32", config.Unfit([1, 28, 32], [1]));
        Assert.Equal(
            $"{kind} doubles sides of 4 to 7, and these pictures are 27 wide; resize or pad them, to 28 for instance", config.Unfit([1, 27, 27], [1]));
        Assert.EndsWith(", to 40 for instance", config.Unfit([1, 33, 33], [1]), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Games))]
    public void AGameIsPlayedOrRefused(string kind, string loss, string remedy)
    {
        ExperimentConfig config = Config(kind, loss, remedy);
        if (config.Loss.TakesErrors)
        {
            config = config with { Discriminator = new AutoencoderConfig { Encoder = config.Discriminator, Decoder = Small(kind) } };
        }

        string?[] refusals =
            [config.Loss.Conflict(config), config.Discriminator.Conflict(config), .. config.Regularizers.Select(each => each.Conflict(config))];
        using var scope = NewDisposeScope();
        using var experiment = new Experiment(Blueprint.Of(config, new Substitutes { Data = new Pictures(labelled: false, SideOf(kind)) }), CPU);
        AdversarialGame game = experiment.Blueprint.Game;
        refusals = [.. refusals, .. game.Regularizers.Select(each => each.Regularizer.Conflict(game))];
        Assert.All(refusals, Assert.Null);
        (double[] generator, double[] discriminator) = (Numbers.Of(experiment.Generator.Store.Flat), Numbers.Of(experiment.Discriminator.Store.Flat));
        experiment.Step.Run(0);
        experiment.RequireFinite(1);
        Assert.All(experiment.Statistics.Read(), static value => Assert.True(double.IsFinite(value.Mean), value.Name));
        Assert.NotEqual(generator, Numbers.Of(experiment.Generator.Store.Flat));
        Assert.NotEqual(discriminator, Numbers.Of(experiment.Discriminator.Store.Flat));
    }

    /// <summary>Gradients of both losses, second derivatives of D among them, are the slopes along a direction.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void GradientsAreThoseOfFiniteDifferences(string kind)
    {
        using var scope = NewDisposeScope();
        ExperimentConfig config = Config(kind, "non-saturating", "r1") with { Discriminator = Smooth(kind), Generator = Smooth(kind) };
        config = config with { Training = config.Training with { Dtype = NumberType.Float64 } };

        // Kinks, where penalties jump, are far between where samples are.
        var data = new Pictures(labelled: false, SideOf(kind), noise: 1);
        using var experiment = new Experiment(Blueprint.Of(config, new Substitutes { Data = data }), CPU);
        (AdversarialGame game, Player g, Player d) = (experiment.Blueprint.Game, experiment.Generator, experiment.Discriminator);
        var time = new StepTime(0, 10, experiment.Blueprint.Streams.Regularizer);
        Samples real = experiment.Batches.Real(experiment.Blueprint.Streams.Data);
        Samples latent = experiment.Batches.Latent(experiment.Blueprint.Streams.Latent, experiment.Blueprint.Streams.Data);
        Compare(d, weights => game.DiscriminatorLoss(weights, new PlayedBatch(real, latent, game.Generate(g.Store.Frozen, latent, time)), time).Total);
        Compare(g, weights =>
            game.GeneratorLoss(weights, d.Store.Frozen, new PlayedBatch(real, latent, game.Generate(weights, latent, time)), time).Total);

        static void Compare(Player player, Func<Weights, Tensor> loss)
        {
            Tensor gradient = Player.Gradient(loss(player.Store.Leaves), player.Store.Leaves);
            for (int seed = 0; seed < 3; seed++)
            {
                Tensor direction = Numbers.Random(seed, 1, gradient.shape);
                double slope = (At(1e-7) - At(-1e-7)) / 2e-7;
                double size = Math.Sqrt(gradient.Squared().sum().item<double>() * direction.Squared().sum().item<double>());
                Assert.Equal(0, ((gradient * direction).sum().item<double>() - slope) / size, 1e-6);

                double At(double h) => loss(Weights.FromFlat(
                    player.Network.Layout, player.Store.Flat.Plus(direction.Times(h)), player.Store.Frozen.Buffers)).item<double>();
            }
        }
    }

    public static TheoryData<ArchitectureConfig, long> Widths =>
    [
        .. All.Select(static kind => ((ArchitectureConfig)kind.CreateDefault(), (long)SideOf(kind.Kind))),
        .. All.Select(static kind => (Smooth(kind.Kind), (long)SideOf(kind.Kind))),
        (new DcganConfig { Widths = [48, 20], Hidden = [24, 17] }, 28L),
        (new DcganConfig { Widths = [24], Upsampling = UpsamplingKind.Resize }, 14L),
        (new ResnetConfig { Width = 20 }, 16L),
        (new R3ganConfig { Widths = [20], Blocks = 1, GroupWidth = 4 }, 16L),
        (new MetzConfig { Channels = 9 }, 28L),
    ];

    /// <summary>libtorch's convolutions are wrong in single precision for some numbers of channels, where double precision, which derivatives are proved
    /// in, is right (<see cref="ConvolutionFunctions"/>).</summary>
    [Theory]
    [MemberData(nameof(Widths), DisableDiscoveryEnumeration = true)]
    public void SinglePrecisionGivesWhatDoublePrecisionGives(ArchitectureConfig config, long side)
    {
        foreach (long colours in new[] { 1L, 3L })
        {
            long[] picture = [colours, side, side];
            Compare(config.Build([5], picture), [5]);
            Compare(config.Build(picture, [1]), picture);
        }

        static void Compare(Network network, long[] input)
        {
            using var scope = NewDisposeScope();
            WeightStore store = WeightStore.Draw(network.Layout, new Engine.Random.RandomStreams(5).Init, 0, ScalarType.Float64, CPU);

            // No weight is 0: it would hide the gradients behind it.
            Tensor weights = store.Flat.Plus(Numbers.Random(1, 0.02, store.Flat.shape));
            Tensor given = Numbers.Random(2, 1, [4, .. input]);
            Tensor[] twice = Everything(ScalarType.Float64);
            Tensor[] single = Everything(ScalarType.Float32);
            for (int i = 0; i < twice.Length; i++)
            {
                Numbers.Close(twice[i], single[i], 2e-3);
            }

            Tensor[] Everything(ScalarType type)
            {
                Tensor[] buffers = [.. store.Frozen.Buffers.ToArray().Select(buffer => buffer.to(type))];
                Tensor flat = weights.to(type).requires_grad_();
                Tensor x = given.to(type).requires_grad_();
                Tensor y = network.Forward(Weights.FromFlat(network.Layout, flat, buffers), x, new Pass { Training = true });
                Tensor sum = (y * Numbers.Random(3, 1, y.shape).to(type)).sum();
                IList<Tensor> first = autograd.grad([sum], [x, flat], retain_graph: true, create_graph: true);
                return [y.detach(), first[0].detach(), first[1].detach(), autograd.grad([first[0].Squared().sum()], [flat])[0]];
            }
        }
    }

    [Fact]
    public void TheKernelOfATransposedConvolutionIsNormalizedAsWhatItMaps()
    {
        using var scope = NewDisposeScope();
        var layer = new SpectralNormalization(
            new TransposedConvolution("t", 3, 5, Window.Halving(4), new Engine.Networks.Inits.NormalInitConfig { Std = 1 }, bias: false), 1);
        Assert.Equal([5], layer.Weights.Single(static weight => string.Equals(weight.Name, "t.u", StringComparison.Ordinal)).Shape);
        WeightStore store = WeightStore.Draw(new WeightLayout(layer.Weights), new Engine.Random.RandomStreams(5).Init, 0, ScalarType.Float64, CPU);
        layer.Initialize(store.Frozen, 2000);
        double largest = linalg.svdvals(store.Frozen["t.weight"].transpose(0, 1).flatten(1)).max().item<double>();
        Assert.Equal(largest, layer.Sigma(store.Frozen).item<double>(), 1e-9);
    }

    private static int SideOf(string kind) => string.Equals(kind, "metz", StringComparison.Ordinal) ? 28 : 8;

    private static Weights Draw(Network network, ulong seed) =>
        WeightStore.Draw(network.Layout, new Engine.Random.RandomStreams(seed).Init, 0, ScalarType.Float32, CPU).Frozen;

    /// <summary>Of few channels and without batch norm, which penalties would refuse.</summary>
    internal static ArchitectureConfig Small(string kind) => kind switch
    {
        "dcgan" => new DcganConfig { Widths = [4], Hidden = [6], Norm = PictureNorm.Pixel },
        "metz" => new MetzConfig { Norm = PictureNorm.None },
        "resnet" => new ResnetConfig { Width = 4 },
        "r3gan" => new R3ganConfig { Widths = [4], Blocks = 1, GroupWidth = 2 },
        _ => throw new InvalidOperationException($"say here what a small '{kind}' is"),
    };

    // Weights that are 0 at the start would hide the gradients behind them.
    private static ArchitectureConfig Smooth(string kind) => Small(kind) switch
    {
        DcganConfig dcgan => dcgan with { Init = new Engine.Networks.Inits.NormalInitConfig { Std = 0.3 } },
        MetzConfig metz => metz with { Init = new Engine.Networks.Inits.NormalInitConfig { Std = 0.3 } },
        { } other => other,
    };

    private static ExperimentConfig Config(string kind, string loss, string remedy) => new()
    {
        Prior = new GaussianPriorConfig { Dimension = 5 },
        Generator = Small(kind),
        Discriminator = Small(kind),
        Loss = (LossConfig)Catalog.FindFamily("loss")!.Find(loss)!.CreateDefault(),
        Regularizers = [(RegularizerConfig)Catalog.FindFamily("regularizers")!.Find(remedy)!.CreateDefault()],
        Training = new TrainingConfig
        {
            Batch = 8,
            Steps = 10,
            DSteps = remedy == "split-updates" ? 2 : 1,
            Update = remedy is "consensus" or "symplectic" or "extragradient" or "optimistic" ? UpdateOrder.Simultaneous : UpdateOrder.Alternating,
        },
    };
}
