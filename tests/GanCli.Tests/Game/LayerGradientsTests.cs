using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Optimizers;
using GanCli.Engine.Random;
using GanCli.Engine.Regularizers;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Game;

/// <summary>Gradients written down layer by layer, against those that autograd traces.</summary>
public sealed class LayerGradientsTests
{
    private const int Batch = 7;

    public LayerGradientsTests() => TorchRuntime.EnsureLoaded();

    public static TheoryData<ActivationKind, NormKind, OutputActivation, double, NumberType> Networks()
    {
        var rows = new TheoryData<ActivationKind, NormKind, OutputActivation, double, NumberType>();
        foreach (ActivationKind kind in (ActivationKind[])
            [ActivationKind.None, ActivationKind.Relu, ActivationKind.LeakyRelu, ActivationKind.Tanh, ActivationKind.Sigmoid, ActivationKind.Maxout])
        {
            foreach (NormKind norm in (NormKind[])[NormKind.None, NormKind.Batch])
            {
                rows.Add(kind, norm, OutputActivation.None, 1, NumberType.Float64);
                rows.Add(kind, norm, OutputActivation.Tanh, 0.25, NumberType.Float64);
                rows.Add(kind, norm, OutputActivation.Sigmoid, -2, NumberType.Float32);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void EqualAutograd(ActivationKind activation, NormKind norm, OutputActivation outputActivation, double inputScale, NumberType dtype)
    {
        using var scope = NewDisposeScope();
        var network = (Sequential)new MlpConfig
        {
            Widths = [9, 17], Activation = activation, Norm = [norm], OutputActivation = outputActivation, InputScale = inputScale,
        }.Build([3], [2]);
        ScalarType type = dtype == NumberType.Float64 ? ScalarType.Float64 : ScalarType.Float32;
        using WeightStore store = WeightStore.Draw(network.Layout, new RandomStreams(5).Init, 0, type, CPU);
        using WeightStore gradients = WeightStore.From(store.Frozen);
        Tensor input = linspace(-20, 20, Batch * 3, type).sin().view(Batch, 3);
        Tensor before = input.clone();
        Tensor pull = linspace(-2, 1, Batch * 2, type).view(Batch, 2);

        Tensor leaf = input.clone().requires_grad_();
        var (tracedSink, sink) = (new BufferSink(), new BufferSink());
        Tensor traced = network.Forward(store.Leaves, leaf, new Pass { Training = true, Sink = tracedSink });
        IList<Tensor> expected = autograd.grad([(traced * pull).sum()], [leaf, .. store.Leaves.Parameters]);
        var pass = new Pass { Training = true, Sink = sink };

        // Where a feature hardly varies among the seven samples, 1/σ makes rounding large.
        double tolerance = dtype == NumberType.Float64 ? 1e-13 : 1e-6;
        tolerance *= norm == NormKind.Batch ? 30 : 1;
        Tensor byInput;
        using (no_grad())
        {
            Tensor[] tape = network.ForwardWithTape(store.Frozen, input, pass);
            Assert.True(allclose(traced, tape[^1], tolerance, tolerance));
            byInput = network.Backward(store.Frozen, tape, pull.clone(), gradients.Frozen, inputWanted: true);
        }

        Assert.True(network.HasBackward);
        Assert.Equal(norm == NormKind.Batch ? 4 : 0, sink.Values.Count);
        Assert.Equal(tracedSink.Values.Keys, sink.Values.Keys);
        Assert.All(tracedSink.Values, buffer => Assert.True(allclose(buffer.Value, sink.Values[buffer.Key], tolerance, tolerance), buffer.Key));
        Assert.True(allclose(before, input, 0, 0), "the caller's input was overwritten");
        Assert.True(allclose(expected[0], byInput, tolerance, tolerance));
        for (int i = 0; i < gradients.Frozen.Parameters.Length; i++)
        {
            Assert.True(allclose(expected[i + 1], gradients.Frozen.Parameters[i], tolerance, tolerance), network.Layout.Specs[i].Name);
        }
    }

    public static TheoryData<string, bool> Layers() => new()
    {
        { "relu", true },
        { "leaky-relu", true },
        { "silu", false },
        { "maxout", true },
        { "batch", true },
        { "layer", false },
        { "dropout", false },
    };

    [Theory]
    [MemberData(nameof(Layers))]
    public void OnlyLayersThatKnowTheirDerivativeAreDirect(string what, bool direct)
    {
        MlpConfig config = what switch
        {
            "batch" => new MlpConfig { Norm = [NormKind.Batch] },
            "layer" => new MlpConfig { Norm = [NormKind.Layer] },
            "dropout" => new MlpConfig { Dropout = 0.5 },
            _ => new MlpConfig { Activation = Enum.GetValues<ActivationKind>().Single(kind => KebabCase.Of(kind) == what) },
        };
        Assert.Equal(direct, ((Sequential)config.Build([2], [1])).HasBackward);
    }

    public static TheoryData<string, NumberType> Penalties()
    {
        var rows = new TheoryData<string, NumberType>();
        foreach (string penalties in (string[])["r1", "r2", "r1 r2", "r2 centred", "centred both", "wgan-gp", "dragan", "dragan-program", "wgan-gp r1 dragan"])
        {
            rows.Add(penalties, NumberType.Float64);
            rows.Add(penalties, NumberType.Float32);
        }

        return rows;
    }

    /// <summary>Penalties on D's gradient by its inputs, of rectifiers and leaky ones, against the same loss through autograd.</summary>
    [Theory]
    [MemberData(nameof(Penalties))]
    public void PenaltiesNeedNoAutograd(string penalties, NumberType dtype)
    {
        using var scope = NewDisposeScope();
        foreach (ActivationKind activation in (ActivationKind[])[ActivationKind.Relu, ActivationKind.LeakyRelu])
        {
            var config = new ExperimentConfig
            {
                Loss = new Engine.Losses.RelativisticLossConfig(),
                Generator = new MlpConfig { Widths = [8] },
                Discriminator = new MlpConfig { Widths = [8, 9], Activation = activation, InputScale = 0.5 },
                Regularizers = [.. penalties.Split(' ').Select(Penalty)],
                Training = new TrainingConfig { Batch = Batch, Dtype = dtype },
            };
            using var experiment = new Experiment(Blueprint.Of(config), CPU);
            AdversarialGame game = experiment.Blueprint.Game;
            var (g, d) = (experiment.Generator, experiment.Discriminator);
            using LayerGradients direct = LayerGradients.For(game, g, d)!;
            var time = new StepTime(0, 100, experiment.Blueprint.Streams.Regularizer);
            ScalarType type = d.Store.Flat.dtype;
            Tensor real = linspace(-2, 2, Batch * 2, type).view(Batch, 2);
            Tensor fake = linspace(1, -1.5, Batch * 2, type).sin().view(Batch, 2);

            (DiscriminatorLoss loss, Tensor gradient) = direct.Discriminator(new PlayedBatch(real, real, fake), time, new BufferSink());

            DiscriminatorLoss traced = game.DiscriminatorLoss(d.Store.Leaves, new PlayedBatch(real, real, fake), time);
            Tensor expected = Player.Gradient(traced.Total, d.Store.Leaves);
            double tolerance = dtype == NumberType.Float64 ? 1e-12 : 1e-5;
            Assert.Equal((true, true), experiment.Step.FromLayers);
            Assert.True(allclose(traced.Total, loss.Total, tolerance, tolerance));
            Assert.Equal(traced.Terms.Select(static term => term.Name), loss.Terms.Select(static term => term.Name));
            Assert.All(traced.Terms.Zip(loss.Terms), pair => Assert.True(allclose(pair.First.Value, pair.Second.Value, tolerance, tolerance)));
            Assert.True(expected.abs().max().to(ScalarType.Float64).item<double>() > 1e-3);
            Assert.True(allclose(expected, gradient.to(type), tolerance, tolerance));
        }

        static RegularizerConfig Penalty(string name) => name switch
        {
            "r1" => new R1Config { Gamma = 3 },
            "r2" => new R2Config { Gamma = 2 },
            "wgan-gp" => new WganGpConfig { Weight = 2 },
            "dragan" => new DraganConfig { Weight = 2 },
            "dragan-program" => new DraganConfig { Form = DraganForm.Program, Weight = 2 },
            "centred" => new GradientPenaltyConfig { Where = PenaltyPoints.Real, Target = 1, Weight = 2 },
            _ => new GradientPenaltyConfig { Where = PenaltyPoints.Both, Target = 0.5, Weight = 2, OneSided = true },
        };
    }

    /// <summary>A look-ahead would have to see the penalty too, a smooth D has curvature, and other targets are another loss.</summary>
    [Fact]
    public void WhatNeedsAutogradKeepsIt()
    {
        (bool Generator, bool Discriminator) Of(ActivationKind activation, params RegularizerConfig[] remedies)
        {
            using var experiment = new Experiment(
                Blueprint.Of(new ExperimentConfig { Discriminator = new MlpConfig { Widths = [4], Activation = activation }, Regularizers = remedies }), CPU);
            return experiment.Step.FromLayers;
        }

        Assert.Equal((true, true), Of(ActivationKind.Relu, new R1Config()));
        Assert.Equal((true, false), Of(ActivationKind.Tanh, new R1Config()));
        Assert.Equal((true, false), Of(ActivationKind.Tanh, new WganGpConfig()));
        Assert.Equal((true, true), Of(ActivationKind.Relu, new R1Config(), new WganGpConfig()));
        Assert.Equal((true, false), Of(ActivationKind.Relu, new R1Config(), new LabelSmoothingConfig()));
        Assert.False(Of(ActivationKind.Relu, new R1Config(), new UnrollingConfig()).Generator);
        Assert.Equal((true, true), Of(ActivationKind.Maxout, new PackingConfig(), new R1Config()));
        Assert.Equal((false, true), Of(ActivationKind.Relu, new PackingConfig(), new UnrollingConfig()));
    }

    /// <summary>Both players' gradients come from one pass, or neither's do.</summary>
    [Fact]
    public void TogetherOrNotAtAll()
    {
        (bool Generator, bool Discriminator) Of(params RegularizerConfig[] remedies)
        {
            var config = new ExperimentConfig { Training = new TrainingConfig { Update = UpdateOrder.Simultaneous }, Regularizers = remedies };
            using var experiment = new Experiment(Blueprint.Of(config), CPU);
            return experiment.Step.FromLayers;
        }

        Assert.Equal((true, true), Of());
        Assert.Equal((true, true), Of(new R1Config(), new PackingConfig(), new WeightClippingConfig()));
        Assert.Equal((true, true), Of(new WganGpConfig()));
        Assert.Equal((false, false), Of(new UnrollingConfig()));
        Assert.Equal((false, false), Of(new ConsensusConfig()));
    }

    public static TheoryData<string, string, NumberType> Games()
    {
        var rows = new TheoryData<string, string, NumberType>();
        foreach (NumberType dtype in (NumberType[])[NumberType.Float32, NumberType.Float64])
        {
            // The control that keeps BEGAN in balance is a remedy of its own, which leaves nothing to write down.
            foreach (string loss in Losses.Select(static component => component.Kind).Where(static kind => kind is not "began"))
            {
                rows.Add(loss, "", dtype);
            }

            rows.Add("non-saturating", "r1 r2", dtype);
            rows.Add("relativistic", "r1 r2", dtype);
            rows.Add("wasserstein", "wgan-gp", dtype);
            rows.Add("hinge", "packing dragan r1", dtype);
            rows.Add("hinge", "unrolling", dtype);
            rows.Add("non-saturating", "packing", dtype);
            rows.Add("relativistic", "packing r1 packing", dtype);
            foreach (string loss in (string[])["non-saturating", "wasserstein", "relativistic", "alpha"])
            {
                rows.Add(loss, "simultaneous", dtype);
                rows.Add(loss, "simultaneous packing r2", dtype);
            }
        }

        return rows;
    }

    private static IEnumerable<Component> Losses => Catalog.Families.Single(static family => family.Plural == "losses").Components;

    /// <summary>1,000 steps, each from the same weights as its counterpart's: the direct step against the same game through autograd, for every
    /// loss of the catalog. Trajectories that run free would drift apart by rounding and prove nothing.</summary>
    [Theory]
    [MemberData(nameof(Games))]
    public void AStepIsThatOfAutograd(string loss, string remedies, NumberType dtype)
    {
        using var scope = NewDisposeScope();
        string[] words = remedies.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        bool together = words.Contains("simultaneous");
        var config = new ExperimentConfig
        {
            Loss = (Engine.Losses.LossConfig)Losses.Single(component => component.Kind == loss).CreateDefault(),
            Generator = new MlpConfig { Widths = [8], Norm = [together ? NormKind.Batch : NormKind.None] },
            Discriminator = new MlpConfig { Widths = [8, 8], Activation = together ? ActivationKind.Maxout : ActivationKind.LeakyRelu, MaxoutPieces = 3 },
            Regularizers = [.. words.Where(static word => word is not "simultaneous").Select(static word => (RegularizerConfig)(word switch
            {
                "packing" => new PackingConfig { Samples = 2 },
                "unrolling" => new UnrollingConfig { Steps = 2 },
                "r1" => new R1Config { Gamma = 0.1 },
                "wgan-gp" => new WganGpConfig { Weight = 0.1 },
                "dragan" => new DraganConfig { Weight = 0.1 },
                _ => new R2Config { Gamma = 0.1 },
            }))],
            Training = new TrainingConfig { Batch = 8, Dtype = dtype, Update = together ? UpdateOrder.Simultaneous : UpdateOrder.Alternating },

            // Adam would blow the rounding of a gradient that should be zero up to a whole step.
            Optimizer = new OptimizersConfig { Generator = new SgdConfig { Lr = 0.01 }, Discriminator = new SgdConfig { Lr = 0.01 } },
        };
        var blueprint = Blueprint.Of(config);
        using var direct = new Experiment(blueprint, CPU);
        AdversarialGame game = blueprint.Game;
        using var traced = new Experiment(
            blueprint
                with { Game =
                    new AdversarialGame(game.Generator, game.Discriminator, game.Loss, [.. game.Regularizers, new NamedRegularizer("idle", new Idle())]) },
            CPU);
        Assert.Equal((true, true), direct.Step.FromLayers);
        Assert.Equal((false, false), traced.Step.FromLayers);
        (double tolerance, int steps) = dtype == NumberType.Float64 ? (1e-9, 100) : (1e-5, 1000);
        using WeightStore before = WeightStore.From(direct.Generator.Store.Frozen);
        using (no_grad())
        {
            for (int step = 0; step < steps; step++)
            {
                traced.Generator.Store.Flat.copy_(direct.Generator.Store.Flat);
                for (int i = 0; i < direct.Generator.Store.Frozen.Buffers.Length; i++)
                {
                    Tensor buffer = traced.Generator.Store.Frozen.Buffers[i];
                    Assert.True(allclose(buffer, direct.Generator.Store.Frozen.Buffers[i], tolerance, tolerance), $"buffer {i}, step {step}");
                    buffer.copy_(direct.Generator.Store.Frozen.Buffers[i]);
                }

                traced.Discriminator.Store.Flat.copy_(direct.Discriminator.Store.Flat);
                using (enable_grad())
                {
                    direct.Step.Run(step);
                    traced.Step.Run(step);
                }

                Assert.True(allclose(traced.Discriminator.Store.Flat, direct.Discriminator.Store.Flat, tolerance, tolerance), $"discriminator, step {step}");
                Assert.True(allclose(traced.Generator.Store.Flat, direct.Generator.Store.Flat, tolerance, tolerance), $"generator, step {step}");
            }
        }

        Assert.False(allclose(before.Flat, direct.Generator.Store.Flat, 1e-3, 1e-3), "nothing was learned");
    }
}
