using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;
using GanCli.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.EndToEnd;

/// <summary>What <c>gan train</c> says, on which stream, and with which exit code.</summary>
public sealed class TrainTests : IDisposable
{
    private readonly Workshop _workshop = new();

    [Fact]
    public async Task ThroughAPipeItTalksInPlainLinesWithTheTime()
    {
        ProgramResult result = await _workshop.GanOk("train", "--config", "ring.yaml");

        RunFolder run = _workshop.Latest();
        Assert.Empty(result.Data);
        string folder = Regex.Escape($"runs/ring/{run.FolderPart}");
        Assert.Matches(
            $@"^\d\d:\d\d:\d\d ring seed 0 cpu {folder}\n(\d\d:\d\d:\d\d step .*\n)*\d\d:\d\d:\d\d completed step 40 modes \d/4°? hq \d+\.\d%°? kl "
                + $@"\d\.\d+°?( \(° no better than a blob\))? watch: [a-z]+[^;\n]*; {folder}\n$", result.Talk);
        AssertMarks(run, result.Talk.TrimEnd().Split('\n')[^1]);
        AssertPlain(result.Talk);
    }

    // The last line marks what the tables of runs mark, by the one rule, and says so where there is a mark.
    private static void AssertMarks(RunFolder run, string line)
    {
        MetricsInfo info = MetricsInfo.Read(run.MetricsInfoPath);
        IReadOnlyDictionary<string, RowValue> values = RunStatus.Read(run.StatusPath).Metrics;
        bool any = false;
        foreach ((string name, string shown) in new[] { ("modes", "modes"), ("hq", "hq"), ("reverse-kl", "kl") })
        {
            string text = info.Metrics[name].Text(values[name].Number);
            bool marked = info.Metrics[name].IsNoBetterThanBlob(values[name].Number, final: true);
            any |= marked;
            Assert.Contains($" {shown} {text}{(marked ? "°" : "")} ", line, StringComparison.Ordinal);
        }

        Assert.Equal(any, line.Contains("(° no better than a blob)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task JsonIsAllThatIsOnStdout()
    {
        ProgramResult result = await _workshop.GanOk("train", "--config", "ring.yaml", "--json", "--seed", "5", "--name", "mine");

        JsonNode json = JsonNode.Parse(result.Data)!;
        RunFolder run = _workshop.Latest();
        Assert.Equal(run.Id, json["run"]!.GetValue<string>());
        Assert.Equal(run.Path, json["folder"]!.GetValue<string>());
        Assert.Equal(("mine", "5"), (run.Name, run.Seed));
        Assert.Equal(("mine", "completed", "cpu"), (json["name"]!.GetValue<string>(), json["state"]!.GetValue<string>(), json["device"]!.GetValue<string>()));
        Assert.Equal((40, 40, 1), (json["step"]!.GetValue<int>(), json["steps"]!.GetValue<int>(), json["threads"]!.GetValue<int>()));
        Assert.Null(json["message"]);
        Assert.InRange(json["seconds"]!.GetValue<double>(), 0, 600);
        Assert.Equal(4, json["metrics"]!["modes"]!["total"]!.GetValue<int>());
        Assert.InRange(json["metrics"]!["hq"]!["perfect"]!.GetValue<double>(), 0.9, 1);
        Assert.Equal(4, json["metrics"]!["mode-frequency"]!["value"]!.AsArray().Count);
        AssertPlain(result.Data);
        AssertPlain(result.Talk);
    }

    [Fact]
    public async Task QuietSaysNothing()
    {
        ProgramResult result = await _workshop.GanOk("train", "--config", "ring.yaml", "--quiet");

        Assert.Empty(result.Talk);
        Assert.Empty(result.Data);
    }

    /// <summary>G that does not move leaves most of the data out: at three looks in a row it is stuck.</summary>
    [Fact]
    public async Task ARunThatIsToFailOnCollapseEndsWithThreeAndCanGoOn()
    {
        ProgramResult result = await _workshop.Gan(
            "train", "--config", "ring.yaml", "--json", "--fail-on", "collapse", "--set", "optimizer.generator.lr=1e-12", "--set", "watch.every=5", "--set",
            "watch.thresholds={uncovered: 0.06, healthy: 0.05, patience: 3, improving: 1}");

        Assert.Equal(3, result.ExitCode);
        RunFolder run = _workshop.Latest();
        Assert.Matches(@"ended by the watch at step 15: (partial collapse|collapsed) \(\d+% of the data uncovered since step 5[;)]", result.Talk);
        JsonNode json = JsonNode.Parse(result.Data)!;
        Assert.Equal(("collapsed", 15), (json["state"]!.GetValue<string>(), json["step"]!.GetValue<int>()));
        Assert.Equal(5, json["watch"]!["since"]!.GetValue<int>());
        Assert.Equal((RunState.Collapsed, 15L), (RunStatus.Read(run.StatusPath).State, run.Checkpoints()[^1].Step));

        await _workshop.GanOk("train", "--resume", run.Id, "--set", "watch.fail-on=[]");
        Assert.Equal((RunState.Completed, 40L), (RunStatus.Read(run.StatusPath).State, RunStatus.Read(run.StatusPath).Step));
    }

    [Fact]
    public async Task ADivergedRunEndsWithFourAndNamesStepAndNetwork()
    {
        ProgramResult result = await _workshop.Gan(
            "train", "--config", "ring.yaml", "--quiet", "--json", "--set", "training.steps=5000", "--set", "loss=wasserstein", "--set",
            "output.checkpoint-every=2",
            "--set", "optimizer.generator={kind: sgd, lr: 2}", "--set", "optimizer.discriminator={kind: sgd, lr: 2}");

        Assert.Equal(4, result.ExitCode);
        RunFolder run = _workshop.Latest();
        Match said = Regex.Match(
            result.Talk,
            @"^(?<message>diverged at step \d+: .+ of the (generator|discriminator) is not finite) · the checkpoint of step (?<step>\d+) is kept · runs/ring/"
                + run.FolderPart + "\n$",
            RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        Assert.True(said.Success, result.Talk);
        JsonNode json = JsonNode.Parse(result.Data)!;
        Assert.Equal("diverged", json["state"]!.GetValue<string>());
        Assert.Equal(said.Groups["message"].Value, json["message"]!.GetValue<string>());
        Assert.Equal(RunState.Diverged, RunStatus.Read(run.StatusPath).State);
        Assert.Equal(said.Groups["step"].Value, FormattableString.Invariant($"{run.Checkpoints()[^1].Step}"));
        ProgramResult sample = await _workshop.GanOk("sample", "-n", "2");
        Assert.DoesNotContain("NaN", sample.Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABadConfigTellsAllItsErrorsAndCreatesNothing()
    {
        _workshop.Write("bad.yaml", "data: {kind: ring, radios: 2}\nloss: wasserstien\ntraining: {steps: 0}\n");

        ProgramResult result = await _workshop.Gan("train", "--config", "bad.yaml", "--set", "training.stepz=100");

        Assert.Equal(
            $"""
            bad.yaml:1:20 data.radios: unknown key; did you mean 'radius'?
            bad.yaml:2:7  loss: 'wasserstien' is not a loss; did you mean 'wasserstein'?
                            losses: {string.Join(", ", Engine.Config.Catalog.FindFamily("losses")!.Kinds)}   (gan list losses)
            bad.yaml:3:19 training.steps: 0 is outside [1, 1000000000000]
            --set         training.stepz: unknown key; did you mean 'steps'?
            4 errors; nothing was started

            """,
            result.Talk);
        Assert.Equal(2, result.ExitCode);
        Assert.Empty(result.Data);
        Assert.False(Directory.Exists(_workshop["runs"]));
    }

    [Theory]
    [InlineData("train", "error: what to train? give --config FILE (gan train --config mog8.yaml) or --resume RUN")]
    [InlineData("train --config ring.yaml --resume latest", "error: --resume goes on with the run's own config; leave out --config")]
    [InlineData("train --resume latest", "error: no run 'latest': there are no runs in {runs} yet")]
    public async Task SenselessArgumentsAreUsageErrors(string line, string message)
    {
        ProgramResult result = await _workshop.Gan(line.Split(' '));

        Assert.Equal(message.Replace("{runs}", _workshop["runs"], StringComparison.Ordinal) + "\n", result.Talk);
        Assert.Equal(2, result.ExitCode);
        Assert.False(Directory.Exists(_workshop["runs"]));
    }

    [Fact]
    public async Task ADryRunShowsEverythingAndCreatesNothing()
    {
        ProgramResult result = await _workshop.GanOk("train", "--config", "ring.yaml", "--dry-run", "--set", "training.steps=77");

        Assert.Contains("  steps: 77\n", result.Data, StringComparison.Ordinal);
        Assert.Matches(@"generator: \[4\] → \[2\], 58 weights\n", result.Data);
        Assert.Matches(@"discriminator: \[2\] → \[1\], 33 weights\n", result.Data);
        Assert.Matches(@"0\.linear +\[8\] +40\n", result.Data);
        Assert.Matches(@"\nestimated memory: about \d+ MB beside the libraries\n$", result.Data);
        Assert.Empty(result.Talk);
        Assert.False(Directory.Exists(_workshop["runs"]));
    }

    [Fact]
    public async Task ADoubtfulConfigIsTrainedAndTheWarningKept()
    {
        const string Doubt =
            "--set regularizers[0]: minibatch-discrimination lets D's output on a sample depend on the whole batch, so this penalty sees gradients that mix "
                + "samples";
        string[] arguments = ["train", "--config", "ring.yaml", "--set", "regularizers=[zero-centered, minibatch-discrimination]"];
        ProgramResult dry = await _workshop.Gan([.. arguments, "--dry-run"]);
        ProgramResult trained = await _workshop.GanOk(arguments);
        RunFolder run = _workshop.Latest();
        ProgramResult shown = await _workshop.GanOk("runs", "show", run.Id);
        ProgramResult quiet = await _workshop.GanOk([.. arguments, "--quiet"]);

        Assert.Matches($@"^\d\d:\d\d:\d\d warning: {Regex.Escape(Doubt)}\n$", dry.Talk);
        Assert.Matches($@"^\d\d:\d\d:\d\d warning: {Regex.Escape(Doubt)}\n\d\d:\d\d:\d\d ring seed 0 ", trained.Talk);
        Assert.Equal([Doubt], RunManifest.Read(run.ManifestPath).Warnings);
        Assert.Contains($"\n  warning       {Doubt}\n", shown.Data, StringComparison.Ordinal);
        Assert.Empty(quiet.Talk);
        Assert.Equal([Doubt], RunManifest.Read(_workshop.Latest().ManifestPath).Warnings);
    }

    [Fact]
    public async Task ADryRunShowsTheNetworksThatRemediesBringAlong()
    {
        ProgramResult result = await _workshop.GanOk("train", "--config", "ring.yaml", "--dry-run", "--set", "regularizers=[veegan, mode-regularization]");

        Assert.Matches(@"\ndiscriminator: \[6\] → \[1\], 65 weights\n", result.Data);
        Assert.Matches(@"\nreconstructor: \[2\] → \[4\], 17,412 weights\n  LAYER +OUTPUT +WEIGHTS\n  0\.linear +\[128\] +384\n", result.Data);
        Assert.Matches(@"\nencoder: \[2\] → \[4\], 17,412 weights\n", result.Data);
    }

    [Fact]
    public async Task ADryRunNeedsNoLibtorchAndTrainingSaysThatItIsMissing()
    {
        using var copy = new ProgramCopy();
        ProgramUnderTest program = copy.Program with { WorkingDirectory = _workshop.Folder };

        ProgramResult dry = await program.RunAsync("train", "--config", "ring.yaml", "--dry-run");
        Assert.Equal((0, ""), (dry.ExitCode, dry.Talk));

        ProgramResult train = await program.RunAsync("train", "--config", "ring.yaml");
        Assert.Equal(1, train.ExitCode);
        Assert.Matches("^error: libtorch is missing: [^\n]+\n$", train.Talk);
        Assert.False(Directory.Exists(_workshop["runs"]));
    }

    [Fact]
    public async Task RunsGoWhereTheyAreSent()
    {
        ProgramUnderTest program = _workshop.Program with { Environment = new Dictionary<string, string?> { ["GAN_RUNS_DIR"] = _workshop["variable"] } };

        await program.RunAsync("train", "--quiet", "--config", "ring.yaml", "--set", "training.steps=1");
        await program.RunAsync("train", "--quiet", "--config", "ring.yaml", "--set", "training.steps=1", "--runs-dir", "option");

        Assert.Single(RunFinder.All(_workshop["variable"]));
        Assert.Single(RunFinder.All(_workshop["option"]));
        Assert.False(Directory.Exists(_workshop["runs"]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OnATerminalItRedrawsInPlace(bool withoutColour)
    {
        (int code, string text) = await OnATerminal(withoutColour, "", "train", "--config", "ring.yaml", "--set", "training.steps=400");

        Assert.True(code == 0, text);
        RunFolder run = _workshop.Latest();
        Assert.Contains("\e[2K", text, StringComparison.Ordinal);
        Assert.Equal(!withoutColour, text.Contains("\e[36m", StringComparison.Ordinal));
        string plain = WithoutColours(text);
        Assert.Contains($"  ring · ring, 4 modes, radius 2, σ 0.5 · G 58 · D 33 weights · cpu, 1 thread · seed 0\n  runs/ring/{run.FolderPart}\n", plain,
            StringComparison.Ordinal);
        Assert.Contains("  step 400 / 400  ━━━━━━━━", plain, StringComparison.Ordinal);
        Assert.Matches(
            $@"\n  done in \d+\.\d s · modes \d/4°? · HQ \d+\.\d%°? \(perfect \d+\.\d%\) · reverse KL \d\.\d+°? \(perfect \d\.\d+\)( · ° no better than a "
                + $@"blob)?\n  watch    [a-z]+.*\n( {{11}}.+\n)*"
                + $@"  report   gan report {run.Id}\n  sample   gan sample --checkpoint {run.Id} -n 1000 --out samples\.csv\n$", plain);

        // No line is wider than the terminal's 80 columns: it would wrap, and could not be redrawn.
        string[] drawn =
            [.. Regex.Split(plain, "\e\\[[0-9]*[AK]|[\r\n]", RegexOptions.None, TimeSpan.FromSeconds(1))
                .Where(static line => line.StartsWith("  step ", StringComparison.Ordinal) || line.StartsWith("  D ", StringComparison.Ordinal))];
        Assert.True(drawn.Length > 2);
        Assert.All(drawn, static line => Assert.InRange(line.Length, 1, 79));
    }

    [Fact]
    public async Task CtrlCOnATerminalSavesAndSaysHowToGoOn()
    {
        (int code, string text) = await OnATerminal(withoutColour: false, "modes", "train", "--config", "ring.yaml", "--set", "training.steps=100000000");

        Assert.Equal(130, code);
        RunFolder run = _workshop.Latest();
        string step = FormattableString.Invariant($"{RunStatus.Read(run.StatusPath).Step:N0}");
        Assert.EndsWith($"  interrupted at step {step} · checkpoint saved · continue with: gan train --resume {run.Id}\n", text, StringComparison.Ordinal);
    }

    public void Dispose() => _workshop.Dispose();

    private static void AssertPlain(string text)
    {
        Assert.DoesNotContain('\e', text);
        Assert.DoesNotContain('\r', text);
    }

    private static string WithoutColours(string text) => Regex.Replace(text, "\e\\[[0-9;]*m", "", RegexOptions.None, TimeSpan.FromSeconds(1));

    /// <summary>Runs the program on a pseudo-terminal.</summary>
    /// <param name="withoutColour">Sets NO_COLOR.</param>
    /// <param name="interruptAt">Ctrl-C is pressed once this was shown below the heading; empty for never.</param>
    /// <param name="arguments">Of the program.</param>
    private async Task<(int ExitCode, string Text)> OnATerminal(bool withoutColour, string interruptAt, params string[] arguments)
    {
        Tools.RequireThat(!OperatingSystem.IsWindows(), "needs a pseudo-terminal");
        const string Script =
            """
            import os, pty, signal, sys
            pid, terminal = pty.fork()
            if pid == 0:
                # Whatever the tests' own parent had ignored.
                signal.signal(signal.SIGINT, signal.SIG_DFL)
                os.execv(sys.argv[2], sys.argv[2:])
            seen, key = bytearray(), sys.argv[1].encode()
            while True:
                try:
                    data = os.read(terminal, 4096)
                except OSError:
                    break
                if not data:
                    break
                seen.extend(data)
                if key and key in seen.partition(b'runs/')[2]:
                    os.write(terminal, b'\x03')
                    key = b''
            code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
            sys.stdout.write(seen.decode().replace('\r\n', '\n'))
            sys.exit(code)
            """;
        BufferedCommandResult result = await Cli.Wrap(Tools.Require("python3"))
            .WithArguments(["-c", Script, interruptAt, ProgramUnderTest.DefaultPath, .. arguments])
            .WithWorkingDirectory(_workshop.Folder)
            .WithEnvironmentVariables(new Dictionary<string, string?>
            {
                ["TERM"] = "xterm", ["NO_COLOR"] = withoutColour ? "1"
                    : null, ["CI"] = null, ["GITHUB_ACTIONS"] = null, ["GAN_RUNS_DIR"] = null, ["COLUMNS"] = null,
            })
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        Assert.Empty(result.StandardError);
        return (result.ExitCode, result.StandardOutput);
    }
}
