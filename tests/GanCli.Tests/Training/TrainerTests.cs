using GanCli.Engine.Config;
using GanCli.Engine.Sessions;
using GanCli.Engine.Training;
using GanCli.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.Training;

/// <summary>The loop: exactly the steps asked for, ticks where they belong, and observers that only observe.</summary>
public sealed class TrainerTests : IDisposable
{
    private readonly TrainerRuns _runs = new();

    [Fact]
    public void TakesExactlyItsStepsAndTicksWhereSomebodyAskedForIt()
    {
        var first = new Witness(step => step % 4 == 0);
        var second = new Witness(static _ => false);

        (RunFolder run, TrainingResult result) = _runs.Train(
            ["training.steps=14", "evaluation.every=100", "output.log-every=6", "output.sample-every=100", "output.checkpoint-every=100"], null, first, second);

        Assert.Equal(14, result.Step);
        Assert.Equal(Enumerable.Range(1, 14).Select(static step => (long)step), first.Steps);
        (long, bool)[] ticks = [(4, false), (6, false), (8, false), (12, false), (14, true)];
        Assert.Equal(ticks, first.Ticks);
        Assert.Equal(ticks, second.Ticks);
        Assert.Equal([6, 12, 14], MetricsReader.Read(run.MetricsPath).Rows.Select(static r => r.Step).Append(MetricsReader.Read(run.MetricsPath).Final!.Step));
    }

    [Fact]
    public void StopsBeforeTheFirstStepWhenAskedInTime()
    {
        var witness = new Witness(static _ => true);
        (RunFolder run, TrainingResult result) = _runs.Train([], stopAt: 0, witness);

        Assert.Equal((RunState.Interrupted, 0L), (result.State, result.Step));
        Assert.Empty(witness.Steps);
        Assert.Equal([0], run.Checkpoints().Select(static c => c.Step));
        (RunFolder whole, _) = _runs.Train([]);
        _runs.Resume(run);
        TrainerRecord.AssertEqual(whole, run);
    }

    [Fact]
    public void ObserversNeverChangeWhatTrainingComputes()
    {
        string[] layers = ["generator.norm=batch", "generator.dropout=0.2", "discriminator.norm=batch", "training.ema.decay=0.9", "output.log-every=100"];
        (RunFolder watched, _) = _runs.Train(
            [.. layers, "evaluation.every=1", "output.sample-every=1", "output.checkpoint-every=1", "output.surface-side=5", "output.tensorboard=true",
                "evaluation.metrics=null"]);
        (RunFolder alone, _) = _runs.Train(
            [.. layers, "evaluation.every=100", "output.sample-every=100", "output.checkpoint-every=100", "output.surface-side=0", "output.tensorboard=false"]);

        Dictionary<string, string> Tensors(RunFolder run) => TrainerRecord.Checkpoint(run.CheckpointPath(22))
            .Where(static e => !e.Key.StartsWith("metadata/", StringComparison.Ordinal) || e.Key is "metadata/optimizer-steps" or "metadata/statistics-count")
            .ToDictionary(StringComparer.Ordinal);
        Assert.Equal(Tensors(alone), Tensors(watched));
        Assert.False(Directory.Exists(alone.TensorboardDirectory));
    }

    [Fact]
    public void AnErrorIsThrownAfterTheStatusWasWritten()
    {
        string? folder = null;
        var fault =
            Assert.Throws<InvalidOperationException>(() =>
                _runs.Train([], null, new Saboteur(9, () => folder = Directory.GetDirectories(_runs["runs"], "*", SearchOption.AllDirectories)
            .Single(static path => File.Exists(Path.Combine(path, "status.json"))))));

        Assert.Equal("sabotage", fault.Message);
        RunStatus status = RunStatus.Read(RunFolder.Open(folder!).StatusPath);
        Assert.Equal((RunState.Failed, 9L, "sabotage"), (status.State, status.Step, status.Message));
    }

    [Fact]
    public void ARunThatCannotBeginLeavesNoFolderBehind()
    {
        Tools.RequireThat(OperatingSystem.IsLinux(), "needs /dev/full");
        LoadedConfig loaded = Load();
        // The run's own name is in the way of its folder.
        Directory.CreateDirectory(_runs["runs"]);
        File.WriteAllText(Path.Combine(_runs["runs"], "tiny"), "");

        Assert.ThrowsAny<IOException>(() => TrainingRun.Start(loaded, new RunOptions(_runs["runs"], "gan", [])));

        Assert.Empty(Directory.GetDirectories(_runs["runs"]));
    }

    [Fact]
    public void TwoRunsBegunAtOnceHaveFoldersOfTheirOwn()
    {
        LoadedConfig loaded = Load();
        var folders = new string[6];
        Parallel.For(0, folders.Length, i =>
        {
            using TrainingRun run = TrainingRun.Start(loaded, new RunOptions(_runs["runs"], "gan", []));
            folders[i] = run.Folder.Path;
        });

        Assert.Equal(folders.Length, folders.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData("optimizer.generator={kind: sgd, lr: 0.3}", "optimizer.discriminator={kind: sgd, lr: 0.3}", "loss=wasserstein", "output.checkpoint-every=7")]
    [InlineData("optimizer.generator={kind: sgd, lr: 1}", "optimizer.discriminator={kind: sgd, lr: 1}", "loss=hinge", "output.checkpoint-every=2")]
    public void DivergenceNamesStepAndNetworkAndKeepsTheLastGoodCheckpoint(params string[] settings)
    {
        string[] changes = [.. settings, "training.steps=4000", "output.sample-every=5000", "evaluation.every=5000"];
        (RunFolder run, TrainingResult result) = _runs.Train([.. changes, "output.log-every=5000"]);

        Assert.Equal(RunState.Diverged, result.State);
        Assert.Matches("^diverged at step [0-9,]+: .+ of the (generator|discriminator) is not finite$", result.Message);
        RunStatus status = RunStatus.Read(run.StatusPath);
        Assert.Equal((RunState.Diverged, result.Message), (status.State, status.Message));

        // Watched at every step, it is the same step and the same network.
        (_, TrainingResult watched) = _runs.Train([.. changes, "output.log-every=1"]);
        Assert.Equal(watched.Message, result.Message);

        StepFile last = run.Checkpoints()[^1];
        Assert.InRange(last.Step, watched.Step - 7, watched.Step - 1);
        using SafetensorsFile file = SafetensorsFile.Open(last.Path);
        foreach (SafetensorsTensor tensor in file.Tensors)
        {
            byte[] bytes = file.ReadBytes(tensor.Name);
            double[] numbers = tensor.Type == SafetensorsType.F32
                ? [.. System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(bytes).ToArray().Select(static x => (double)x)]
                : System.Runtime.InteropServices.MemoryMarshal.Cast<byte, double>(bytes).ToArray();
            Assert.True(numbers.All(double.IsFinite), tensor.Name);
        }

        using TrainedGenerator generator = TrainedGenerator.Load(last.Path, null, TorchSharp.torch.CPU);
        Assert.All(generator.Samples(generator.Config.Seed.Streams().Sampling, 3).Single(), static x => Assert.True(float.IsFinite(x)));
    }

    [Fact]
    public void WhatIsMeasuredMustFitTheData()
    {
        var fault = Assert.Throws<ConfigException>(() => _runs.Train(["data=swiss-roll", "evaluation.metrics=[mmd, mode-coverage]"]));
        Assert.StartsWith("--set evaluation.metrics[1]: mode-coverage cannot be computed here: ", fault.Message, StringComparison.Ordinal);

        fault = Assert.Throws<ConfigException>(() => _runs.Train(["evaluation.metrics=[mmd]", "evaluation.best=mmt"]));
        Assert.Equal("--set evaluation.best: 'mmt' is no single number that these metrics give; did you mean 'mmd'?\n        numbers: mmd", fault.Message);
        Assert.False(Directory.Exists(_runs["runs"]));
    }

    public void Dispose() => _runs.Dispose();

    private LoadedConfig Load() => ConfigLoader.Load(_runs["tiny.yaml"]);

    private sealed class Witness(Func<long, bool> due) : TrainingObserver
    {
        public List<long> Steps { get; } = [];

        public List<(long Step, bool IsFinal)> Ticks { get; } = [];

        public override bool IsDue(long step) => due(step);

        public override void AfterStep(long step) => Steps.Add(step);

        public override void Tick(Tick tick) => Ticks.Add((tick.Step, tick.IsFinal));
    }

    private sealed class Saboteur(long at, Action before) : TrainingObserver
    {
        public override void AfterStep(long step)
        {
            if (step == at)
            {
                before();
                throw new InvalidOperationException("sabotage");
            }
        }
    }
}
