using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Losses;
using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Game;

/// <summary>The contract of both engines over the catalog: the same game gives the same numbers, and every hook the same views.</summary>
public sealed class GameGradientsTests
{
    private const int Batch = 12;

    public GameGradientsTests() => TorchRuntime.EnsureLoaded();

    public static TheoryData<string, string, UpdateOrder> Games()
    {
        var rows = new TheoryData<string, string, UpdateOrder>();
        string[] losses = [.. Catalog.FindFamily("loss")!.Components.Select(static loss => loss.Kind)];
        string[] remedies =
            ["", .. Catalog.FindFamily("regularizers")!.Components.Select(static remedy => remedy.Kind), "r1 packing", "r1 unrolling",
                "weight-clipping packing", "wgan-gp r2"];
        foreach (UpdateOrder update in Enum.GetValues<UpdateOrder>())
        {
            foreach (string remedy in remedies)
            {
                Add("non-saturating", remedy, update);
            }

            foreach (string loss in losses)
            {
                Add(loss, "", update);
                Add(loss, "r1", update);
            }
        }

        return rows;

        // What cannot be played is no game.
        void Add(string loss, string remedy, UpdateOrder update)
        {
            ExperimentConfig config = Config(loss, remedy, update);
            if (config.Loss.Conflict(config) is null && config.Discriminator.Conflict(config) is null
                && config.Regularizers.All(each => each.Conflict(config) is null))
            {
                rows.Add(loss, remedy, update);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Games))]
    public void BothEnginesGiveTheSameNumbersAndViews(string loss, string remedies, UpdateOrder update)
    {
        using var scope = NewDisposeScope();
        using var experiment = new Experiment(Blueprint.Of(Config(loss, remedies, update)), CPU);
        AdversarialGame game = experiment.Blueprint.Game;
        using LayerGradients? layers = LayerGradients.For(game, experiment.Generator, experiment.Discriminator);
        using var traced = new TracedGradients(game, experiment.Generator, experiment.Discriminator);
        if (layers is null)
        {
            Assert.Equal((false, false), experiment.Step.FromLayers);
            return;
        }

        var time = new StepTime(3, 100, experiment.Blueprint.Streams.Regularizer.At(3));
        Tensor real = linspace(-2, 2, Batch * 2, ScalarType.Float64).view(Batch, 2);
        Tensor latent = linspace(1, -1.5, Batch * experiment.Blueprint.Prior.Dimension, ScalarType.Float64).sin().view(Batch, -1);
        Tensor fake = traced.Generate(latent, time).Values;
        AssertClose(fake, layers.Generate(latent, time).Values);
        if (layers.ServesDiscriminator)
        {
            var batch = new PlayedBatch(real, latent, fake);
            AssertSame(traced.Discriminator(batch, time, new BufferSink()), layers.Discriminator(batch, time, new BufferSink()));
        }

        if (layers.ServesGenerator)
        {
            Samples? compared = game.GeneratorNeedsReal ? real : (Samples?)null;
            var (one, other) = (new BufferSink(), new BufferSink());
            AssertSame(traced.Generator(compared, latent, time, one), layers.Generator(compared, latent, time, other));
            AssertSame(experiment.Generator.Store.Frozen.With(one), experiment.Generator.Store.Frozen.With(other));
        }

        if (layers.ServesBoth)
        {
            var (one, other) = (new BufferSink(), new BufferSink());
            var expected = traced.Both(real, latent, time, one, new BufferSink());
            var (ofDiscriminator, ofGenerator) = layers.Both(real, latent, time, other, new BufferSink());
            AssertSame(expected.Discriminator, ofDiscriminator);
            AssertSame(expected.Generator, ofGenerator);
            AssertSame(experiment.Generator.Store.Frozen.With(one), experiment.Generator.Store.Frozen.With(other));
        }
    }

    /// <summary>The layers serve what was measured to be worth it: a change that sends one of these through autograd costs twice the time.</summary>
    [Theory]
    [InlineData("", true, true)]
    [InlineData("r1", true, true)]
    [InlineData("wgan-gp", true, true)]
    [InlineData("dragan", true, true)]
    [InlineData("packing", true, true)]
    [InlineData("r1 packing", true, true)]
    [InlineData("weight-clipping", true, true)]
    [InlineData("unrolling", true, true)]
    [InlineData("mode-seeking", false, true)]
    [InlineData("label-smoothing", true, false)]
    [InlineData("instance-noise", false, false)]
    [InlineData("historical-averaging", false, false)]
    [InlineData("spectral-normalization", false, false)]
    public void LayersServe(string remedies, bool generator, bool discriminator)
    {
        using var scope = NewDisposeScope();
        var config = new ExperimentConfig
        {
            Regularizers = [.. remedies.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(kind => (RegularizerConfig)Build("regularizers", kind))],
            Generator = new MlpConfig { Widths = [8] },
            Discriminator = new MlpConfig { Widths = [8] },
        };
        using var experiment = new Experiment(Blueprint.Of(config), CPU);

        Assert.Equal((generator, discriminator), experiment.Step.FromLayers);
    }

    private static ExperimentConfig Config(string loss, string remedies, UpdateOrder update) => new()
    {
        Loss = (LossConfig)Build("loss", loss),
        Generator = new MlpConfig { Widths = [8], Norm = [NormKind.Batch] },
        Discriminator = new MlpConfig { Widths = [8, 9], Activation = ActivationKind.LeakyRelu },
        Regularizers = [.. remedies.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(kind => (RegularizerConfig)Build("regularizers", kind))],
        Training = new TrainingConfig { Batch = Batch, Dtype = NumberType.Float64, Update = update },
    };

    private static ComponentConfig Build(string family, string kind) =>
        (ComponentConfig)Activator.CreateInstance(
            Catalog.FindFamily(family)!.Components.Single(component => string.Equals(component.Kind, kind, StringComparison.Ordinal)).RecordType)!;

    private static void AssertSame((DiscriminatorLoss Loss, Tensor Gradient) expected, (DiscriminatorLoss Loss, Tensor Gradient) actual)
    {
        AssertClose(expected.Loss.Total, actual.Loss.Total);
        AssertClose(expected.Loss.RealScores.Values, actual.Loss.RealScores.Values);
        AssertClose(expected.Loss.FakeScores.Values, actual.Loss.FakeScores.Values);
        AssertSame(expected.Loss.Terms, actual.Loss.Terms);
        Assert.True(expected.Gradient.abs().max().item<double>() > 0);
        AssertClose(expected.Gradient, actual.Gradient);
    }

    private static void AssertSame((GeneratorLoss Loss, Tensor Gradient) expected, (GeneratorLoss Loss, Tensor Gradient) actual)
    {
        AssertClose(expected.Loss.Total, actual.Loss.Total);
        AssertSame(expected.Loss.Terms, actual.Loss.Terms);
        Assert.True(expected.Gradient.abs().max().item<double>() > 0);
        AssertClose(expected.Gradient, actual.Gradient);
        AssertSame(expected.Loss.View, actual.Loss.View);
    }

    private static void AssertSame(GeneratorView expected, GeneratorView actual)
    {
        Assert.Same(expected.Game, actual.Game);
        AssertSame(expected.Generator, actual.Generator);
        Assert.Equal(expected.Generator.Parameters.Select(static p => p.requires_grad), actual.Generator.Parameters.Select(static p => p.requires_grad));
        Assert.Equal(expected.Batch.Real is null, actual.Batch.Real is null);
        AssertClose(expected.Batch.Latent.Values, actual.Batch.Latent.Values);
        AssertClose(expected.Batch.Fake.Values, actual.Batch.Fake.Values);
        AssertClose(expected.FakeSeen.Values, actual.FakeSeen.Values);
        AssertClose(expected.FakeScores.Values, actual.FakeScores.Values);
        AssertCloseOrNone(expected.RealSeen?.Values, actual.RealSeen?.Values);
        AssertCloseOrNone(expected.RealScores?.Values, actual.RealScores?.Values);
        Assert.Equal(expected.Features.Keys, actual.Features.Keys);
        Assert.Equal(expected.Pass with { Features = null, InputGradients = null }, actual.Pass with { Features = null, InputGradients = null });
        Assert.Equal(expected.Time, actual.Time);
    }

    private static void AssertSame(Weights expected, Weights actual)
    {
        Assert.Equal(expected.All.Length, actual.All.Length);
        Assert.All(expected.All.ToArray().Zip(actual.All.ToArray()), pair => AssertClose(pair.First, pair.Second));
    }

    private static void AssertSame(IReadOnlyList<(string Name, Tensor Value)> expected, IReadOnlyList<(string Name, Tensor Value)> actual)
    {
        Assert.Equal(expected.Select(static term => term.Name), actual.Select(static term => term.Name));
        Assert.All(expected.Zip(actual), pair => AssertClose(pair.First.Value, pair.Second.Value));
    }

    private static void AssertCloseOrNone(Tensor? expected, Tensor? actual)
    {
        Assert.Equal(expected is null, actual is null);
        if (expected is not null)
        {
            AssertClose(expected, actual!);
        }
    }

    private static void AssertClose(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.Equal(Numbers.Of(expected.detach()), Numbers.Of(actual.detach()), (a, b) => Math.Abs(a - b) <= 1e-11 * Math.Max(1, Math.Abs(a)));
    }
}
