using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Losses;
using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Random;
using GanCli.Engine.Regularizers;
using GanCli.Engine.Tensors;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Regularizers;

/// <summary>One mechanism behind seven kinds: where it looks and what it then adds, by closed forms.</summary>
public sealed class GradientPenaltyTests
{
    public GradientPenaltyTests() => TorchRuntime.EnsureLoaded();

    public static TheoryData<string, int> LinearCritics()
    {
        var rows = new TheoryData<string, int>();
        foreach (string name in Expected(0).Keys)
        {
            rows.Add(name, 1);
            rows.Add(name, 8);
            rows.Add(name, 33);
        }

        return rows;
    }

    /// <summary>D(x) = ⟨w, x⟩ has the gradient w everywhere, so the penalty and its slope are functions of ‖w‖ alone.</summary>
    [Theory]
    [MemberData(nameof(LinearCritics))]
    public void OfALinearCriticDependsOnItsSlopeAloneAndNotOnTheBatch(string name, int batch)
    {
        using var scope = NewDisposeScope();
        var critic = new Critic([2, 3], static (w, x) => (x * w).sum([1, 2]));
        double[] w = [0.5, -1, 0.25, 2, -0.5, 1];
        double norm = Math.Sqrt(w.Sum(static value => value * value));
        (RegularizerConfig config, double value, double slope) = Expected(norm)[name];
        Tensor flat = tensor(w).view(2, 3).requires_grad_();

        Tensor penalty = Penalty(critic, flat, config, Numbers.Random(1, 2, batch, 2, 3), Numbers.Random(2, 1, batch, 2, 3));

        Assert.Equal(value, penalty.item<double>(), 1e-9);
        Numbers.Close([.. w.Select(x => slope * x / norm)], Numbers.Of(autograd.grad([penalty], [flat])[0]), 1e-9);
    }

    private static Dictionary<string, (RegularizerConfig Config, double Value, double Slope)> Expected(double n) => new(StringComparer.Ordinal)
    {
        ["two-sided"] = (new GradientPenaltyConfig { Target = 3, Weight = 5 }, 5 * (n - 3) * (n - 3), 10 * (n - 3)),
        ["one-sided, above"] = (new GradientPenaltyConfig { Target = 2, Weight = 5, OneSided = true }, 5 * (n - 2) * (n - 2), 10 * (n - 2)),
        ["one-sided, below"] = (new GradientPenaltyConfig { Target = 3, Weight = 5, OneSided = true }, 0, 0),
        ["real"] = (new GradientPenaltyConfig { Where = PenaltyPoints.Real, Target = 1, Weight = 2 }, 2 * (n - 1) * (n - 1), 4 * (n - 1)),
        ["both"] = (new GradientPenaltyConfig { Where = PenaltyPoints.Both, Target = 1, Weight = 2 }, 4 * (n - 1) * (n - 1), 8 * (n - 1)),
        ["both, zero"] = (new GradientPenaltyConfig { Where = PenaltyPoints.Both, Target = 0, Weight = 2 }, 4 * n * n, 8 * n),
        ["r1"] = (new R1Config { Gamma = 0.3 }, 0.15 * n * n, 0.3 * n),
        ["r2"] = (new R2Config { Gamma = 0.3 }, 0.15 * n * n, 0.3 * n),
        ["zero-centered"] = (new ZeroCenteredConfig { Weight = 3 }, 3 * n * n, 6 * n),
        ["wgan-gp"] = (new WganGpConfig { Weight = 0.1 }, 0.1 * (n - 1) * (n - 1), 0.2 * (n - 1)),
        ["dragan"] = (new DraganConfig { Weight = 4 }, 4 * (n - 1) * (n - 1), 8 * (n - 1)),
        ["dragan, program"] = (new DraganConfig { Form = DraganForm.Program, Weight = 4 }, 4 * (n - 1) * (n - 1), 8 * (n - 1)),
    };

    /// <summary>D(x) = ½‖x‖² has the gradient x at x, so the penalty tells where it was taken.</summary>
    [Fact]
    public void RealAndFakeMeanTheirOwnSamples()
    {
        using var scope = NewDisposeScope();
        (Tensor real, Tensor fake) = (Numbers.Random(1, 2, 9, 2), Numbers.Random(2, 1, 9, 2));
        (double r, double f) = (real.Squared().sum(1).mean().item<double>(), fake.Squared().sum(1).mean().item<double>());

        Assert.Equal(r, At(new R1Config { Gamma = 2 }), 1e-12);
        Assert.Equal(f, At(new R2Config { Gamma = 2 }), 1e-12);
        Assert.Equal(r + f, At(new GradientPenaltyConfig { Where = PenaltyPoints.Both, Target = 0, Weight = 1 }), 1e-12);

        double At(RegularizerConfig config) => Penalty(Bowl, ones(1, ScalarType.Float64).requires_grad_(), config, real, fake).item<double>();
    }

    /// <summary>Every point lies between its own pair, at a place of its own, and the places fill (0, 1).</summary>
    [Theory]
    [InlineData("wgan-gp")]
    [InlineData("zero-centered")]
    public void InterpolatesHaveOnePlaceForEachPair(string kind)
    {
        using var scope = NewDisposeScope();
        const int Count = 400;
        (Tensor real, Tensor fake) = (Numbers.Random(1, 2, Count, 2, 3), Numbers.Random(2, 1, Count, 2, 3));
        var seen = new List<Tensor>();
        var critic = new Critic([2, 3], (w, x) =>
        {
            seen.Add(x);
            return (x * w).sum([1, 2]);
        });
        Penalty(critic, ones(2, 3, ScalarType.Float64)
            .requires_grad_(), (RegularizerConfig)Catalog.FindFamily("regularizer")!.Find(kind)!.CreateDefault(), real, fake);

        Tensor share = (seen[^1] - fake) / (real - fake);
        Tensor place = share.flatten(1).mean([1]);
        Numbers.Close(place.view(Count, 1, 1).expand(Count, 2, 3), share, 1e-9);
        double[] places = [.. Numbers.Of(place).Order()];
        Assert.Equal(Count, places.Distinct().Count());

        // Kolmogorov-Smirnov at 0.1%.
        Assert.True(places.Select((p, i) => Math.Max(Math.Abs(p - (i / (double)Count)), Math.Abs(p - ((i + 1) / (double)Count))))
            .Max() < 1.95 / Math.Sqrt(Count));
    }

    [Theory]
    [InlineData("gradient-penalty")]
    [InlineData("wgan-gp")]
    [InlineData("r1")]
    [InlineData("r2")]
    [InlineData("zero-centered")]
    [InlineData("dragan")]
    public void WhereDIsFlatItAndItsSlopesStayFinite(string kind)
    {
        using var scope = NewDisposeScope();
        var config = (RegularizerConfig)Catalog.FindFamily("regularizer")!.Find(kind)!.CreateDefault();
        foreach (ScalarType dtype in (ScalarType[])[ScalarType.Float32, ScalarType.Float64])
        {
            var critic = new Critic([2], static (w, x) => (x * w).sum(1));
            Tensor flat = zeros(2, dtype).requires_grad_();
            Tensor penalty = Penalty(critic, flat, config, Numbers.Random(1, 2, 5, 2).to(dtype), Numbers.Random(2, 1, 5, 2).to(dtype));
            Tensor slope = autograd.grad([penalty], [flat], retain_graph: true, create_graph: true)[0];
            Tensor curvature = autograd.grad([slope.sum()], [flat])[0];
            Assert.All((double[])[.. Numbers.Of(penalty), .. Numbers.Of(slope), .. Numbers.Of(curvature)], static value => Assert.True(double.IsFinite(value)));
            Assert.All(Numbers.Of(slope), static value => Assert.Equal(0, value));
        }
    }

    [Theory]
    [InlineData("r1", 2)]
    [InlineData("r2", 2)]
    [InlineData("r1, r2", 1)]
    [InlineData("both", 1)]
    [InlineData("wgan-gp", 2)]
    public void PenaltiesAtTheSamplesNeedNoFurtherPass(string what, int passes)
    {
        using var scope = NewDisposeScope();
        int count = 0;
        var critic = new Critic([2], (w, x) =>
        {
            count++;
            return (x * w).sum(1).tanh();
        });
        RegularizerConfig[] configs = what switch
        {
            "r1" => [new R1Config()],
            "r2" => [new R2Config()],
            "r1, r2" => [new R1Config(), new R2Config()],
            "both" => [new GradientPenaltyConfig { Where = PenaltyPoints.Both }],
            _ => [new WganGpConfig()],
        };
        (Tensor real, Tensor fake) = (Numbers.Random(1, 2, 5, 2), Numbers.Random(2, 1, 5, 2));
        Loss(critic, ones(2, ScalarType.Float64).requires_grad_(), configs, real, fake);
        Assert.Equal(passes, count);
    }

    [Fact]
    public void R1AndR2TogetherAreTheirSum()
    {
        using var scope = NewDisposeScope();
        var critic = new Critic([2], static (w, x) => (x * w).sum(1).tanh());
        (Tensor real, Tensor fake) = (Numbers.Random(1, 2, 5, 2), Numbers.Random(2, 1, 5, 2));
        Tensor flat = tensor((double[])[0.5, -0.7]).requires_grad_();

        DiscriminatorLoss both = Loss(critic, flat, [new R1Config { Gamma = 3 }, new R2Config { Gamma = 5 }], real, fake);
        Tensor r1 = Penalty(critic, flat, new R1Config { Gamma = 3 }, real, fake);
        Tensor r2 = Penalty(critic, flat, new R2Config { Gamma = 5 }, real, fake);

        Assert.Equal(r1.item<double>(), both.Terms[0].Value.item<double>(), 1e-14);
        Assert.Equal(r2.item<double>(), both.Terms[1].Value.item<double>(), 1e-14);
    }

    [Fact]
    public void BatchNormInDIsRefused()
    {
        var experiment = new ExperimentConfig { Discriminator = new MlpConfig { Norm = [NormKind.None, NormKind.Batch] } };
        foreach (RegularizerConfig config in Kinds())
        {
            Assert.Null(config.Conflict(new ExperimentConfig { Generator = experiment.Discriminator }));
            Assert.Equal(
                "batch norm ties every output of D to the whole batch, so that D has no gradient at a single sample to penalize; set discriminator.norm to "
                    + "layer or none",
                config.Conflict(experiment));
            Assert.EndsWith(
                "set discriminator.norm to pixel or none", config.Conflict(new ExperimentConfig { Discriminator = new DcganConfig() })!,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ALayerThatMixesSamplesIsDoubtful()
    {
        foreach (RegularizerConfig config in Kinds())
        {
            Assert.Null(config.Warning(new ExperimentConfig { Regularizers = [config, new R1Config()] }));
            Assert.Equal(
                config is R1Config or R2Config ? null
                    : "minibatch-discrimination lets D's output on a sample depend on the whole batch, so this penalty sees gradients that mix samples",
                config.Warning(new ExperimentConfig { Regularizers = [config, new MinibatchDiscriminationConfig()] }));
        }
    }

    private static IEnumerable<PenaltyConfig> Kinds() =>
        [new GradientPenaltyConfig(), new WganGpConfig(), new R1Config(), new R2Config(), new ZeroCenteredConfig(), new DraganConfig()];

    /// <summary>D(x) = w ½‖x‖².</summary>
    private static Critic Bowl => new([2], static (w, x) => (x.Squared().sum(1) * w).Over(2));

    private static Tensor Penalty(Critic critic, Tensor weights, RegularizerConfig config, Tensor real, Tensor fake) =>
        Loss(critic, weights, [config], real, fake).Terms.Single().Value;

    private static DiscriminatorLoss Loss(Critic critic, Tensor weights, RegularizerConfig[] configs, Tensor real, Tensor fake)
    {
        NamedRegularizer[] named = [.. configs.Select(static (c, i) => new NamedRegularizer($"{i}", c.Build()))];
        var game = new AdversarialGame(critic, critic, new NonSaturatingLossConfig().Build(), named);
        return game.DiscriminatorLoss(
            new Weights(critic.Layout, [weights]), new PlayedBatch(real, zeros(real.shape[0], 1), fake), new StepTime(0, 1, new RandomStreams(3).Regularizer));
    }

    /// <summary>D as a formula of one weight tensor and the batch; D's output is [B, 1].</summary>
    private sealed class Critic(long[] input, Func<Tensor, Tensor, Tensor> formula) : Network
    {
        public override WeightLayout Layout { get; } = new([new WeightSpec("w", input, new ConstantInit(1))]);

        public override long[] InputShape => input;

        public override long[] OutputShape => [1];

        public override bool MixesSamples => false;

        public override IReadOnlyList<LayerDescription> Layers => [];

        public override Network Rewrite(Func<IReadOnlyList<Layer>, IEnumerable<Layer>> change, long[]? input = null) => this;

        public override Network Map(Func<string, Layer, Layer> change) => this;

        public override Tensor Forward(Weights weights, Tensor input, Pass pass) => formula(weights["w"], input).unsqueeze(1);
    }
}
