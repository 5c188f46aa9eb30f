using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Inits;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Random;
using GanCli.Engine.Regularizers;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Regularizers;

public sealed class SpectralNormalizationTests
{
    public SpectralNormalizationTests() => TorchRuntime.EnsureLoaded();

    [Fact]
    public void AfterManyIterationsSigmaIsTheLargestSingularValue()
    {
        using var scope = NewDisposeScope();
        foreach (Layer inner in (Layer[])
            [new Linear("a", 16, 12, new NormalInitConfig { Std = 0.5 }), new Convolution("a", 3, 5, new Window(3), new NormalInitConfig { Std = 0.3 })])
        {
            var layer = new SpectralNormalization(inner, 1);
            using WeightStore store = WeightStore.Draw(new WeightLayout(layer.Weights), new RandomStreams(3).Init, 0, ScalarType.Float64, CPU);
            Tensor input = inner is Linear ? Numbers.Random(1, 1, 4, 16) : Numbers.Random(1, 1, 4, 3, 6, 6);
            for (int i = 0; i < 300; i++)
            {
                var sink = new BufferSink();
                layer.Forward(store.Frozen, input, new Pass { Training = true, Sink = sink });
                store.Advance(sink);
            }

            // A kernel is [outputs, everything else].
            Tensor matrix = store.Frozen["a.weight"].view(store.Frozen["a.weight"].shape[0], -1);
            double largest = linalg.svdvals(matrix)[0].item<double>();
            Assert.Equal(1, layer.Sigma(store.Frozen).item<double>() / largest, 0.01);
            foreach (bool training in (bool[])[false, true])
            {
                Weights divided = store.Frozen.With("a.weight", store.Frozen["a.weight"] / layer.Sigma(store.Frozen));
                Numbers.Close(inner.Forward(divided, input, Pass.Evaluation), layer.Forward(store.Frozen, input, new Pass { Training = training }), 1e-12);
            }
        }
    }

    /// <summary>Before the first step the estimate is good already, for G's average, too.</summary>
    [Fact]
    public void FirstVectorsAreNoNoise()
    {
        using var scope = NewDisposeScope();
        using var lab = Lab(new SpectralNormalizationConfig { Generator = true }, ema: true);
        foreach (Weights weights in (Weights[])[lab.Generator.Store.Frozen, lab.Average!.Frozen, lab.Discriminator.Store.Frozen])
        {
            foreach (string name in (string[])["0.linear", "output.linear"])
            {
                Tensor matrix = weights[$"{name}.weight"];
                double sigma = weights[$"{name}.u"].dot(matrix.mv(weights[$"{name}.v"])).item<double>();
                Assert.InRange(sigma / linalg.svdvals(matrix)[0].item<double>(), 0.9, 1 + 1e-9);
            }
        }
    }

    public static TheoryData<string> Company() => ["alone", "batch norm", "r1", "wgan-gp", "unrolling", "three iterations"];

    /// <summary>One iteration for each update of D; G's update, penalties and look-ahead make none.</summary>
    [Theory]
    [MemberData(nameof(Company))]
    public void OneIterationForEachUpdateOfD(string company)
    {
        using var scope = NewDisposeScope();
        var config = new SpectralNormalizationConfig { Iterations = company == "three iterations" ? 3 : 1 };
        using var lab = Lab(config, norm: company == "batch norm" ? NormKind.Batch : NormKind.None, others: company switch
        {
            "r1" => [new R1Config()],
            "wgan-gp" => [new WganGpConfig()],
            "unrolling" => [new UnrollingConfig { Steps = 2 }],
            _ => [],
        });
        Weights weights = lab.Discriminator.Store.Frozen;
        (Tensor matrix, Tensor u) = (weights["0.linear.weight"].clone(), weights["0.linear.u"].clone());
        lab.Run(1);
        Tensor v = u;
        for (int i = 0; i < config.Iterations; i++)
        {
            v = nn.functional.normalize(matrix.t().mv(u), dim: 0);
            u = nn.functional.normalize(matrix.mv(v), dim: 0);
        }

        Numbers.Close(v, weights["0.linear.v"], 1e-14);
        Numbers.Close(u, weights["0.linear.u"], 1e-14);
    }

    [Fact]
    public void GsVectorsMoveInItsOwnUpdateOnly()
    {
        using var scope = NewDisposeScope();
        using var lab = Lab(new SpectralNormalizationConfig { Generator = true }, dSteps: 3);
        Weights weights = lab.Generator.Store.Frozen;
        (Tensor matrix, Tensor u) = (weights["0.linear.weight"].clone(), weights["0.linear.u"].clone());
        lab.Run(1);
        Tensor v = nn.functional.normalize(matrix.t().mv(u), dim: 0);
        Numbers.Close(nn.functional.normalize(matrix.mv(v), dim: 0), weights["0.linear.u"], 1e-14);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PassesWithoutASinkAdvanceNothing(bool training)
    {
        using var scope = NewDisposeScope();
        using var lab = Lab(new SpectralNormalizationConfig());
        double[] before = lab.State();
        lab.Game.Discriminator.Forward(lab.Discriminator.Store.Frozen, Numbers.Random(1, 1, 8, 2), new Pass { Training = training });
        Assert.Equal(before, lab.State());
    }

    /// <summary>A further pass of the same update sees the main pass's vectors: it gives the main pass's outputs.</summary>
    [Fact]
    public void PenaltiesSeeTheVectorsOfTheirUpdate()
    {
        var again = new Again();
        using var lab = new Lab(new LabParts { Regularizers = [new SpectralNormalizationConfig().Build(), again] });
        lab.Run(1);
        Assert.Equal(again.First, again.Second);
    }

    /// <summary>∂/∂W of a function of W/σ(W) with σ = uᵀWv, u and v held fixed.</summary>
    [Fact]
    public void GradientsTakeTheVectorsAsConstants()
    {
        using var scope = NewDisposeScope();
        var layer = new SpectralNormalization(new Linear("a", 5, 4, new NormalInitConfig { Std = 0.5 }), 1);
        using WeightStore store = WeightStore.Draw(new WeightLayout(layer.Weights), new RandomStreams(3).Init, 0, ScalarType.Float64, CPU);
        layer.Initialize(store.Frozen, 3);
        (Tensor input, Tensor pull) = (Numbers.Random(1, 1, 6, 5), Numbers.Random(2, 1, 6, 4));
        Tensor flat = store.Flat.clone();
        double[] slopes = Numbers.Slope(Pulled, flat);
        Tensor leaf = flat.requires_grad_();
        Numbers.Close(slopes, Numbers.Of(autograd.grad([Pulled(leaf)], [leaf])[0]), 1e-7);

        var sink = new BufferSink();
        layer.Forward(Weights.FromFlat(store.Layout, leaf, store.Frozen.Buffers), input, new Pass { Training = true, Sink = sink });
        Assert.All(sink.Values.Values, static value => Assert.False(value.requires_grad));

        Tensor Pulled(Tensor at) => (layer.Forward(Weights.FromFlat(store.Layout, at, store.Frozen.Buffers), input, new Pass { Training = true }) * pull).sum();
    }

    [Fact]
    public void ItIsSavedAndLoggedForEveryLayerWithAMatrix()
    {
        var config = new ExperimentConfig
        {
            Regularizers = [new SpectralNormalizationConfig { Generator = true }, new MinibatchDiscriminationConfig()],
            Training = new TrainingConfig { Batch = 8, Steps = 1 },
        };
        using var experiment = new Experiment(Blueprint.Of(config), CPU);
        string[] names = ["0.linear", "1.linear", "output.linear"];
        Assert.Equal(
            [.. names.Select(static name => $"generator/{name}.u"), .. names.Select(static name => $"discriminator/{name}.u")],
            experiment.State().Select(static entry => entry.Name).Where(static name => name.EndsWith(".u", StringComparison.Ordinal)));
        experiment.Step.Run(0);
        Weights weights = experiment.Discriminator.Store.Frozen;
        double largest = names.Max(name => weights[$"{name}.u"].dot(weights[$"{name}.weight"].mv(weights[$"{name}.v"])).item<float>());
        Assert.Equal(largest, experiment.Statistics.Read().Single(static row => row.Name == "spectral-normalization.sigma").Mean, 1e-6);
    }

    [Fact]
    public void TwiceIsRefused()
    {
        (SpectralNormalizationConfig first, SpectralNormalizationConfig second) = (new(), new());
        var experiment = new ExperimentConfig { Regularizers = [first, second] };
        Assert.Null(first.Conflict(experiment));
        Assert.Equal("a layer cannot be normalized twice; set regularizers to a list with one spectral-normalization", second.Conflict(experiment));
    }

    [Fact]
    public void ADiscriminatorWithoutAMatrixIsRefused()
    {
        Regularizer remedy = new SpectralNormalizationConfig().Build();
        var scale = new Engine.Networks.Sequential([1], [new Scale("0", 2)]);
        var game = new AdversarialGame(scale, ((IRewritesDiscriminator)remedy).Discriminator(scale), new Engine.Losses.NonSaturatingLossConfig().Build(), []);
        Assert.Equal("this discriminator has no layer that multiplies by weights; set discriminator.kind to mlp", remedy.Conflict(game));
    }

    [Fact]
    public void WeightsOfZeroStayFinite()
    {
        using var scope = NewDisposeScope();
        var mlp = new MlpConfig { Widths = [4], Init = new NormalInitConfig { Std = 0 } };
        using var lab = new Lab(new LabParts { DiscriminatorConfig = mlp, Regularizers = [new SpectralNormalizationConfig().Build()] });
        lab.Run(2);
        Assert.All(lab.State(), static value => Assert.True(double.IsFinite(value)));
    }

    /// <summary>Weights that were once all 0 have a largest singular value like others when they no longer are.</summary>
    [Fact]
    public void WeightsOfZeroAreNotTheEndOfTheVectors()
    {
        using var scope = NewDisposeScope();
        var layer = new SpectralNormalization(new Linear("a", 5, 4, new NormalInitConfig { Std = 0.5 }), 1);
        using WeightStore store = WeightStore.Draw(new WeightLayout(layer.Weights), new RandomStreams(3).Init, 0, ScalarType.Float64, CPU);
        Tensor weights = store.Frozen["a.weight"];
        Tensor later = weights.clone();
        weights.zero_();
        layer.Initialize(store.Frozen, 3);
        Advance(1);
        Assert.All(["a.u", "a.v"], name => Assert.Equal(1, store.Frozen[name].norm().item<double>(), 1e-12));
        weights.copy_(later);
        Advance(200);
        Assert.Equal(linalg.svdvals(weights)[0].item<double>(), layer.Sigma(store.Frozen).item<double>(), 1e-9);

        void Advance(int passes)
        {
            for (int i = 0; i < passes; i++)
            {
                var sink = new BufferSink();
                layer.Forward(store.Frozen, Numbers.Random(1, 1, 6, 5), new Pass { Training = true, Sink = sink });
                store.Advance(sink);
            }
        }
    }

    /// <summary>Vectors of weights that have since changed sides give a σ below 0: the layer is divided by its size.</summary>
    [Fact]
    public void ANegativeSigmaCountsByItsSize()
    {
        using var scope = NewDisposeScope();
        var layer = new SpectralNormalization(new Linear("a", 5, 4, new NormalInitConfig { Std = 0.5 }), 1);
        using WeightStore store = WeightStore.Draw(new WeightLayout(layer.Weights), new RandomStreams(3).Init, 0, ScalarType.Float64, CPU);
        layer.Initialize(store.Frozen, 3);
        Tensor input = Numbers.Random(1, 1, 6, 5);
        Tensor before = layer.Forward(store.Frozen, input, new Pass { Training = true });
        store.Frozen["a.u"].neg_();
        Assert.True(layer.Sigma(store.Frozen).item<double>() < 0);
        Numbers.Close(before, layer.Forward(store.Frozen, input, new Pass { Training = true }), 1e-14);
    }

    /// <summary>Blocks within parts within a network: every matrix is found, under the name that the whole has for it.</summary>
    [Fact]
    public void MatricesInsideBlocksAndPartsAreFound()
    {
        using var scope = NewDisposeScope();
        static Linear Dense(string name, long inputs, long outputs) => new(name, inputs, outputs, new NormalInitConfig { Std = 0.5 });
        static Sequential Chain(string name, long inputs, long outputs) => new([inputs], [Dense(name, inputs, outputs)]);
        static Network Trunk() => new Sequential([2], [Dense("first", 2, 6), Residual.Of("block", Chain("inside", 6, 6))]);
        var network = new PartByPart([new Part("trunk", Trunk()), new Part("head", Chain("last", 6, 1))]);
        using var lab = new Lab(new LabParts { Discriminator = network, Regularizers = [new SpectralNormalizationConfig().Build()] });
        lab.Run(60);
        Weights weights = lab.Discriminator.Store.Frozen;
        string[] matrices = ["trunk.first.weight", "trunk.block.body.inside.weight", "head.last.weight"];
        Assert.Equal(matrices, weights.Layout.Specs.Select(static spec => spec.Name).Where(static name => name.EndsWith(".weight", StringComparison.Ordinal)));
        double[] largest = [.. matrices.Select(name => linalg.svdvals(weights[name])[0].item<double>())];
        var sigma = lab.Game.Regularizers[0].Regularizer.Statistics(lab.Time()).Single(static value => value.Name == "sigma").Value;
        Assert.Equal(1, sigma.item<double>() / largest.Max(), 0.02);

        Tensor x = Numbers.Random(1, 1, 5, 2);
        Tensor hidden = x.mm(Divided(0).t()).Plus(weights["trunk.first.bias"]);
        hidden = hidden.Plus(hidden.mm(Divided(1).t())).Plus(weights["trunk.block.body.inside.bias"]);
        Tensor expected = hidden.mm(Divided(2).t()).Plus(weights["head.last.bias"]);
        Numbers.Close(expected, lab.Game.Discriminator.Forward(weights, x, new Pass { Training = true }), 0.02);

        Tensor Divided(int i) => weights[matrices[i]].Over(largest[i]);
    }

    private static Lab Lab(
        SpectralNormalizationConfig config, NormKind norm = NormKind.None, RegularizerConfig[]? others = null, bool ema = false, int dSteps = 1)
    {
        var mlp = new MlpConfig { Widths = [8, 6], Activation = ActivationKind.Tanh, Norm = [norm] };
        return new Lab(new LabParts
        {
            DiscriminatorConfig = mlp,
            Training = new TrainingConfig { Batch = 8, DSteps = dSteps, Dtype = NumberType.Float64, Ema = ema ? new AverageConfig() : null },
            Regularizers = [config.Build(), .. (others ?? []).Select(static other => other.Build())],
        });
    }

    /// <summary>Evaluates D on both batches once more.</summary>
    private sealed class Again : Regularizer, IAddsToDiscriminatorLoss
    {
        public double[] First { get; private set; } = [];

        public double[] Second { get; private set; } = [];

        public Tensor? DiscriminatorTerm(DiscriminatorView view)
        {
            First = Numbers.Of(cat([view.RealScores.Values, view.FakeScores.Values]));
            Second = Numbers.Of(view.Game.Discriminator.Forward(view.Weights, cat([view.Real.Values, view.Fake.Values]), view.Pass).flatten());
            return null;
        }
    }
}
