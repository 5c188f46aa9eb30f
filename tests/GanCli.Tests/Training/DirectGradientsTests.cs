using GanCli.Engine.Config;
using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Optimizers;
using GanCli.Engine.Regularizers;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using static TorchSharp.torch;

namespace GanCli.Tests.Training;

/// <summary>Gradients written down layer by layer, against those that autograd traces.</summary>
public sealed class DirectGradientsTests
{
    private const int Batch = 7;

    public DirectGradientsTests() => TorchRuntime.EnsureLoaded();

    public static TheoryData<ActivationKind, OutputActivation, double, NumberType> Networks()
    {
        var rows = new TheoryData<ActivationKind, OutputActivation, double, NumberType>();
        foreach (ActivationKind kind in (ActivationKind[])[ActivationKind.None, ActivationKind.Relu, ActivationKind.LeakyRelu, ActivationKind.Tanh, ActivationKind.Sigmoid])
        {
            rows.Add(kind, OutputActivation.None, 1, NumberType.Float64);
            rows.Add(kind, OutputActivation.Tanh, 0.25, NumberType.Float64);
            rows.Add(kind, OutputActivation.Sigmoid, -2, NumberType.Float32);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void EqualAutograd(ActivationKind activation, OutputActivation outputActivation, double inputScale, NumberType dtype)
    {
        using var scope = NewDisposeScope();
        var network = (Sequential)new MlpConfig
        {
            Widths = [9, 17], Activation = activation, OutputActivation = outputActivation, InputScale = inputScale,
        }.Build([3], [2]);
        ScalarType type = dtype == NumberType.Float64 ? ScalarType.Float64 : ScalarType.Float32;
        using WeightStore store = WeightStore.Draw(network.Layout, new RandomStreams(5).Init, 0, type, CPU);
        using WeightStore gradients = WeightStore.From(store.Frozen);
        Tensor input = linspace(-1, 1, Batch * 3, type).view(Batch, 3);
        Tensor before = input.clone();
        Tensor pull = linspace(-2, 1, Batch * 2, type).view(Batch, 2);

        Tensor leaf = input.clone().requires_grad_();
        Tensor traced = network.Forward(store.Leaves, leaf, Pass.Evaluation);
        IList<Tensor> expected = autograd.grad([(traced * pull).sum()], [leaf, .. store.Leaves.Parameters]);

        double tolerance = dtype == NumberType.Float64 ? 1e-13 : 1e-6;
        Tensor byInput;
        using (no_grad())
        {
            Tensor[] tape = network.ForwardDirect(store.Frozen, input);
            Assert.True(allclose(traced, tape[^1], tolerance, tolerance));
            byInput = network.Backward(store.Frozen, tape, pull.clone(), gradients.Frozen, inputWanted: true);
        }

        Assert.True(network.IsDirect);
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
        { "maxout", false },
        { "batch", false },
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
        Assert.Equal(direct, ((Sequential)config.Build([2], [1])).IsDirect);
    }

    public static TheoryData<string, NumberType> Penalties()
    {
        var rows = new TheoryData<string, NumberType>();
        foreach (string penalties in (string[])["r1", "r2", "r1 r2", "r2 centred", "centred both"])
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
            Game game = experiment.Blueprint.Game;
            var (g, d) = (experiment.Generator, experiment.Discriminator);
            using DirectGradients direct = DirectGradients.For(game, g, d)!;
            var moment = new Moment(0, 100, experiment.Blueprint.Streams.Regularizer);
            ScalarType type = d.Store.Flat.dtype;
            Tensor real = linspace(-2, 2, Batch * 2, type).view(Batch, 2);
            Tensor fake = linspace(1, -1.5, Batch * 2, type).sin().view(Batch, 2);

            (DiscriminatorLoss loss, Tensor gradient) = direct.Discriminator(real, fake, moment);

            DiscriminatorLoss traced = game.DiscriminatorLoss(d.Store.Leaves, new PlayedBatch(real, real, fake), moment);
            Tensor expected = Player.Gradient(traced.Total, d.Store.Leaves);
            double tolerance = dtype == NumberType.Float64 ? 1e-12 : 1e-5;
            Assert.Equal((true, true), experiment.Step.IsDirect);
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
            "centred" => new GradientPenaltyConfig { Where = PenaltyPoints.Real, Target = 1, Weight = 2 },
            _ => new GradientPenaltyConfig { Where = PenaltyPoints.Both, Target = 0.5, Weight = 2, OneSided = true },
        };
    }

    /// <summary>A look-ahead would have to see the penalty too, a smooth D has curvature, and points between samples need a pass of their own.</summary>
    [Fact]
    public void WhatNeedsAutogradKeepsIt()
    {
        (bool Generator, bool Discriminator) Of(ActivationKind activation, params RegularizerConfig[] remedies)
        {
            using var experiment = new Experiment(
                Blueprint.Of(new ExperimentConfig { Discriminator = new MlpConfig { Widths = [4], Activation = activation }, Regularizers = remedies }), CPU);
            return experiment.Step.IsDirect;
        }

        Assert.Equal((true, true), Of(ActivationKind.Relu, new R1Config()));
        Assert.Equal((true, false), Of(ActivationKind.Tanh, new R1Config()));
        Assert.Equal((true, false), Of(ActivationKind.Relu, new WganGpConfig()));
        Assert.Equal((true, false), Of(ActivationKind.Relu, new R1Config(), new WganGpConfig()));
        Assert.False(Of(ActivationKind.Relu, new R1Config(), new UnrollingConfig()).Generator);
    }

    public static TheoryData<string, NumberType> Losses()
    {
        var rows = new TheoryData<string, NumberType>();
        foreach (string loss in (string[])["minimax", "non-saturating", "least-squares", "wasserstein", "hinge"])
        {
            rows.Add(loss, NumberType.Float64);
            rows.Add(loss, NumberType.Float32);
        }

        return rows;
    }

    /// <summary>One update from the same weights, for every loss: the direct step against a game of the same losses through autograd.</summary>
    [Theory]
    [MemberData(nameof(Losses))]
    public void AStepIsThatOfAutograd(string loss, NumberType dtype)
    {
        using var scope = NewDisposeScope();
        var config = new ExperimentConfig
        {
            Loss = (Engine.Losses.LossConfig)Catalog.Families.Single(family => family.Plural == "losses").Components.Single(component => component.Kind == loss).CreateDefault(),
            Generator = new MlpConfig { Widths = [8] },
            Discriminator = new MlpConfig { Widths = [8, 8], Activation = ActivationKind.LeakyRelu },
            Training = new TrainingConfig { Batch = Batch, Dtype = dtype },

            // Adam would blow the rounding of a gradient that should be zero up to a whole step.
            Optimizer = new OptimizersConfig { Generator = new SgdConfig { Lr = 0.1 }, Discriminator = new SgdConfig { Lr = 0.1 } },
        };
        using var experiment = new Experiment(Blueprint.Of(config), CPU);
        Assert.Equal((true, true), experiment.Step.IsDirect);
        Game game = experiment.Blueprint.Game;
        using var batches = new BatchSource(experiment.Blueprint.Data, experiment.Blueprint.Prior, Batch, dtype == NumberType.Float64 ? ScalarType.Float64 : ScalarType.Float32, CPU);
        double tolerance = dtype == NumberType.Float64 ? 1e-9 : 1e-5;
        RandomStreams streams = experiment.Blueprint.Streams;
        var (g, d) = (experiment.Generator, experiment.Discriminator);
        for (int step = 0; step < 5; step++)
        {
            using WeightStore expectedD = WeightStore.From(d.Store.Frozen);
            using WeightStore expectedG = WeightStore.From(g.Store.Frozen);
            using var dState = new OptimizerState(d.State.Step, [.. d.State.Slots.Select(static slot => slot.clone())]);
            using var gState = new OptimizerState(g.State.Step, [.. g.State.Slots.Select(static slot => slot.clone())]);
            var moment = new Moment(step, 10_000, streams.Regularizer.At(2 * step));
            Tensor latent = batches.Latent(streams.Latent.At(2 * step));
            var batch = new PlayedBatch(batches.Real(streams.Data.At(2 * step)), latent, game.Generate(expectedG.Frozen, latent, moment));
            Tensor gradient = Player.Gradient(game.DiscriminatorLoss(expectedD.Leaves, batch, moment).Total, expectedD.Leaves);
            using (no_grad())
            {
                d.Optimizer.Step(expectedD.Flat, gradient, dState, d.LearningRate(moment));
            }

            latent = batches.Latent(streams.Latent.At((2 * step) + 1));
            batch = new PlayedBatch(null, latent, game.Generate(expectedG.Leaves, latent, moment));
            gradient = Player.Gradient(game.GeneratorLoss(expectedG.Leaves, expectedD.Frozen, batch, moment).Total, expectedG.Leaves);
            using (no_grad())
            {
                g.Optimizer.Step(expectedG.Flat, gradient, gState, g.LearningRate(moment));
            }

            experiment.Step.Run(step);
            Assert.True(allclose(expectedD.Flat, d.Store.Flat, tolerance, tolerance), "discriminator");
            Assert.True(allclose(expectedG.Flat, g.Store.Flat, tolerance, tolerance), "generator");
        }
    }
}
