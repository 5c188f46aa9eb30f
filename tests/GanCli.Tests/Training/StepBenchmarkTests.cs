using GanCli.Engine.Config;
using GanCli.Engine.Kernels;
using GanCli.Engine.Losses;
using GanCli.Engine.Networks;
using GanCli.Engine.Priors;
using GanCli.Engine.Regularizers;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using static TorchSharp.torch;

namespace GanCli.Tests.Training;

public sealed class StepBenchmarkTests
{
    private static readonly ExperimentConfig Plain = new()
    {
        Prior = new GaussianPriorConfig { Dimension = 7 },
        Generator = new MlpConfig { Widths = [32, 16] },
        Discriminator = new MlpConfig { Widths = [24] },
        Training = new TrainingConfig { Batch = 12, Steps = 50, NumThreads = 1 },
    };

    public static TheoryData<string, ExperimentConfig> Games => new()
    {
        { "plain", Plain },
        { "more updates", Plain with { Training = Plain.Training with { DSteps = 3, GSteps = 2 } } },
        { "scaled input", Plain with { Discriminator = new MlpConfig { Widths = [24], InputScale = 0.5 } } },
        { "relativistic", Plain with { Loss = new RelativisticLossConfig() } },
    };

    [Theory]
    [MemberData(nameof(Games))]
    public void CountsWhatTheStepMultiplies(string game, ExperimentConfig config)
    {
        Assert.SkipUnless(MatrixProduct.IsSupported, "the products are libtorch's here");
        TorchRuntime.EnsureLoaded();
        using var experiment = new Experiment(Blueprint.Of(config), CPU);
        using var meter = new ProductMeter();
        Assert.True(experiment.Step.FromLayers is (true, true), game);

        experiment.Step.Run(0);

        Assert.Equal(meter.Operations, StepWork.Operations(experiment.Blueprint));
    }

    [Fact]
    public void PackedSamplesAreCountedAsDSeesThem()
    {
        Blueprint blueprint = Blueprint.Of(Plain with { Regularizers = [new PackingConfig { Samples = 3 }] });

        // G 7→32→16→2; D 3·2→24→1 sees 12 / 3 samples of each kind.
        const double G = (7 * 32) + (32 * 16) + (16 * 2);
        const double D = (6 * 24) + 24;
        const double Expected = (12 * G) + (8 * (D + D + 24)) + (12 * G) + (4 * (D + D)) + (12 * (G + G - (7 * 32)));
        Assert.Equal(2 * Expected, StepWork.Operations(blueprint));
    }

    [Fact]
    public void PartsMakeUpTheStep()
    {
        StepTimings timings = StepBenchmark.Run(Blueprint.Of(Plain), 0.1);

        Assert.Equal([StepPart.Drawing, StepPart.Discriminator, StepPart.Generator, StepPart.Optimizer, StepPart.Bookkeeping],
            timings.Parts.Select(static p => p.Part));
        Assert.InRange(timings.Parts.Sum(static p => p.Milliseconds) / timings.MeanMilliseconds, 0.5, 1.5);
        Assert.InRange(timings.ProductMilliseconds, 0, timings.MeanMilliseconds);
        Assert.Equal(timings.ProductRate is null, timings.Peak is null);
    }

    [Fact]
    public void QuantilesAndRatesAreThoseOfTheRounds()
    {
        var timings = new StepTimings
        {
            Rounds = [new StepRound(4, 50), new StepRound(2, 200), new StepRound(1, 200)],
            StepsARound = 10,
            Device = "cpu",
            Threads = 1,
            Operations = 200e6,
            Parts = [],
            ProductMilliseconds = 0.5,
            ProductOperations = 75e6,
            Bytes = 0,
        };

        Assert.Equal((2, 1.5, 3), (timings.Milliseconds, timings.LowerQuartile, timings.UpperQuartile));
        Assert.Equal((500, 100, 150), (timings.StepsPerSecond, timings.Rate, timings.ProductRate));

        // 50/50, 100/200, 200/200: a round that was slow because the machine was is no smaller share.
        Assert.Equal((200, 1), (timings.Peak, timings.ShareOfPeak));
    }
}
