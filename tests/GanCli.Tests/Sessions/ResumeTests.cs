using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Game;
using GanCli.Engine.Losses;
using GanCli.Engine.Optimizers;
using GanCli.Engine.Priors;
using GanCli.Engine.Regularizers;
using GanCli.Engine.Sessions;
using GanCli.Runs;
using GanCli.Tests.Data.Pictures;
using GanCli.Tests.Support;
using GanCli.Tests.Training;

namespace GanCli.Tests.Sessions;

/// <summary>A run that was stopped and continued is the uninterrupted run, bit for bit.</summary>
public sealed class ResumeTests : IDisposable
{
    private readonly TrainerRuns _runs = new();

    /// <summary>Settings, apart by semicolons: every kind of the catalog with its defaults, and what has a memory or a clock of its own.</summary>
    public static TheoryData<string> Varied() =>
    [
        "",
        .. Kinds(typeof(LossConfig)).Where(static kind => kind is not "began").Select(static kind => $"loss={kind}"),
        "loss={kind: began, lambda: 0.1}; discriminator={kind: autoencoder, encoder: {kind: mlp, norm: batch, dropout: 0.2}, decoder: {kind: mlp, dropout: "
            + "0.2}}",
        .. Kinds(typeof(OptimizerConfig)).Select(static kind => $"optimizer.generator={kind}; optimizer.discriminator={kind}"),
        .. Kinds(typeof(PriorConfig)).Select(static kind => $"prior={{kind: {kind}, dimension: 3}}"),
        .. Kinds(typeof(DataConfig)).Where(static kind => kind is not ("csv" or "npy" or "parquet" or "idx" or "cifar10" or "images" or "glyphs" or "stacked"))
            .Select(static kind => $"data={kind}; {AnyData}"),
        $"data={{kind: glyphs, pictures: 40, held-out: 10}}; {AnyData}",
        $"data={{kind: stacked, source: {{kind: glyphs, pictures: 40, held-out: 10}}}}; {AnyData}",
        .. Catalog.FamilyOf(typeof(RegularizerConfig)).Components.Select(static remedy =>
            $"regularizers=[{remedy.Kind}]; training.{(remedy.CreateDefault() is GameDynamicsConfig ? "update=simultaneous" : "d-steps=2")}"),
        "data.samples=40",
        $"data={{kind: csv, path: table.csv}}; {AnyData}",
        $"data={{kind: npy, path: table.npy}}; {AnyData}",
        $"data={{kind: parquet, path: table.parquet, columns: [double, price]}}; {AnyData}",
        $"data={{kind: idx, path: idx}}; {AnyData}",
        $"data={{kind: cifar10, path: cifar10}}; {AnyData}",
        $"data={{kind: images, path: images, size: 4, flip: true}}; {AnyData}",
        "generator.norm=batch; generator.dropout=0.3; discriminator.norm=batch; discriminator.dropout=0.2; training.ema.decay=0.9",
        "generator.norm=layer; discriminator.activation=maxout; training.ema={decay: 0.9, warmup: 14}",
        "optimizer.generator={kind: sgd, momentum: 0.9, nesterov: true}",
        "optimizer.generator.lr={kind: step, from: 0.01, milestones: [6, 15]}; optimizer.discriminator.lr={kind: warmup, steps: 16, value: 0.01}",
        "optimizer.generator.lr={kind: linear, from: 0.01, to: 0.001}; optimizer.discriminator.lr={kind: cosine, from: 0.01, to: 0.001, end: 15}",
        "training.update=simultaneous; training.ema.decay=0.9",
        "training.d-steps=2; training.g-steps=2",
        "training.dtype=float64; training.ema.decay=0.9; training.gradient-clipping=0.1",
        "seed={init: 1, data: 2, latent: 3}",
        "evaluation.metrics=null",
        .. PictureKinds.Select(static kind => $"{Pictures(kind is "metz" ? 28 : 8)}; generator={kind}; discriminator={kind}; loss=hinge; training.batch=4; "
            + "training.ema.decay=0.9"),
        $"{Pictures(8)}; generator={{kind: dcgan, widths: [4]}}; discriminator={{kind: dcgan, widths: [4], norm: none}}; training.batch=4; "
            + "regularizers=[unrolling, spectral-normalization]",
    ];

    private static string Pictures(int side) =>
        FormattableString.Invariant($"data={{kind: npy, path: pictures-{side}.npy}}; evaluation.metrics=[sliced-wasserstein]");

    // Small enough for a test.
    private static readonly string[] PictureKinds =
        ["{kind: dcgan, widths: [4]}", "metz", "{kind: resnet, width: 4}", "{kind: r3gan, widths: [4], blocks: 1, group-width: 2}"];

    private const string AnyData = "evaluation.metrics=[sliced-wasserstein]";

    [Theory]
    [MemberData(nameof(Varied))]
    public void StoppedBetweenTicksAndContinuedEqualsUninterrupted(string settings)
    {
        WriteTables();
        string[] changes = Split(settings);
        (RunFolder whole, TrainingResult wholeResult) = _runs.Train(changes);
        (RunFolder parts, TrainingResult stopped) = _runs.Train(changes, stopAt: 11);

        Assert.Equal((RunState.Completed, 22L), (wholeResult.State, wholeResult.Step));
        Assert.Equal((RunState.Interrupted, 11L), (stopped.State, stopped.Step));
        Assert.Equal([8, 11], parts.Checkpoints().Select(static c => c.Step));
        TrainingResult result = _runs.Resume(parts);

        Assert.Equal((RunState.Completed, 22L), (result.State, result.Step));
        TrainerRecord.AssertEqual(whole, parts);
        Assert.Empty(Directory.EnumerateFiles(parts.Path, "metrics.beyond-*"));
        Assert.Empty(_runs.Warnings);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(21)]
    public void ItMayBeStoppedAtAnyStepAndMoreThanOnce(long step)
    {
        (RunFolder whole, _) = _runs.Train(["training.ema.decay=0.9"]);
        (RunFolder parts, _) = _runs.Train(["training.ema.decay=0.9"], stopAt: step);

        if (step < 20)
        {
            _runs.Resume(parts, stopAt: step + 1);
        }

        _runs.Resume(parts);

        TrainerRecord.AssertEqual(whole, parts);
        Assert.Equal(step < 20 ? [step, step + 1] : [step], RunManifest.Read(parts.ManifestPath).Sessions.Select(static s => s.FromStep));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(16)]
    public void ACompletedRunGoesOnToMoreSteps(long steps)
    {
        (RunFolder whole, _) = _runs.Train(["training.ema.decay=0.9"]);
        (RunFolder parts, _) = _runs.Train(["training.ema.decay=0.9", FormattableString.Invariant($"training.steps={steps}")]);
        string final = File.ReadLines(parts.MetricsPath).Last();

        TrainingResult result = _runs.Resume(parts, ["training.steps=22"]);

        Assert.Equal(RunState.Completed, result.State);
        TrainerRecord.AssertEqual(whole, parts);
        Assert.Equal([final], File.ReadAllLines(Path.Combine(parts.Path, FormattableString.Invariant($"metrics.beyond-{steps}.jsonl"))));
        Assert.Equal(22, RunStatus.Read(parts.StatusPath).Steps);
        Assert.Equal(22, ResolvedConfig.Read(parts.ResolvedJsonPath).Number("training.steps"));
    }

    [Fact]
    public void RowsBeyondTheLastCheckpointAreSetAsideAndMadeAgain()
    {
        (RunFolder run, _) = _runs.Train(["output.keep-checkpoints=9"]);
        string[] before = File.ReadAllLines(run.MetricsPath);
        string[] record = TrainerRecord.Rows(run.MetricsPath);
        SortedDictionary<string, string> end = TrainerRecord.Checkpoint(run.CheckpointPath(22));
        File.Delete(run.CheckpointPath(16));
        File.Delete(run.CheckpointPath(22));
        File.AppendAllText(run.MetricsPath, "{\"step\":23,\"loss.gen");
        TrainerRuns.Kill(run);
        Assert.Equal(RunState.Crashed, RunStatus.Read(run.StatusPath).Effective().State);

        _runs.Resume(run);

        Assert.Equal(record, TrainerRecord.Rows(run.MetricsPath));
        Assert.Equal(end, TrainerRecord.Checkpoint(run.CheckpointPath(22)));
        string[] beyond = [.. before.Where(static line => Step(line) > 8), "{\"step\":23,\"loss.gen"];
        Assert.Equal(beyond, File.ReadAllLines(Path.Combine(run.Path, "metrics.beyond-8.jsonl")));
        Assert.Equal(before.Where(static line => Step(line) <= 8), File.ReadAllLines(run.MetricsPath)[..(before.Length - beyond.Length + 1)]);
    }

    [Fact]
    public void ADamagedNewestCheckpointGivesWayToTheOneBeforeIt()
    {
        (RunFolder whole, _) = _runs.Train([]);
        (RunFolder run, _) = _runs.Train(["output.keep-checkpoints=1"], stopAt: 18);
        File.Copy(whole.CheckpointPath(16), run.CheckpointPath(16));
        byte[] bytes = File.ReadAllBytes(run.CheckpointPath(18));
        bytes[^5] ^= 1;
        File.WriteAllBytes(run.CheckpointPath(18), bytes);

        _runs.Resume(run, ["output.keep-checkpoints=1"], stopAt: 17);

        Assert.Equal([$"{run.CheckpointPath(18)}: the data do not match their SHA-256: the file is damaged; trying the checkpoint before it"], _runs.Warnings);
        Assert.True(File.Exists(run.CheckpointPath(18) + ".damaged"));
        // Only one is kept: it must be the good one.
        Assert.Equal([17], run.Checkpoints().Select(static c => c.Step));
        _runs.Resume(run, ["output.keep-checkpoints=3"]);
        TrainerRecord.AssertEqual(whole, run);
    }

    [Theory]
    [InlineData("training.batch=9", "training.batch cannot change when a run is continued (8 → 9): it would be another run; start a new one")]
    [InlineData("seed=4", "seed cannot change when a run is continued (3 → 4): it would be another run; start a new one")]
    [InlineData("loss=hinge", "loss.kind cannot change when a run is continued (non-saturating → hinge): it would be another run; start a new one")]
    [InlineData("generator.widths=[8, 8]", "generator.widths cannot change when a run is continued ([8] → [8, 8]): it would be another run; start a new one")]
    [InlineData("training.ema.decay=0.9",
        "training.ema cannot change when a run is continued (null → {decay: 0.9, warmup: 0, ramp-up: null}): it would be another run; start a new one")]
    [InlineData("training.steps=11", "training.steps=11 is not beyond step 11, which {run} has reached")]
    public void WhatWouldMakeItAnotherRunIsRefusedByName(string change, string message)
    {
        (RunFolder run, _) = _runs.Train([], stopAt: 11);
        string before = File.ReadAllText(run.StatusPath);

        var refusal = Assert.Throws<ResumeException>(() => _runs.Resume(run, [change]));

        Assert.Equal(message.Replace("{run}", run.Id, StringComparison.Ordinal), refusal.Message);
        Assert.Equal(before, File.ReadAllText(run.StatusPath));
    }

    [Fact]
    public void WhatOnlyObservesMayChange()
    {
        string[] observing =
        [
            "evaluation.every=6", "evaluation.samples=20", "evaluation.metrics=[mmd]", "evaluation.best=mmd", "output.log-every=4", "output.sample-every=9",
            "output.samples=5", "output.checkpoint-every=20", "output.keep-checkpoints=1", "output.tensorboard=false", "output.surface-side=0", "name=other",
        ];
        (RunFolder whole, _) = _runs.Train([]);
        (RunFolder run, _) = _runs.Train([], stopAt: 11);
        string data = File.ReadAllText(run.DataInfoPath);

        TrainingResult result = _runs.Resume(run, observing);

        Assert.Equal(RunState.Completed, result.State);
        Assert.Equal(Weights(whole), Weights(run));
        Assert.Contains("mmd", MetricsInfo.Read(run.MetricsInfoPath).Metrics.Keys);
        Assert.DoesNotContain("modes", MetricsInfo.Read(run.MetricsInfoPath).Metrics.Keys);
        Assert.Equal("mmd", RunStatus.Read(run.StatusPath).Best?.Metric);
        Assert.Equal(data, File.ReadAllText(run.DataInfoPath));
    }

    [Theory]
    [InlineData("optimizer.generator.lr={kind: linear, from: 0.01, to: 0.001}", "optimizer.generator.lr")]
    [InlineData("optimizer.discriminator.lr={kind: warmup, steps: 3, value: {kind: cosine, from: 0.01, to: 0.001}}", "optimizer.discriminator.lr")]
    public void AScheduleOverAllStepsForbidsOtherSteps(string schedule, string path)
    {
        (RunFolder run, _) = _runs.Train([schedule], stopAt: 11);

        var refusal = Assert.Throws<ResumeException>(() => _runs.Resume(run, ["training.steps=30"]));

        string end = path.Contains("discriminator", StringComparison.Ordinal) ? $"{path}.value.end" : $"{path}.end";
        Assert.Equal(
            $"training.steps cannot change when {run.Id} is continued: {path} follows a schedule over all steps, which would have been another one; keep its "
                + $"end: --set {end}=22",
            refusal.Message);

        // What it says works.
        Assert.Equal((RunState.Completed, 30L), _runs.Resume(run, ["training.steps=30", $"{end}=22"]) is var result ? (result.State, result.Step) : default);
    }

    [Fact]
    public void ACompletedRunWithASchedulesOverAllStepsCanGoOn()
    {
        string[] schedule = ["optimizer.generator.lr={kind: linear, from: 0.01, to: 0.001}"];
        (RunFolder whole, _) = _runs.Train(["optimizer.generator.lr={kind: linear, from: 0.01, to: 0.001, end: 22}", "training.steps=30"]);
        (RunFolder run, _) = _runs.Train(schedule);

        var refusal = Assert.Throws<ResumeException>(() => _runs.Resume(run));
        Assert.Equal($"{run.Id} has already taken all its 22 steps; to train longer: --set training.steps=44 --set optimizer.generator.lr.end=22",
            refusal.Message);

        TrainingResult result = _runs.Resume(run, ["training.steps=30", "optimizer.generator.lr.end=22"]);
        Assert.Equal(30, result.Step);
        Assert.Equal(Weights(whole), Weights(run));
        Assert.Equal(22, ResolvedConfig.Read(run.ResolvedJsonPath).Number("optimizer.generator.lr.end"));
    }

    [Theory]
    [InlineData("{kind: step, from: 0.01, milestones: 12, factor: 0.1}", null)]
    [InlineData("{kind: step, from: 0.01, milestones: 11, factor: 0.1}", null)]
    [InlineData("{kind: step, from: 0.01, milestones: 10, factor: 0.1}",
        "optimizer.generator.lr would have been another one in the 11 steps that {run} has taken; let it differ from then on only, or start a new run")]
    [InlineData("0.02",
        "optimizer.generator.lr would have been another one in the 11 steps that {run} has taken; let it differ from then on only, or start a new run")]
    public void AScheduleMayChangeFromHereOn(string schedule, string? message)
    {
        (RunFolder run, _) = _runs.Train(["optimizer.generator.lr=0.01"], stopAt: 11);
        Exception? refusal = Record.Exception(() => _runs.Resume(run, [$"optimizer.generator.lr={schedule}"]));
        Assert.Equal(message?.Replace("{run}", run.Id, StringComparison.Ordinal), refusal?.Message);
    }

    [Fact]
    public void ACompletedRunSaysHowToGoOn()
    {
        (RunFolder run, _) = _runs.Train([]);

        var refusal = Assert.Throws<ResumeException>(() => _runs.Resume(run));

        Assert.Equal($"{run.Id} has already taken all its 22 steps; to train longer: --set training.steps=44", refusal.Message);
    }

    /// <summary>Steps with a rate of 0 are no training, so they are not what is advised.</summary>
    [Fact]
    public void ARunWhoseRatesEndAtZeroIsToBeginAnew()
    {
        (RunFolder run, _) = _runs.Train(["optimizer.generator.lr={kind: cosine, from: 0.01, to: 0}"]);

        var refusal = Assert.Throws<ResumeException>(() => _runs.Resume(run));

        Assert.Equal(
            $"{run.Id} has already taken all its 22 steps, and optimizer.generator.lr ends at 0: with more steps that player would learn nothing; start a new "
                + "run with --set training.steps=44",
            refusal.Message);
    }

    [Fact]
    public void ARunThatIsStillGoingIsLeftAlone()
    {
        (RunFolder run, _) = _runs.Train([], stopAt: 11);
        RunStatus status = RunStatus.Read(run.StatusPath);
        (status with { State = RunState.Running }).Write(run.StatusPath);

        var refusal = Assert.Throws<ResumeException>(() => _runs.Resume(run));

        Assert.Equal(FormattableString.Invariant($"{run.Id} is still running (process {Environment.ProcessId} on {Environment.MachineName}); stop it first"),
            refusal.Message);
    }

    [Fact]
    public void TwoSessionsNeverTrainOneRun()
    {
        (RunFolder run, _) = _runs.Train([], stopAt: 11);
        using (IDisposable? other = run.TryLock())
        {
            Assert.NotNull(other);
            var refusal = Assert.Throws<ResumeException>(() => _runs.Resume(run));
            Assert.Equal($"{run.Id} is being continued by another process just now", refusal.Message);
        }

        Assert.Equal(RunState.Completed, _runs.Resume(run).State);
    }

    [Fact]
    public void WithoutAReadableCheckpointThereIsNothingToGoOnFrom()
    {
        (RunFolder run, _) = _runs.Train([], stopAt: 11);
        File.WriteAllText(run.CheckpointPath(8), "not one");
        File.Delete(run.CheckpointPath(11));
        File.Delete(run.StatusPath);

        var fault = Assert.Throws<InvalidDataException>(() => _runs.Resume(run));
        File.Delete(run.CheckpointPath(8));
        File.Delete(run.ResolvedJsonPath);
        var refusal = Assert.Throws<ResumeException>(() => _runs.Resume(run));

        Assert.Equal($"{run.Id} has no checkpoint that can be read; start it again", fault.Message);
        Assert.Equal([$"{run.CheckpointPath(8)}: not a safetensors file: it is only 7 bytes long; trying the checkpoint before it"], _runs.Warnings);
        Assert.Equal($"{run.Id} has neither a checkpoint nor {run.ResolvedJsonPath} to start again from; start a new run", refusal.Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void KilledBeforeItsFirstCheckpointItStartsAgainInPlace(bool early)
    {
        (RunFolder whole, _) = _runs.Train(["training.ema.decay=0.9"]);
        (RunFolder run, _) = _runs.Train(["training.ema.decay=0.9"], stopAt: 7);
        File.Delete(run.CheckpointPath(7));
        string[] rows = File.ReadAllLines(run.MetricsPath);
        string given = File.ReadAllText(run.ConfigPath);
        TrainerRuns.Kill(run);
        if (early)
        {
            // While its folder was made.
            foreach (string path in (string[])[run.StatusPath, run.ManifestPath, run.MetricsInfoPath, run.DataInfoPath, run.RealSamplesPath])
            {
                File.Delete(path);
            }
        }

        TrainingResult result = _runs.Resume(run);

        Assert.Equal((RunState.Completed, 22L), (result.State, result.Step));
        TrainerRecord.AssertEqual(whole, run);
        Assert.Equal([$"{run.Id} has no checkpoint yet: it starts again in its folder, at step 0"], _runs.Warnings);
        Assert.Equal([0], RunManifest.Read(run.ManifestPath).Sessions.Select(static s => s.FromStep));
        Assert.Equal(rows, File.ReadAllLines(Path.Combine(run.Path, "metrics.beyond-0.jsonl")));
        Assert.Equal(given, File.ReadAllText(run.ConfigPath));
    }

    [Fact]
    public void StartedAgainItStaysTheSameRun()
    {
        WriteTables();
        (RunFolder run, _) = _runs.Train(["data={kind: csv, path: table.csv}", AnyData], stopAt: 7);
        File.Delete(run.CheckpointPath(7));

        var other = Assert.Throws<ResumeException>(() => _runs.Resume(run, ["training.batch=4"]));
        File.AppendAllText(_runs["table.csv"], "9,9\n");
        var changed = Assert.Throws<ResumeException>(() => _runs.Resume(run));
        (RunStatus.Read(run.StatusPath) with { State = RunState.Diverged }).Write(run.StatusPath);
        var diverged = Assert.Throws<ResumeException>(() => _runs.Resume(run));

        Assert.StartsWith("training.batch cannot change when a run is continued", other.Message, StringComparison.Ordinal);
        Assert.StartsWith(
            $"{_runs["table.csv"]}: holds something else than {run.Id} was trained on (the file has changed since, or is another one); restore it, or say "
                + $"where ", changed.Message, StringComparison.Ordinal);
        Assert.Equal($"{run.Id} diverged before its first checkpoint and would do so again; start a new run with other settings", diverged.Message);
    }

    [Fact]
    public void DataThatChangedAreNoticed()
    {
        WriteTables();
        (RunFolder run, _) = _runs.Train(["data={kind: csv, path: table.csv}", AnyData], stopAt: 11);
        File.AppendAllText(_runs["table.csv"], "9,9\n");

        var refusal = Assert.Throws<ResumeException>(() => _runs.Resume(run));

        string hash = DataInfo.Read(run.DataInfoPath).ContentHash![..12];
        Assert.Equal(
            $"{_runs["table.csv"]}: holds something else than {run.Id} was trained on (the file has changed since, or is another one); restore it, "
            + $"or say where a file of the same content lies: --set data.path=FILE (its SHA-256 begins with {hash}), or start a new run",
            refusal.Message);
    }

    [Fact]
    public void ARunGoesOnWithItsDataWhereverTheyLie()
    {
        WriteTables();
        (RunFolder whole, _) = _runs.Train(["data={kind: csv, path: table.csv}", AnyData]);
        (RunFolder run, _) = _runs.Train(["data={kind: csv, path: table.csv}", AnyData], stopAt: 11);
        string elsewhere = Path.Combine(Directory.CreateDirectory(_runs["elsewhere"]).FullName, "t2.csv");
        File.Move(_runs["table.csv"], elsewhere);

        string hash = DataInfo.Read(run.DataInfoPath).ContentHash![..12];
        var gone = Assert.Throws<FileNotFoundException>(() => _runs.Resume(run));
        Assert.Equal(
            $"{_runs["table.csv"]}: the data file of {run.Id} is not there any more; put it back, or say where a file of the same content lies: "
            + $"--set data.path=FILE (its SHA-256 begins with {hash})",
            gone.Message);
        Assert.Equal($"{_runs["no.csv"]}: no such file",
            Assert.Throws<FileNotFoundException>(() => _runs.Resume(run, [$"data.path={_runs["no.csv"]}"])).Message);
        File.WriteAllText(_runs["other.csv"], "a,b\n1,2\n3,5\n");
        Assert.Contains(
            "holds something else", Assert.Throws<ResumeException>(() => _runs.Resume(run, [$"data.path={_runs["other.csv"]}"])).Message,
            StringComparison.Ordinal);

        _runs.Resume(run, [$"data.path={elsewhere}"], stopAt: 15);
        Assert.Equal(elsewhere, ResolvedConfig.Read(run.ResolvedJsonPath).Text("data.path"));

        // Beside the run's config, whatever its name.
        string beside = Path.Combine(run.Path, "birds.csv");
        File.Move(elsewhere, beside);
        _runs.Resume(run);
        Assert.Equal([$"{elsewhere} is not there any more; {beside} has the same content and takes its place"], _runs.Warnings);
        Assert.Equal(Weights(whole), Weights(run));
    }

    [Fact]
    public void ARunOfPicturesGoesOnWithThemWhereverTheyLie()
    {
        WriteTables();
        string[] settings = [$"data={{kind: images, path: images, size: 4}}", AnyData];
        (RunFolder whole, _) = _runs.Train(settings);
        (RunFolder run, _) = _runs.Train(settings, stopAt: 11);
        Directory.Move(_runs["images"], _runs["elsewhere"]);

        Assert.Equal(
            $"{_runs["images"]}: the data of {run.Id} are not there any more; put them back, or say where the same pictures lie: --set data.path=PATH",
            Assert.Throws<FileNotFoundException>(() => _runs.Resume(run)).Message);
        Assert.Contains(
            "holds something else", Assert.Throws<ResumeException>(() => _runs.Resume(run, [$"data.path={PictureFolders.Images}"])).Message,
            StringComparison.Ordinal);
        _runs.Resume(run, [$"data.path={_runs["elsewhere"]}"]);
        Assert.Equal(Weights(whole), Weights(run));
    }

    public void Dispose() => _runs.Dispose();

    private static string[] Split(string settings) =>
        settings.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static IEnumerable<string> Kinds(Type family) => Catalog.FamilyOf(family).Components.Select(static component => component.Kind);

    private static long Step(string line) =>
        System.Text.Json.Nodes.JsonNode.Parse(line)!["step"]!.GetValue<long>() + (line.Contains("\"final\"", StringComparison.Ordinal) ? 1000 : 0);

    private static Dictionary<string, string> Weights(RunFolder run) => TrainerRecord.Checkpoint(run.Checkpoints()[^1].Path)
        .Where(static entry => !entry.Key.StartsWith("metadata/", StringComparison.Ordinal) && !entry.Key.StartsWith("statistics/", StringComparison.Ordinal))
        .ToDictionary(StringComparer.Ordinal);

    private void WriteTables()
    {
        string rows =
            string.Join('\n', Enumerable.Range(0, 30).Select(static i => FormattableString.Invariant($"{Math.Sin(i) * 40:R},{Math.Cos(i * i) + 7:R}")));
        File.WriteAllText(_runs["table.csv"], "a,b\n" + rows + "\n");
        File.Copy(Repository.PathOf("tests", "GanCli.Tests", "Data", "Fixtures", "arrow.parquet"), _runs["table.parquet"]);
        Npy.Write(_runs["table.npy"], [.. Enumerable.Range(0, 40).Select(static i => MathF.Sin(i * i))], 20, 2);
        foreach (int side in (int[])[8, 28])
        {
            float[] pictures = [.. Enumerable.Range(0, 4 * side * side).Select(static i => MathF.Sin(i * i))];
            Npy.Write(_runs[FormattableString.Invariant($"pictures-{side}.npy")], pictures, 4, 1, side, side);
        }

        PictureFolders.Idx(_runs["idx"]);
        PictureFolders.Cifar10(_runs["cifar10"]);
        Directory.CreateDirectory(_runs["images"]);
        foreach (string name in new[] { "rgb.png", "grey.png", "rgb.jpg" })
        {
            File.Copy(Path.Combine(PictureFolders.Images, name), Path.Combine(_runs["images"], name));
        }
    }
}
