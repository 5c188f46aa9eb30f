using System.Text.Json;
using GanCli.Commands;
using GanCli.Engine.Data;
using GanCli.Engine.Metrics;
using GanCli.Engine.Random;
using GanCli.Runs;
using GanCli.Terminal;
using GanCli.Tests.Support;

namespace GanCli.Tests.Commands;

public sealed class RunsCommandTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 15, 45, 1, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void WhereTheRunsAreIsOneLine()
    {
        var (code, data, talk) = Gan(StreamTraits.Plain, "runs", "--where");

        Assert.Equal((0, _folder["runs"] + "\n", ""), (code, data, talk));
    }

    [Fact]
    public void RunsAreRemovedAfterAYes()
    {
        Fill();

        Assert.Equal((2, "error: nobody is there to be asked: use --yes\n"), Removal(StreamTraits.Plain, null, "3fa9c1"));
        var terminal = new StreamTraits(IsTerminal: true, HasColour: false, 100);
        var (refused, question) = Removal(terminal, "n", "3fa9c1");
        Assert.Equal(1, refused);
        Assert.EndsWith("remove 1 run for good? [y/N] nothing was removed\n", question, StringComparison.Ordinal);
        Assert.Contains("  3fa9c1  mog8  ", question, StringComparison.Ordinal);
        Assert.Equal(4, RunFinder.All(_folder["runs"]).Count);

        Assert.Equal(0, Removal(terminal, "y", "3fa9c1").Code);
        Assert.Equal((0, "15:45:01 1 run removed\n"), Removal(StreamTraits.Plain, null, "grid25", "--yes"));

        Assert.Equal(["c0ffee", "b07d2e"], RunFinder.All(_folder["runs"]).Select(static run => run.Id));
        Assert.False(Directory.Exists(_folder["runs", "grid25"]));
        Assert.Empty(Directory.GetDirectories(_folder.FullName, "*.removed", SearchOption.AllDirectories));
    }

    [Fact]
    public void ARunningOneIsNeverRemovedNorWhatIsNamedWithIt()
    {
        Fill();
        RunFolder running = RunFinder.Find(_folder["runs"], "90c4aa");
        using (running.TryLock())
        {
            Assert.Equal((2, "error: 90c4aa (grid25) is running; stop it first. Nothing was removed\n"),
                Removal(StreamTraits.Plain, null, "3fa9c1", "90c4aa", "--yes"));
        }

        (RunStatus.Read(running.StatusPath) with { State = RunState.Running, Process = RunProcess.Current() }).Write(running.StatusPath);
        Assert.Equal(2, Removal(StreamTraits.Plain, null, "90c4aa", "--yes").Code);
        Assert.Equal(2, Removal(StreamTraits.Plain, null, "none", "--yes").Code);
        Assert.Equal(4, RunFinder.All(_folder["runs"]).Count);
    }

    private (int Code, string Talk) Removal(StreamTraits traits, string? answer, params string[] words)
    {
        var recorded = new RecordedOutput(traits) { Answers = answer is null ? null : () => answer };
        return (CommandLine.Run(["runs", "rm", .. words, "--runs-dir", _folder["runs"]], recorded.Output), recorded.Talk);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TheTableShowsTheNewestFirst()
    {
        Fill();
        var (code, data, talk) = Gan(StreamTraits.Plain, "runs");
        Assert.Equal(
            """
              RUN     NAME           STATUS       STEP          SEED  MODES     HQ  REVERSE KL    AGE
              c0ffee  mog8           –            –                1      –      –           –    5 s
              3fa9c1  mog8           completed    10,000           0    8/8  74.0%       0.002  2 min
              b07d2e  mog8-collapse  crashed      10/10,000        0    3/8  92.1%       1.104  5 min
              90c4aa  grid25         interrupted  4,200/20,000     0  19/25  31.0%           –    1 h

            """.ReplaceLineEndings("\n"),
            data);
        Assert.Equal((0, ""), (code, talk));
    }

    [Theory]
    [InlineData(60, "  RUN     NAME           STATUS       STEP          MODES")]
    [InlineData(45, "  RUN     NAME           STATUS     ")]
    public void ANarrowTerminalGetsFewerColumns(int width, string heading)
    {
        Fill();
        var (_, data, _) = Gan(new StreamTraits(IsTerminal: true, HasColour: false, width), "runs");
        Assert.StartsWith(heading.TrimEnd(), data.Split('\n')[0]);
        Assert.All(data.Split('\n'), line => Assert.InRange(line.Length, 0, width));
    }

    [Fact]
    public void AProgramGetsTheSameAsJson()
    {
        Fill();
        var (_, data, _) = Gan(StreamTraits.Plain, "runs", "--json");
        using var document = JsonDocument.Parse(data);
        var runs = document.RootElement.EnumerateArray().ToArray();
        Assert.Equal(["c0ffee", "3fa9c1", "b07d2e", "90c4aa"], runs.Select(run => run.GetProperty("id").GetString()));
        Assert.Equal(JsonValueKind.Null, runs[0].GetProperty("status").ValueKind);
        Assert.Equal("crashed", runs[2].GetProperty("status").GetProperty("state").GetString());
        Assert.Equal("NaN", runs[3].GetProperty("status").GetProperty("metrics").GetProperty("reverse-kl").GetString());
        Assert.Equal("0", runs[3].GetProperty("seed").GetString());
        Assert.Equal("90c4aa", JsonDocument.Parse(Gan(StreamTraits.Plain, "runs", "show", "90c4", "--json").Data).RootElement.GetProperty("id").GetString());
    }

    [Fact]
    public void WithoutRunsItSaysHowToBegin()
    {
        Assert.Equal(
            (0, "", $"15:45:01 there are no runs in {_folder["runs"]} yet; the first: gan train --config mog8.yaml\n"),
            Gan(StreamTraits.Plain, "runs"));
        Assert.Equal((0, "[]\n", ""), Gan(StreamTraits.Plain, "runs", "--json"));
    }

    [Fact]
    public void ARunIsShownWithAllThatIsKnown()
    {
        Fill();
        var run = RunFinder.Find(_folder["runs"], "3fa9c1");
        File.WriteAllText(run.CheckpointPath(9_000), "");
        File.WriteAllText(run.CheckpointPath(10_000), "");
        new RunManifest
        {
            Name = "mog8",
            Created = Now,
            Arguments = ["gan", "train", "--config", "mog8.yaml"],
            Program = "gan 0.1.0",
            TorchSharp = "0.107.0",
            Libtorch = "2.10.0",
            OperatingSystem = "Debian 12",
            Runtime = ".NET 10.0.1",
            Device = "cpu",
            Threads = 2,
            Seed = "0",
            GitCommit = "1f9cd13",
            GitDirty = true,
            Networks = [new NetworkDescription("generator", 49_666, []), new NetworkDescription("discriminator", 17_025, [])],
            Sessions = [new RunSession(Now.AddMinutes(-1), 6_412, [])],
        }.Write(run.ManifestPath);
        Assert.Equal(
            $"""
              mog8 · 3fa9c1 · completed · step 10,000
              {run.Path}

              begun         2026-11-22 15:43:01 UTC, 2 min ago
              trained for   9 s
              command       gan train --config mog8.yaml
              resumed       2026-11-22 15:44:01 UTC from step 6,412
              seed          0
              device        cpu, 2 threads
              with          gan 0.1.0, TorchSharp 0.107.0, libtorch 2.10.0, .NET 10.0.1, Debian 12
              git commit    1f9cd13, with changes
              generator     49,666 weights
              discriminator 17,025 weights
              checkpoints   step 9,000, 10,000
              best          step 9,000 (modes 8/8; of equals the best by the next metrics, then the first)

              METRIC                VALUE  BETTER  PERFECT  BLOB’S BEST  SAMPLES
              Modes held            8/8    higher      8/8            –        –
              High-quality samples  74.0%  higher    98.9%            –        –
              Reverse KL            0.002  lower         –            –        –

            """.ReplaceLineEndings("\n"),
            Gan(StreamTraits.Plain, "runs", "show", "3fa").Data);
        Assert.Contains("c0ffee", Gan(StreamTraits.Plain, "runs", "show").Data);

        // On a narrow terminal no line ends within a word.
        Assert.Contains(
            """
              with          gan 0.1.0, TorchSharp 0.107.0, libtorch
                            2.10.0, .NET 10.0.1, Debian 12

            """.ReplaceLineEndings("\n"),
            Gan(new StreamTraits(IsTerminal: true, HasColour: false, 56), "runs", "show", "3fa").Data, StringComparison.Ordinal);
    }

    [Fact]
    public void DefinitionsAreThoseOfTheRun()
    {
        Fill();
        var run = RunFinder.Find(_folder["runs"], "3fa9c1");
        MetricsInfo info = MetricsInfo.Read(run.MetricsInfoPath);
        new MetricsInfo(
            info.Metrics
                .ToDictionary(metric => metric.Key, metric => metric.Key == "hq" ? metric.Value with { Help = "Share of samples within the radius of a mode" }
                    : metric.Value)).Write(run.MetricsInfoPath);
        Assert.Contains(
            "  hq  High-quality samples, better higher\n    Share of samples within the radius of a mode\n",
            Gan(StreamTraits.Plain, "runs", "show", "3fa9c1", "--definitions").Data, StringComparison.Ordinal);
        Assert.DoesNotContain("Share of samples within", Gan(StreamTraits.Plain, "runs", "show", "3fa9c1").Data, StringComparison.Ordinal);
    }

    // With every metric of the catalog, the longest labels and values as long as they come.
    [Fact]
    public void At80ColumnsEveryMetricHasItsDirection()
    {
        var run = RunFolder.Create(_folder["runs"], "all", Now, "0", () => "a11a11");
        var infos = Evaluator.Glossary().Where(metric => metric.Kind is not ("class-coverage" or "inception-score")).SelectMany(metric => metric.Values)
            .Where(info => info.Format != MetricFormat.PerMode).ToArray();
        new RunStatus
        {
            State = RunState.Completed, Step = 1, Steps = 1, Process = new RunProcess(int.MaxValue, Now, Environment.MachineName), Updated = Now, Seconds = 1,
            Metrics =
                new OrderedDictionary<string, RowValue>(
                    infos.Select(info => KeyValuePair.Create(info.Name, (RowValue)(info.Format == MetricFormat.Percent ? 0.5 : 6089.181)))),
        }.Write(run.StatusPath);
        var evaluator =
            new Evaluator(new RingConfig { Samples = 60 }.Build(new RandomStreams(0)),
                Evaluator.Named(["all"], new RingConfig { Samples = 60 }.Build(new RandomStreams(0))));
        evaluator.Describe(20, 20, new RandomStreams(0).Evaluation).Write(run.MetricsInfoPath);
        string[] lines = Gan(StreamTraits.Plain with { Width = 80 }, "runs", "show", "a11a11").Data.Split('\n');
        Assert.All(lines.Where(line => !line.Contains(_folder["runs"], StringComparison.Ordinal)), line => Assert.InRange(line.Length, 0, 80));
        Assert.All(infos,
            info => Assert.Contains(lines, line => line.StartsWith($"  {info.Label} ", StringComparison.Ordinal) && line.Contains(info.Better switch
        {
            Better.Higher => " higher ", Better.Lower => " lower ", _ => " near ",
        }, StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.Contains("Support size (birthday)", StringComparison.Ordinal) && line.Contains(" 6,089", StringComparison.Ordinal)
            && !line.Contains("6,089.", StringComparison.Ordinal));
    }

    [Fact]
    public void ADamagedStatusIsNamedAndHidesNoOtherRun()
    {
        Fill();
        var run = RunFinder.Find(_folder["runs"], "3fa9c1");
        File.WriteAllText(run.StatusPath, "{");
        var (code, data, _) = Gan(StreamTraits.Plain, "runs");
        Assert.Equal(0, code);
        Assert.Equal(6, data.Split('\n').Length);
        Assert.Contains($"{run.StatusPath}: not readable", Gan(StreamTraits.Plain, "runs", "show", "3fa9c1").Data);
    }

    [Fact]
    public void ARunThatIsNotThereIsAWrongArgument()
    {
        Fill();
        var (code, data, talk) = Gan(StreamTraits.Plain, "runs", "show", "ffffff");
        Assert.Equal((2, ""), (code, data));
        Assert.Equal(
            $"error: no run 'ffffff' in {_folder["runs"]}; the newest are c0ffee (mog8), 3fa9c1 (mog8), b07d2e (mog8-collapse), 90c4aa (grid25)\n",
            talk);
    }

    [Fact]
    public async Task TheProgramListsRunsInTheFolderThatTheEnvironmentNames()
    {
        Fill();
        var gan = new ProgramUnderTest { Environment = new Dictionary<string, string?> { ["GAN_RUNS_DIR"] = _folder["runs"] } };
        ProgramResult result = await gan.RunAsync("runs");
        Assert.Equal((0, ""), (result.ExitCode, result.Talk));
        Assert.Contains("  3fa9c1  mog8           completed    10,000 ", result.Data, StringComparison.Ordinal);
    }

    private (int Code, string Data, string Talk) Gan(StreamTraits traits, params string[] arguments)
    {
        using var data = new StringWriter { NewLine = "\n" };
        using var talk = new StringWriter { NewLine = "\n" };
        var code = CommandLine.Run([.. arguments, "--runs-dir", _folder["runs"]], new Output(data, traits, talk, StreamTraits.Plain, new FixedClock()));
        return (code, data.ToString(), talk.ToString());
    }

    private void Fill()
    {
        RunFolder.Create(_folder["runs"], "mog8", Now.AddSeconds(-5), "1", () => "c0ffee");
        Write("mog8", "3fa9c1", TimeSpan.FromMinutes(2), RunState.Completed, 10_000, 10_000, 8, [8, 0.74, 0.0021]);
        Write("mog8-collapse", "b07d2e", TimeSpan.FromMinutes(5), RunState.Running, 10, 10_000, 8, [3, 0.921, 1.104]);
        Write("grid25", "90c4aa", TimeSpan.FromMinutes(100), RunState.Interrupted, 4_200, 20_000, 25, [19, 0.31, double.NaN]);
    }

    private void Write(string name, string hash, TimeSpan age, RunState state, long step, long steps, int modes, double[] values)
    {
        var run = RunFolder.Create(_folder["runs"], name, Now - age, "0", () => hash);
        new RunStatus
        {
            State = state,
            Step = step,
            Steps = steps,
            Process = new RunProcess(int.MaxValue, Now, Environment.MachineName),
            Updated = Now,
            Seconds = 9.1,
            Metrics = new OrderedDictionary<string, RowValue>
            {
                ["modes"] = values[0],
                ["frequency"] = (double[])[0.5, 0.5],
                ["hq"] = values[1],
                ["reverse-kl"] = values[2],
            },
            Best = new BestCheckpoint(9_000, "modes", 8),
        }.Write(run.StatusPath);
        new MetricsInfo(new OrderedDictionary<string, MetricDescription>
        {
            ["modes"] = new("Modes held", MetricDirection.Higher, MetricDisplay.Count) { Total = modes, Perfect = new PerfectScore(2500, modes, modes, modes) },
            ["frequency"] = new("Frequency", MetricDirection.Closer, MetricDisplay.PerMode),
            ["hq"] = new("High-quality samples", MetricDirection.Higher, MetricDisplay.Percent)
            {
                Perfect = new PerfectScore(2500, 0.98, 0.97, 0.99),
                PerfectFinal = new PerfectScore(10_000, 0.989, 0.98, 0.99),
            },
            ["reverse-kl"] = new("Reverse KL", MetricDirection.Lower, MetricDisplay.Number),
        }).Write(run.MetricsInfoPath);
    }

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
