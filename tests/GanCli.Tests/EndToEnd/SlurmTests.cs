using System.Diagnostics;
using System.Globalization;
using System.Text;
using CliWrap;
using CliWrap.Buffered;
using GanCli.Runs;
using GanCli.Sweeps;
using GanCli.Tests.Support;

namespace GanCli.Tests.EndToEnd;

/// <summary>The launcher against a real Slurm, which <c>.ci/run</c> starts where it can.</summary>
[Collection(Alone.Name)]
public sealed class SlurmTests : IDisposable
{
    private readonly Workshop _workshop = new();

    public SlurmTests()
    {
        if (Environment.GetEnvironmentVariable("GAN_TESTS_SLURM") is not "1")
        {
            Assert.Skip("needs Slurm: scripts/slurm-testbed start (root, Debian), its env, and GAN_TESTS_SLURM=1; .ci/run does all that");
        }
    }

    public void Dispose()
    {
        if (TestContext.Current.TestState is { Result: TestResult.Failed })
        {
            Explain();
        }

        _workshop.Dispose();
    }

    [Fact]
    public async Task AnArrayRunsEveryPointAndTheSameAgainOnlyWhatIsMissing()
    {
        string[] command =
        [
            "sweep", "--config", "ring.yaml", "--seeds", "0..1", "--set-each", "loss=[hinge, minimax]", "--launcher", "slurm",
            "--max-parallel", "2", "--time", "5", "--partition", "test", "--sbatch", "mem=100M", "--sbatch", "#SBATCH --comment=sweep",
        ];
        ProgramResult first = await _workshop.GanOk(command);
        SweepFolder sweep = Sweep();

        Assert.Matches(@"submitted as job \d+, tasks 0-3%2\n", first.Talk);
        Assert.Contains("[4/4] loss=", first.Talk, StringComparison.Ordinal);
        Assert.Equal(["hinge 0", "minimax 0", "hinge 1", "minimax 1"], sweep.Runs().Select(static pair => $"{pair.Point.Settings["loss"]} {pair.Run.Seed}"));
        Assert.All(sweep.Plan().Points, point =>
        {
            Assert.Equal(RunState.Completed, sweep.Status(point).State);
            Assert.Contains("completed step 40", File.ReadAllText(sweep.LogPath(point.Index)), StringComparison.Ordinal);
        });

        Directory.Delete(sweep.Runs()[2].Run.Path, recursive: true);
        ProgramResult second = await _workshop.GanOk(command);
        Assert.Matches(@"submitted as job \d+, tasks 2%2\n", second.Talk);
        Assert.Equal(4, sweep.Runs().Count);
    }

    [Fact]
    public async Task ATaskThatIsRequeuedGoesOnFromItsCheckpoint()
    {
        ProgramResult submitted =
            await _workshop.GanOk("sweep", "--config", "ring.yaml", "--launcher", "slurm", "--requeue", "9", "--detach", "--set", "training.steps=100000000");
        SweepFolder sweep = Sweep();
        string job = await Running(sweep);
        ProgramResult running = await _workshop.GanOk("sweep", "status");
        await Slurm("scontrol", "requeue", job + "_0");
        await Workshop.Until(() => State(sweep) == RunState.Interrupted, "the task to stop");
        await Workshop.Until(() => SlurmJobs.Describe(sweep)?.StartsWith("in Slurm's queue: 0 running, 1 waiting (", StringComparison.Ordinal)
            == true, "Slurm to hold the task back");
        RunFolder run = sweep.Runs()[0].Run;
        long reached = run.Checkpoints()[^1].Step;
        await Workshop.Until(() => State(sweep) == RunState.Running, "the task to come back");
        await Slurm("scancel", job);
        await Workshop.Until(() => State(sweep) == RunState.Interrupted, "the task to end");
        await Workshop.Until(() => SlurmJobs.Describe(sweep) == "nothing in Slurm's queue", "the task to leave the queue");

        Assert.Contains("gan sweep status shows how they stand", submitted.Talk, StringComparison.Ordinal);
        Assert.Contains("\n  in Slurm's queue: 1 running, 0 waiting\n", running.Data, StringComparison.Ordinal);
        Assert.Equal(reached, Assert.Single(RunManifest.Read(run.ManifestPath).Sessions).FromStep);
        Assert.Equal(run.Path, sweep.Runs().Single().Run.Path);
        Assert.DoesNotContain("back into the queue", File.ReadAllText(sweep.LogPath(0)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task BeforeTheTimeIsUpARunSavesACheckpoint()
    {
        // The signal comes two minutes before the end: at once.
        ProgramResult result =
            await _workshop.Gan("sweep", "--config", "ring.yaml", "--launcher", "slurm", "--time", "2", "--set", "training.steps=100000000", "--set",
                "output.checkpoint-every=100000000");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("[0/1] seed 0 interrupted\n", result.Talk, StringComparison.Ordinal);
        Assert.Single(Sweep().Runs()[0].Run.Checkpoints());
    }

    [Fact]
    public async Task ARunWhoseTimeIsUpGoesBackIntoTheQueueAsOftenAsItMay()
    {
        ProgramResult result =
            await _workshop.Gan("sweep", "--config", "ring.yaml", "--launcher", "slurm", "--time", "2", "--requeue", "1", "--set", "training.steps=100000000",
                "--set", "output.checkpoint-every=100000000");
        SweepFolder sweep = Sweep();
        string log = File.ReadAllText(sweep.LogPath(0));
        RunFolder run = sweep.Runs()[0].Run;

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("[0/1] seed 0 interrupted\n", result.Talk, StringComparison.Ordinal);
        Assert.Contains("the time is up: back into the queue, 1 of 1\n", log, StringComparison.Ordinal);
        Assert.True(Assert.Single(RunManifest.Read(run.ManifestPath).Sessions).FromStep < run.Checkpoints()[^1].Step, log);
    }

    [Fact]
    public async Task AnInterruptStopsWaitingAndATaskThatIsKilledIsAFailure()
    {
        string[] command = ["sweep", "--config", "ring.yaml", "--launcher", "slurm", "--set", "training.steps=100000000"];
        var talk = new StringBuilder();
        CommandTask<CommandResult> process = _workshop.Start(PipeTarget.ToStringBuilder(talk), command);
        await Workshop.Until(() => talk.ToString().Contains("submitted", StringComparison.Ordinal), "the job");
        SweepFolder sweep = Sweep();
        string job = await Running(sweep);
        Workshop.Send("INT", process.ProcessId);
        Assert.Equal(130, (await process).ExitCode);
        Assert.Contains($"the jobs go on; gan sweep status shows how they stand, scancel {job} stops them", talk.ToString(), StringComparison.Ordinal);
        Assert.Equal(RunState.Running, State(sweep));

        talk.Clear();
        CommandTask<CommandResult> again = _workshop.Start(PipeTarget.ToStringBuilder(talk), command);
        await Workshop.Until(() => talk.ToString().Contains("1 running", StringComparison.Ordinal), "the sweep to wait again");
        Workshop.Send("KILL", RunStatus.Read(sweep.Runs()[0].Run.StatusPath).Process.Id);
        Assert.Equal(1, (await again).ExitCode);
        Assert.DoesNotContain("submitted", talk.ToString(), StringComparison.Ordinal);
        Assert.Contains("[1/1] seed 0 failed: its Slurm task ended without a word · runs/ring/sweep-", talk.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatSlurmRefusesIsSaid()
    {
        ProgramResult result = await _workshop.Gan("sweep", "--config", "ring.yaml", "--launcher", "slurm", "--partition", "nowhere");

        Assert.Equal(74, result.ExitCode);
        Assert.Contains("error: sbatch: error: invalid partition specified: nowhere", result.Talk, StringComparison.Ordinal);
    }

    private static async Task Slurm(string program, params string[] arguments) =>
        await Cli.Wrap(program).WithArguments(arguments).ExecuteBufferedAsync(TestContext.Current.CancellationToken);

    // What Slurm itself says of a job that did not do as the test expects.
    private static void Explain()
    {
        foreach (string command in (string[])["squeue --array", "scontrol show nodes",
            "tail -n 40 \"${SLURM_CONF%/*}/slurmctld.log\" \"${SLURM_CONF%/*}/slurmd.log\""])
        {
            var start = new ProcessStartInfo("bash", ["-c", command + " 2>&1"]) { UseShellExecute = false, RedirectStandardOutput = true };
            using Process process = Process.Start(start)!;
            TestContext.Current.TestOutputHelper!.WriteLine($"$ {command}\n{process.StandardOutput.ReadToEnd()}");
            process.WaitForExit();
        }
    }

    private static RunState? State(SweepFolder sweep) => sweep.Status(sweep.Plan().Points[0]).State;

    /// <summary>Waits until the only point trains.</summary>
    /// <returns>The job's number.</returns>
    private static async Task<string> Running(SweepFolder sweep)
    {
        await Workshop.Until(() => State(sweep) == RunState.Running && sweep.Status(sweep.Plan().Points[0]).Run!.Status!.Step > 0, "the task to train");
        return File.ReadAllText(sweep.SlurmJobsPath).Split(' ')[0].ToString(CultureInfo.InvariantCulture);
    }

    private SweepFolder Sweep() => SweepFinder.Find(_workshop["runs"], RunFinder.Latest);
}
