using GanCli.Engine.Config;
using GanCli.Engine.Game;
using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Regularizers;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using GanCli.Tests.Training.Doubles;
using static TorchSharp.torch;

namespace GanCli.Tests.Regularizers;

public sealed class MinibatchStddevTests
{
    public MinibatchStddevTests() => TorchRuntime.EnsureLoaded();

    /// <summary>Groups of ProGAN's: of 8 samples in groups of 4, the even ones and the odd ones.</summary>
    [Theory]
    [InlineData(8, 4, 4)]
    [InlineData(12, 3, 3)]
    [InlineData(6, 6, 6)]
    [InlineData(3, 4, 3)]
    [InlineData(9, 4, 3)]
    [InlineData(7, 4, 1)]
    public void ItEqualsALoop(int batch, int groupSize, int size)
    {
        using var scope = NewDisposeScope();
        foreach (long[] shape in (long[][])[[5], [2, 3, 4]])
        {
            int features = (int)shape.Aggregate(1L, static (a, b) => a * b);
            Tensor input = Numbers.Random(1, 2, [batch, .. shape]);
            double[] x = Numbers.Of(input);
            var expected = new double[batch];
            int groups = batch / size;
            for (int i = 0; i < batch; i++)
            {
                int[] members = [.. Enumerable.Range(0, batch).Where(j => j % groups == i % groups)];
                Assert.Equal(size, members.Length);
                for (int f = 0; f < features; f++)
                {
                    double mean = members.Average(j => x[(j * features) + f]);
                    expected[i] += Math.Sqrt(members.Average(j => Math.Pow(x[(j * features) + f] - mean, 2)) + 1e-8) / features;
                }
            }

            var layer = new MinibatchStddev("m", groupSize);
            var weights = new Weights(new WeightLayout(layer.Weights), [zeros(1, ScalarType.Float64)]);
            var sink = new BufferSink();
            Tensor output = layer.Forward(weights, input, new Pass { Training = true, Sink = sink });

            Assert.Equal([batch, .. layer.OutputShape(shape)], output.shape);
            Numbers.Close(input, output.narrow(1, 0, shape[0]), 0);
            Numbers.Close(tensor(expected).view([batch, 1, .. shape[1..].Select(static _ => 1L)])
                .expand([batch, 1, .. shape[1..]]), output.narrow(1, shape[0], 1), 1e-13);
            Assert.Equal(expected.Average(), sink.Values["m.deviation"].item<double>(), 1e-13);
        }
    }

    [Fact]
    public void WhereAllSamplesAreTheSameItsSlopesStayFinite()
    {
        using var scope = NewDisposeScope();
        var layer = new MinibatchStddev("m", 4);
        Tensor input = ones(8, 3).requires_grad_();
        var weights = new Weights(new WeightLayout(layer.Weights), [zeros(1)]);
        Tensor once = autograd.grad([layer.Forward(weights, input, Pass.Evaluation).Squared().sum()], [input], retain_graph: true, create_graph: true)[0];
        Tensor twice = autograd.grad([once.Squared().sum()], [input])[0];
        Assert.All((double[])[.. Numbers.Of(once), .. Numbers.Of(twice)], static value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void ItComesBeforeTheOutputLayerAndTellsOfGeneratedSamples()
    {
        using var scope = NewDisposeScope();
        var config = new ExperimentConfig
        {
            Discriminator = new MlpConfig { Widths = [8] },
            Regularizers = [new MinibatchStddevConfig()],
            Training = new TrainingConfig { Batch = 16, Steps = 1 },
        };
        using var experiment = new Experiment(Blueprint.Of(config), CPU);
        AdversarialGame game = experiment.Blueprint.Game;
        Assert.Equal(["0.linear", "0.relu", "minibatch-stddev", "output.linear"], game.Discriminator.Layers.Select(static layer => layer.Name));
        Assert.True(game.Discriminator.MixesSamples);

        using var batches = new BatchSource(experiment.Blueprint.Data, experiment.Blueprint.Prior, 16, ScalarType.Float32, CPU);
        Tensor latent = batches.Latent(experiment.Blueprint.Streams.Latent.At(0), experiment.Blueprint.Streams.Data.At(0)).Values;
        Tensor fake = game.Generate(experiment.Generator.Store.Frozen, latent, new StepTime(0, 1, experiment.Blueprint.Streams.Regularizer)).Values;
        var features = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        game.Discriminator.Forward(experiment.Discriminator.Store.Frozen, fake, new Pass { Training = true, Features = features });
        double expected = features["minibatch-stddev"].narrow(1, 8, 1).mean().item<float>();

        experiment.Step.Run(0);
        Assert.Equal(expected, experiment.Statistics.Read().Single(static row => row.Name == "minibatch-stddev.deviation").Mean, 1e-6);
    }

    [Fact]
    public void ABatchOfNoWholeGroupsIsRefused()
    {
        var experiment = new ExperimentConfig { Training = new TrainingConfig { Batch = 16 } };
        Assert.Null(new MinibatchStddevConfig().Conflict(experiment));
        Assert.Equal(
            "D sees 16 samples at once, which are no whole groups of 5; set training.batch to a multiple, or group-size to a divisor",
            new MinibatchStddevConfig { GroupSize = 5 }.Conflict(experiment));
        Assert.Equal(
            "D sees 2 samples at once, which are no whole groups of 4; set training.batch to a multiple, or group-size to a divisor",
            new MinibatchStddevConfig().Conflict(experiment with { Regularizers = [new PackingConfig { Samples = 8 }] }));
    }
}
