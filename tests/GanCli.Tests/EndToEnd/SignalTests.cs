using System.Diagnostics;
using System.Globalization;
using System.Text;
using CliWrap;
using GanCli.Runs;
using GanCli.Tests.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.EndToEnd;

public sealed class SignalTests : IDisposable
{
    private readonly Workshop _workshop = new();

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    public async Task ASignalEndsTheRunWithACheckpoint(string signal, int code)
    {
        var talk = new StringBuilder();
        CommandTask<CommandResult> process = _workshop.Start(
            PipeTarget.ToStringBuilder(talk), "train", "--config", "ring.yaml", "--set", "training.steps=100000000", "--set",
            "output.checkpoint-every=100000000");
        RunFolder run = await Running();
        Workshop.Send(signal, process.ProcessId);

        Assert.Equal(code, (await process).ExitCode);
        RunStatus status = RunStatus.Read(run.StatusPath);
        Assert.Equal(RunState.Interrupted, status.State);
        Assert.Equal([status.Step], run.Checkpoints().Select(static c => c.Step));
        string last = talk.ToString().TrimEnd('\n').Split('\n')[^1];
        Assert.Equal(FormattableString.Invariant($"interrupted at step {status.Step:N0} · checkpoint saved · continue with: gan train --resume {run.Id}"),
            last[9..]);
    }

    // A window that is closed, a connection that is lost: SIGHUP comes, and nothing can be written to the terminal any more.
    [Theory]
    [InlineData("train")]
    [InlineData("sweep")]
    public async Task ATerminalThatIsGoneEndsTheRunWithACheckpoint(string command)
    {
        Tools.RequireThat(OperatingSystem.IsLinux(), "needs Linux's terminals");
        string end = await Python.Run(
            """
            import glob, os, pty, select, signal, sys, time
            folder, *command = sys.argv[1:]
            process, terminal = pty.fork()
            if process == 0:
                os.chdir(folder)
                signal.signal(signal.SIGHUP, signal.SIG_DFL)
                os.execv(command[0], command)
            until = time.time() + 120
            while time.time() < until and not any(os.path.getsize(path) for path in glob.glob(folder + '/runs/ring/2*/metrics.jsonl')):
                if select.select([terminal], [], [], .2)[0]:
                    os.read(terminal, 4096)
            os.close(terminal)
            while not (ended := os.waitpid(process, os.WNOHANG))[0]:
                time.sleep(.05)
                if time.time() > until:
                    os.kill(process, signal.SIGKILL)
            print(os.waitstatus_to_exitcode(ended[1]))
            """,
            _workshop.Folder, ProgramUnderTest.DefaultPath, command, "--config", "ring.yaml", "--set", "training.steps=100000000", "--set",
            "output.checkpoint-every=100000000");
        RunFolder run = Assert.Single(RunFinder.All(_workshop["runs"]));

        Assert.Equal("129", end);
        await Workshop.Until(() => RunStatus.Read(run.StatusPath).State == RunState.Interrupted, "the training to stop");
        Assert.Equal([RunStatus.Read(run.StatusPath).Step], run.Checkpoints().Select(static checkpoint => checkpoint.Step));
    }

    [Fact]
    public async Task ASecondInterruptLeavesAtOnce()
    {
        // A step of many minutes, and next to nothing before it.
        CommandTask<CommandResult> process = _workshop.Start(
            PipeTarget.Null, "train", "--config", "ring.yaml", "--set", "training.batch=100000", "--set", "training.d-steps=1000", "--set",
            "training.g-steps=1000",
            "--set", "output.tensorboard=false");
        RunFolder run = await Running(isLogged: false);
        await Workshop.Until(() => TrainingTicks(process.ProcessId) > 50, "half a second of training");
        Workshop.Send("INT", process.ProcessId);
        await Task.Delay(1000, TestContext.Current.CancellationToken);
        Assert.False(process.Task.IsCompleted);

        long start = Stopwatch.GetTimestamp();
        Workshop.Send("INT", process.ProcessId);

        Assert.Equal(130, (await process).ExitCode);
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 20);
        Assert.Empty(run.Checkpoints());
    }

    [Fact]
    public async Task StoppedSamplingLeavesNoFile()
    {
        await _workshop.Train("--config", "ring.yaml");
        var talk = new StringBuilder();
        CommandTask<CommandResult> process = _workshop.Start(PipeTarget.ToStringBuilder(talk), "sample", "-n", "1000000000", "--out", "many.npy");
        await Workshop.Until(() => Directory.GetFiles(_workshop.Folder, "*.tmp").Any(static file => new FileInfo(file).Length > 100_000), "samples");
        Workshop.Send("TERM", process.ProcessId);

        Assert.Equal(143, (await process).ExitCode);
        Assert.Equal("error: stopped\n", talk.ToString());
        Assert.Empty(Directory.GetFiles(_workshop.Folder, "many.npy*"));
    }

    [Fact]
    public async Task AKilledRunShowsAsCrashedAndGoesOn()
    {
        CommandTask<CommandResult> process = _workshop.Start(
            PipeTarget.Null, "train", "--config", "ring.yaml", "--set", "training.steps=100000000", "--set", "output.checkpoint-every=1");
        RunFolder run = await Running();
        await Workshop.Until(() => run.Checkpoints().Count > 2, "checkpoints");
        Workshop.Send("KILL", process.ProcessId);
        await process;

        // Killed while one checkpoint after the other was written: each is whole.
        Assert.All(run.Checkpoints(), static checkpoint => SafetensorsFile.Open(checkpoint.Path).Dispose());
        ProgramResult list = await _workshop.GanOk("runs");
        Assert.Matches($@"{run.Id}\s+ring\s+crashed", list.Data);
        long reached = run.Checkpoints()[^1].Step;
        ProgramResult result = await _workshop.GanOk("train", "--resume", "latest", "--set", FormattableString.Invariant($"training.steps={reached + 30}"));

        Assert.Matches(FormattableString.Invariant($"^.{{8}} ring seed 0 cpu runs/ring/{run.FolderPart} from step {reached:N0}\n"), result.Talk);
        Assert.Equal((RunState.Completed, reached + 30), (RunStatus.Read(run.StatusPath).State, RunStatus.Read(run.StatusPath).Step));
        long[] steps = [.. MetricsReader.Read(run.MetricsPath).Rows.Select(static row => row.Step)];
        Assert.Equal(Enumerable.Range(1, (int)(reached + 30) / 10).Select(static i => i * 10L), steps);
    }

    public void Dispose() => _workshop.Dispose();

    private async Task<RunFolder> Running(bool isLogged = true)
    {
        RunFolder? run = null;
        await Workshop.Until(
            () => (run = RunFinder.All(_workshop["runs"]).SingleOrDefault()) is not null
                && File.Exists(run.StatusPath)
                && (!isLogged || (File.Exists(run.MetricsPath) && new FileInfo(run.MetricsPath).Length > 0)),
            "the run to begin");
        return run!;
    }

    /// <summary>Hundredths of a second that the training thread has computed.</summary>
    private static long TrainingTicks(int process)
    {
        foreach (string task in Directory.GetDirectories(FormattableString.Invariant($"/proc/{process}/task")))
        {
            string stat = File.ReadAllText(Path.Combine(task, "stat"));
            if (stat.Contains("(training)", StringComparison.Ordinal))
            {
                return long.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[11], CultureInfo.InvariantCulture);
            }
        }

        return 0;
    }
}
