using System.Text;
using System.Text.Json;
using CliWrap;
using GanCli.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.EndToEnd;

public sealed class SweepTests : IDisposable
{
    // With a learning rate of 10 D's gradients are infinite within a few steps.
    private static readonly string[] Explosive = ["--set", "loss=least-squares", "--set", "optimizer.discriminator.kind=sgd"];

    private readonly Workshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public async Task TheSameSweepAgainRunsOnlyWhatIsMissing()
    {
        string[] command = ["sweep", "--config", "ring.yaml", "--seeds", "0..1", "--set-each", "loss=[hinge, minimax]", "--json"];
        ProgramResult first = await _workshop.GanOk(command);
        using var result = JsonDocument.Parse(first.Data);
        SweepFolder sweep = SweepFinder.Find(_workshop["runs"], "ring");

        Assert.Equal((4, 4, 0), (result.RootElement.GetProperty("runs").GetInt32(), result.RootElement.GetProperty("completed")
            .GetInt32(), result.RootElement.GetProperty("failed").GetInt32()));
        Assert.Equal(["hinge 0", "minimax 0", "hinge 1", "minimax 1"], sweep.Runs().Select(static pair => $"{pair.Point.Settings["loss"]} {pair.Run.Seed}"));
        Assert.All(sweep.Runs(), static pair =>
        {
            ResolvedConfig config = ResolvedConfig.Read(pair.Run.ResolvedJsonPath);
            Assert.Equal((pair.Point.Settings["loss"], 1), (config.Text("loss.kind"), config.Number("training.num-threads")));
        });
        Assert.Contains("[4/4] loss=", first.Talk, StringComparison.Ordinal);

        Directory.Delete(sweep.Runs()[2].Run.Path, recursive: true);
        string[] before = [.. sweep.Runs().Select(static pair => pair.Run.Id)];
        ProgramResult second = await _workshop.GanOk(command);

        Assert.Equal(4, sweep.Runs().Count);
        Assert.Equal(before, sweep.Runs().Where(static pair => pair.Point.Index != 2).Select(static pair => pair.Run.Id));
        Assert.Contains("so far 3 completed, 1 not begun\n", second.Talk, StringComparison.Ordinal);
        Assert.Equal(["lock", "sweep.json"], Directory.GetFiles(sweep.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(["0003.json", "0003.lock", "0003.yaml"], Directory.GetFiles(Path.Combine(sweep.Path, "points"), "0003*").Select(Path.GetFileName)
            .Order(StringComparer.Ordinal));
        ProgramResult status = await _workshop.GanOk("sweep", "status");
        Assert.StartsWith("  ring · 2 settings × 2 seeds = 4 runs · 4 completed\n", status.Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MoreSeedsMakeOnlyTheNewRunsAndComparisonsUseTheLabels()
    {
        _workshop.Write("sweep.yaml", "base: ring.yaml\naxes: [{points: [{label: plain}, {label: with penalty, set: {regularizers: [r1]}}]}]\n");
        await _workshop.GanOk("sweep", "--file", "sweep.yaml", "--seeds", "0..1");
        ProgramResult more = await _workshop.GanOk("sweep", "--file", "sweep.yaml", "--seeds", "0..2");
        SweepFolder sweep = SweepFinder.All(_workshop["runs"])[0];
        ProgramResult comparison = await _workshop.GanOk("compare", "sweep-" + sweep.Id, "--format", "md");

        Assert.Contains("so far 4 completed, 2 not begun\n", more.Talk, StringComparison.Ordinal);
        Assert.Equal((2, 6, 6), (SweepFinder.All(_workshop["runs"]).Count, sweep.Runs().Count, RunFinder.All(_workshop["runs"]).Count));
        Assert.Equal(["plain", "with penalty"], sweep.Runs().Select(static pair => RunManifest.Read(pair.Run.ManifestPath).Label!)
            .Distinct(StringComparer.Ordinal));
        Assert.Matches(@"\| plain +\|", comparison.Data);
        Assert.Matches(@"\| with penalty +\|", comparison.Data);
    }

    /// <summary>A worker goes on with the next run in the same process, and what came before leaves no trace in it.</summary>
    [Fact]
    public async Task RunsOfOneWorkerAreThoseThatATrainingOfTheirOwnMakes()
    {
        await _workshop.GanOk(
            "sweep", "--config", "ring.yaml", "--workers", "1", "--set-each", "generator.widths=[[8], [9, 7]]", "--set-each",
            "training.dtype=[float64, float32]");
        SweepFolder sweep = SweepFinder.Find(_workshop["runs"], "ring");
        await _workshop.GanOk("train", "--config", "ring.yaml", "--set", "generator.widths=[9, 7]", "--set", "training.num-threads=1", "--set", "name=alone");

        RunFolder alone = RunFinder.All(_workshop["runs"]).Single(static run => run.Path.Contains("alone", StringComparison.Ordinal));
        RunFolder last = sweep.Runs()[3].Run;
        Assert.Single(sweep.Runs().Select(static pair => RunStatus.Read(pair.Run.StatusPath).Process.Id).Distinct());
        Assert.Equal(Weights(alone), Weights(last));
        Assert.NotEqual(Weights(alone), Weights(sweep.Runs()[2].Run));
        Assert.Equal(["sweep", "point", Path.GetFullPath(sweep.Path), "3"], RunManifest.Read(last.ManifestPath).Arguments);
        Assert.All(Enumerable.Range(0, 4),
            point => Assert.Matches(@"^\d\d:\d\d:\d\d ring seed 0 .*\n(.*\n)*.* completed .*\n$", File.ReadAllText(sweep.LogPath(point))));

        // Of players, optimizers and streams: all that a checkpoint holds.
        static string Weights(RunFolder run)
        {
            using var checkpoint = SafetensorsFile.Open(run.Checkpoints()[^1].Path);
            return checkpoint.Metadata["data-sha256"];
        }
    }

    [Fact]
    public async Task OneThatDivergesFailsAloneAndIsTriedAgainOnlyOnRequest()
    {
        string[] command = ["sweep", "--config", "ring.yaml", "--set-each", "optimizer.discriminator.lr=[1e-3, 10]", .. Explosive];
        ProgramResult result = await _workshop.Gan(command);
        SweepFolder sweep = SweepFinder.Find(_workshop["runs"], RunFinder.Latest);
        RunState?[] states = [.. sweep.Plan().Points.Select(point => sweep.Status(point).State)];

        Assert.Equal(1, result.ExitCode);
        Assert.Equal([RunState.Completed, RunState.Diverged], states);
        Assert.Matches(@"\[\d/2\] discriminator.lr=10, seed 0 diverged at step \d+: .+ · runs/ring/sweep-[0-9a-f]{8}/logs/0001.log\n", result.Talk);
        Assert.Contains("1 completed, 1 diverged", result.Talk, StringComparison.Ordinal);
        Assert.Contains($"compare  gan compare runs/ring/sweep-{sweep.Id}\n", result.Talk, StringComparison.Ordinal);
        Assert.Matches(@"  discriminator.lr=10, seed 0 diverged at step \d+: .+ · runs/", (await _workshop.GanOk("sweep", "status")).Data);
        string first = sweep.Record(1).Run!;

        ProgramResult again = await _workshop.Gan(command);
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("what had failed before was left alone; --retry-failed tries it again", again.Talk, StringComparison.Ordinal);
        Assert.Equal(first, sweep.Record(1).Run);

        ProgramResult retried = await _workshop.Gan([.. command, "--retry-failed"]);
        Assert.Equal(1, retried.ExitCode);
        Assert.NotEqual(first, sweep.Record(1).Run);
    }

    [Fact]
    public async Task AnInterruptStopsEveryWorkerWithACheckpointAndTheSameAgainGoesOn()
    {
        string[] command =
            ["sweep", "--config", "ring.yaml", "--seeds", "0..2", "--workers", "2", "--set", "training.steps=3000", "--set", "output.checkpoint-every=100000"];
        var talk = new StringBuilder();
        CommandTask<CommandResult> process = _workshop.Start(PipeTarget.ToStringBuilder(talk), command);
        await Workshop.Until(() => RunFinder.All(_workshop["runs"])
            .Count(static run => File.Exists(run.MetricsPath) && new FileInfo(run.MetricsPath).Length > 0) == 2, "two runs to begin");
        Workshop.Send("INT", process.ProcessId);

        Assert.Equal(130, (await process).ExitCode);
        SweepFolder sweep = SweepFinder.Find(_workshop["runs"], RunFinder.Latest);
        Assert.Equal([RunState.Interrupted, RunState.Interrupted, null], sweep.Plan().Points.Select(point => sweep.Status(point).State));
        Assert.All(sweep.Runs(), static pair => Assert.Single(pair.Run.Checkpoints()));
        Assert.Contains("2 interrupted, 1 not begun", talk.ToString(), StringComparison.Ordinal);
        string[] runs = [.. sweep.Runs().Select(static pair => pair.Run.Id)];

        await _workshop.GanOk(command);
        Assert.All(sweep.Plan().Points, point => Assert.Equal(RunState.Completed, sweep.Status(point).State));
        Assert.Equal(runs, sweep.Runs().Take(2).Select(static pair => pair.Run.Id));
    }

    [Fact]
    public async Task WithOneMoreSeedInterruptedRunsGoOn()
    {
        string[] command =
            ["sweep", "--config", "ring.yaml", "--set", "training.steps=3000", "--set", "output.checkpoint-every=100000", "--workers", "2", "--seeds"];
        CommandTask<CommandResult> process = _workshop.Start(PipeTarget.Null, [.. command, "0..1"]);
        await Workshop.Until(() => RunFinder.All(_workshop["runs"])
            .Count(static run => File.Exists(run.MetricsPath) && new FileInfo(run.MetricsPath).Length > 0) == 2, "two runs to begin");
        Workshop.Send("INT", process.ProcessId);
        await process;
        string[] runs = [.. SweepFinder.Find(_workshop["runs"], "ring").Runs().Select(static pair => pair.Run.Id)];
        ProgramResult more = await _workshop.GanOk([.. command, "0..2"]);
        SweepFolder sweep = SweepFinder.Find(_workshop["runs"], "ring");

        Assert.Contains("so far 2 interrupted, 1 not begun\n", more.Talk, StringComparison.Ordinal);
        Assert.Equal((3, 3), (sweep.Plan().Points.Count, RunFinder.All(_workshop["runs"]).Count));
        Assert.Equal(runs, sweep.Runs().Take(2).Select(static pair => pair.Run.Id));
        Assert.All(sweep.Runs(), static pair => Assert.Equal(RunState.Completed, RunStatus.Read(pair.Run.StatusPath).State));
    }

    // Seed 0 is with a larger sweep now. That is no failure of the smaller one.
    [Fact]
    public async Task ARunThatAnotherSweepIsAtWorkOnIsTheirs()
    {
        string[] command =
            ["sweep", "--config", "ring.yaml", "--set", "training.steps=20000000", "--set", "output.checkpoint-every=100000000", "--workers", "1", "--seeds"];
        CommandTask<CommandResult> small = _workshop.Start(PipeTarget.Null, [.. command, "0"]);
        await Workshop.Until(() => RunFinder.All(_workshop["runs"])
            .Any(static run => File.Exists(run.MetricsPath) && new FileInfo(run.MetricsPath).Length > 0), "the run to begin");
        Workshop.Send("INT", small.ProcessId);
        await small;
        SweepFolder sweep = SweepFinder.Find(_workshop["runs"], "ring");
        RunFolder run = Assert.Single(sweep.Runs()).Run;
        CommandTask<CommandResult> large = _workshop.Start(PipeTarget.Null, [.. command, "0..1"]);
        await Workshop.Until(() => run.IsBeingWorkedOn() && RunStatus.Read(run.StatusPath).State == RunState.Running, "the larger sweep to go on with it");
        ProgramResult again = await _workshop.Gan([.. command, "0"]);
        ProgramResult byHand = await _workshop.Gan("sweep", "point", sweep.Path, "0");
        Workshop.Send("INT", large.ProcessId);
        await large;

        Assert.Equal(1, again.ExitCode);
        Assert.Contains("1 running", again.Talk, StringComparison.Ordinal);
        Assert.Equal((2, $"error: seed 0: another process is at work on its run {run.Id}\n"), (byHand.ExitCode, byHand.Talk));
        Assert.Equal((RunState.Interrupted, null), (sweep.Status(sweep.Plan().Points[0]).State, sweep.Record(0).Failure));
    }

    [Fact]
    public async Task ADataFileThatChangedMakesNewRunsAndNoGroupOfBoth()
    {
        string[] command = ["sweep", "--config", "table.yaml", "--seeds", "0..1"];
        await _workshop.GanOk(command);
        File.AppendAllText(_workshop["table.csv"], "1000040,-0.54\n");
        ProgramResult changed = await _workshop.GanOk([.. command[..^1], "0..2"]);
        ProgramResult comparison = await _workshop.GanOk("compare", "runs/table", "--format", "json");

        Assert.Contains("2 earlier runs are left alone: what is in the data file has changed since\n", changed.Talk, StringComparison.Ordinal);
        using var result = JsonDocument.Parse(comparison.Data);
        Assert.Equal([2, 3], result.RootElement.GetProperty("groups").EnumerateArray().Select(static group => group.GetProperty("runs").GetArrayLength())
            .Order());
        Assert.Contains("the groups’ data differ", comparison.Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WorkersOfAKilledParentStopWithACheckpoint()
    {
        CommandTask<CommandResult> process = _workshop.Start(PipeTarget.Null, "sweep", "--config", "ring.yaml", "--set", "training.steps=100000000");
        await Workshop.Until(() => RunFinder.All(_workshop["runs"]).Any(static run => File.Exists(run.StatusPath)), "the run to begin");
        Workshop.Send("KILL", process.ProcessId);
        await process;
        RunFolder run = _workshop.Latest();

        await Workshop.Until(() => RunStatus.Read(run.StatusPath).State == RunState.Interrupted, "the worker to stop");
        Assert.NotEmpty(run.Checkpoints());
    }

    [Fact]
    public async Task AProcessThatIsKilledIsAFailureAndTheRestGoesOn()
    {
        var talk = new StringBuilder();
        CommandTask<CommandResult> process =
            _workshop.Start(PipeTarget.ToStringBuilder(talk), "sweep", "--config", "ring.yaml", "--workers", "1", "--set-each",
                "training.steps=[100000000, 20]");
        await Workshop.Until(() => RunFinder.All(_workshop["runs"]).Any(static run => File.Exists(run.StatusPath)), "the run to begin");
        Workshop.Send("KILL", RunStatus.Read(_workshop.Latest().StatusPath).Process.Id);

        Assert.Equal(1, (await process).ExitCode);
        Assert.Contains("[1/2] steps=100000000, seed 0 failed: its process ended without a word (killed by signal 9) · runs/ring/sweep-", talk.ToString(),
            StringComparison.Ordinal);
        Assert.Contains("1 completed, 1 failed", talk.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Its folder has all that step 0 needs.</summary>
    [Fact]
    public async Task ARunThatIsKilledBeforeItsFirstCheckpointStartsAgainInItsFolder()
    {
        string[] command = ["sweep", "--config", "ring.yaml", "--workers", "1", "--set", "training.steps=3000", "--set", "output.checkpoint-every=100000"];
        CommandTask<CommandResult> process = _workshop.Start(PipeTarget.Null, command);
        await Workshop.Until(() => RunFinder.All(_workshop["runs"])
            .Any(static run => File.Exists(run.MetricsPath) && new FileInfo(run.MetricsPath).Length > 0), "the run to begin");
        RunFolder killed = _workshop.Latest();
        int worker = RunStatus.Read(killed.StatusPath).Process.Id;

        // A worker that outlives its sweep by a moment would stop with a checkpoint.
        Workshop.Send("STOP", worker);
        Workshop.Send("KILL", process.ProcessId);
        Workshop.Send("KILL", worker);
        Assert.NotEqual(
            0, (await process.Task.ContinueWith(static ended => ended.IsCompletedSuccessfully ? ended.Result.ExitCode : 137, TaskScheduler.Default)));
        Assert.Empty(killed.Checkpoints());

        await _workshop.GanOk(command);
        Assert.Equal(killed.Id, Assert.Single(RunFinder.All(_workshop["runs"])).Id);
        Assert.Equal([RunState.Completed], SweepStates());
    }

    [Fact]
    public async Task FailFastStopsTheRest()
    {
        ProgramResult result = await _workshop.Gan(
            ["sweep", "--config", "ring.yaml", "--workers", "1", "--fail-fast", "--set-each", "optimizer.discriminator.lr=[10, 1e-3]", "--quiet",
                .. Explosive]);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal([RunState.Diverged, null], SweepStates());
    }

    [Fact]
    public async Task ADryRunWritesNothing()
    {
        ProgramResult result = await _workshop.GanOk("sweep", "--config", "ring.yaml", "--seeds", "0..9", "--dry-run", "--workers", "2");

        Assert.Matches(
            @"^  SETTINGS  RUNS  STEPS  MS A STEP  A RUN  DISK\n  ring        10     40       \d\.\d\d  \d\.\d s  1 MB\n\n  10 runs, 2 at a time: about "
                + @"\d+(\.\d)? s, and \d MB on the disk\n", result.Data);
        Assert.Contains("taking a few steps of 1 setting …\n", result.Talk, StringComparison.Ordinal);
        Assert.Matches(@"\n\n  1 run: about \d+(\.\d)? s, and 1 MB on the disk\n", (await _workshop.GanOk("sweep", "--config", "ring.yaml", "--dry-run")).Data);
        Assert.False(Directory.Exists(_workshop["runs"]));
    }

    [Fact]
    public async Task ASecondOneOfTheSameSweepIsRefused()
    {
        string[] command = ["sweep", "--config", "ring.yaml", "--set", "training.steps=100000000"];
        CommandTask<CommandResult> process = _workshop.Start(PipeTarget.Null, command);
        await Workshop.Until(() => RunFinder.All(_workshop["runs"]).Any(static run => File.Exists(run.StatusPath)), "the run to begin");
        ProgramResult second = await _workshop.Gan(command);
        Workshop.Send("TERM", process.ProcessId);

        Assert.Equal(143, (await process).ExitCode);
        Assert.Equal(2, second.ExitCode);
        Assert.Matches(@"error: this sweep is being run by another process just now \(runs/ring/sweep-[0-9a-f]{8}\)\n$", second.Talk);
    }

    private RunState?[] SweepStates()
    {
        SweepFolder sweep = SweepFinder.Find(_workshop["runs"], RunFinder.Latest);
        return [.. sweep.Plan().Points.Select(point => sweep.Status(point).State)];
    }
}
