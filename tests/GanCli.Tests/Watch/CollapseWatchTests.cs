using GanCli.Engine.Config;
using GanCli.Engine.Sessions;
using GanCli.Reporting;
using GanCli.Reporting.Reading;
using GanCli.Runs;
using GanCli.Tests.Training;

namespace GanCli.Tests.Watch;

/// <summary>The watch of a run: an observer that leaves training alone, and has a word for every data set.</summary>
public sealed class CollapseWatchTests : IDisposable
{
    private readonly TrainerRuns _runs = new();

    [Theory]
    [InlineData("watch=false")]
    [InlineData("watch={every: 3, samples: 40, bank: 64, thresholds: {uncovered: 0.2}}")]
    public void TrainingIsTheSameWhateverWatches(string setting)
    {
        (RunFolder with, _) = _runs.Train(["training.ema.decay=0.9"]);
        (RunFolder other, _) = _runs.Train(["training.ema.decay=0.9", setting]);

        Assert.Equal(Tensors(with), Tensors(other));
        Assert.NotNull(RunStatus.Read(with.StatusPath).Watch);
    }

    [Fact]
    public void SwitchedOffItSaysAndWritesNothing()
    {
        (RunFolder run, _) = _runs.Train(["watch=false"]);

        Assert.Null(RunStatus.Read(run.StatusPath).Watch);
        Assert.DoesNotContain("watch.", File.ReadAllText(run.MetricsPath), StringComparison.Ordinal);
        Assert.DoesNotContain("watch.", File.ReadAllText(run.MetricsInfoPath), StringComparison.Ordinal);
        Assert.Null(Assert.IsType<ExperimentConfig>(ConfigLoader.FromJson(File.ReadAllText(run.ResolvedJsonPath), "run")).Watch);
    }

    [Fact]
    public void WhatItSaysStandsInTheLogAndInTheStatus()
    {
        (RunFolder run, _) = _runs.Train(["training.ema.decay=0.9", "watch.every=4"]);
        MetricsRow[] rows = [.. MetricsReader.Read(run.MetricsPath).Rows.Where(static row => row.TryGet("watch.verdict", out _))];
        WatchVerdict verdict = RunStatus.Read(run.StatusPath).Watch!;

        Assert.Equal([4, 8, 12, 16, 20], rows.Select(static row => row.Step));
        MetricsRow final = MetricsReader.Read(run.MetricsPath).Final!;
        Assert.Equal(verdict.Word, final.Values["watch.verdict"].Word);
        Assert.Equal(verdict.Uncovered, final.Number("watch.uncovered"));
        Assert.All(rows, static row => Assert.InRange(row.Number("watch.raw-uncovered")!.Value, 0, 1));
        Assert.All(rows[1..], static row => Assert.InRange(row.Number("watch.moved")!.Value, 0, 1));
        MetricDescription described = MetricsInfo.Read(run.MetricsInfoPath).Metrics["watch.uncovered"];
        Assert.Equal(32, described.Samples);
        Assert.InRange(described.Perfect!.Median, 0, 0.2);
    }

    /// <summary>What was ended and goes on is the run that nothing ended.</summary>
    [Fact]
    public void ARunThatTheWatchEndedGoesOnAsItWouldHave()
    {
        string[] settings = ["optimizer.generator.lr=1e-12", "watch.every=3", "watch.thresholds={uncovered: 0.06, patience: 3, improving: 1}"];
        (RunFolder whole, _) = _runs.Train(settings);
        (RunFolder ended, TrainingResult result) = _runs.Train([.. settings, "watch.fail-on=collapse"]);

        Assert.Equal((RunState.Collapsed, 9L), (result.State, result.Step));
        Assert.StartsWith("ended by the watch at step 9: ", result.Message, StringComparison.Ordinal);
        Assert.Equal(RunState.Completed, _runs.Resume(ended, ["watch.fail-on=[]"]).State);
        Assert.Equal(Tensors(whole), Tensors(ended));
        Assert.Equal(RunStatus.Read(whole.StatusPath).Watch!.Since, RunStatus.Read(ended.StatusPath).Watch!.Since);
    }

    /// <summary>What is left out is saved where the run ends, and the report shows it.</summary>
    [Fact]
    public void WhatIsLeftOutIsSavedAndShown()
    {
        (RunFolder run, _) = _runs.Train(["optimizer.generator.lr=1e-12", "watch.every=8"]);

        StepFile saved = Assert.Single(run.Uncovered());
        NpyArray<float> rows = Npy.Read(saved.Path);
        Assert.Equal((22, 2), (saved.Step, rows.Shape[1]));
        Assert.InRange(rows.Shape[0], 1, 48);
        Assert.NotNull(new ReportPictures(RunRecord.Read(run)).LeftOut);
    }

    /// <summary>At the end the last two looks decide, without patience.</summary>
    [Fact]
    public void ARunThatEndsCollapsedIsCalledSoWhenItIsToFailOnThat()
    {
        string[] settings = ["optimizer.generator.lr=1e-12", "watch.every=8", "watch.thresholds.uncovered=0.06"];
        Assert.Equal(RunState.Collapsed, _runs.Train([.. settings, "watch.fail-on=collapse"]).Result.State);
        Assert.Equal(RunState.Completed, _runs.Train([.. settings, "watch.fail-on=divergence"]).Result.State);
    }

    /// <summary>An untrained G on every kind of data: a word each.</summary>
    [Theory]
    [InlineData("data=dirac; prior.dimension=1; generator=dirac; discriminator=dirac")]
    [InlineData("data=two-gaussians")]
    [InlineData("data={kind: ring, modes: 4, weights: [1, 1, 1, 0]}")]
    [InlineData("data={kind: ring, std: 0}")]
    [InlineData("data.samples=1")]
    [InlineData("data.samples=3")]
    [InlineData("data=highdim-1200")]
    [InlineData("data={kind: glyphs, pictures: 40, held-out: 10}")]
    public void EveryKindOfDataHasAWord(string settings)
    {
        (RunFolder run, _) = _runs.Train([.. settings.Split("; "), "evaluation.metrics=[sliced-wasserstein]", "training.steps=8"]);

        WatchVerdict verdict = RunStatus.Read(run.StatusPath).Watch!;
        Assert.Equal(verdict.Word, MetricsReader.Read(run.MetricsPath).Final!.Values["watch.verdict"].Word);
        Assert.All(verdict.Evidence.Values, static value => Assert.True(double.IsFinite(value)));
        Assert.InRange(verdict.Uncovered, 0, 1);
        Assert.NotNull(verdict.BeatsUninformed);
    }

    public void Dispose() => _runs.Dispose();

    private static string[] Tensors(RunFolder run) =>
        [.. TrainerRecord.Checkpoint(run.CheckpointPath(22)).Where(static entry => !entry.Key.StartsWith("metadata/", StringComparison.Ordinal))
            .Select(static entry => $"{entry.Key} {entry.Value}")];
}
