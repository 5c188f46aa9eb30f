using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;
using GanCli.Runs.Records;
using GanCli.Tests.Support;

namespace GanCli.Tests.Scripts;

public sealed class RemediesTableTests : IDisposable
{
    private const string Begin = "<!-- begin of the table: scripts/remedies-table writes it -->\n";
    private const string End = "<!-- end of the table -->\n";

    private readonly TemporaryFolder _folder = new();

    public RemediesTableTests()
    {
        // Wide modes: some are hit by chance, so that settings differ. A prime number of samples: no share ends in a 5 that could be rounded two ways.
        File.WriteAllText(_folder["few-tuning.yaml"], """
            base: remedies/baseline.yaml
            seeds: 100..101
            set: {training.steps: 2, training.batch: 16, evaluation: {every: 2, samples: 211, final-samples: 211, metrics: [mode-coverage]}}
            axes:
              - points:
                  - {label: baseline / as it stands, base: remedies/baseline.yaml}
                  - {label: baseline / G 1e-2, base: remedies/baseline.yaml, set: {optimizer.generator.lr: 1e-2}}
                  - {label: packing / samples 4, base: remedies/packing.yaml, set: {regularizers: [{kind: packing, samples: 4}]}}
                  - {label: packing / samples 2, base: remedies/packing.yaml}
              - points: [{label: D × 1}]
              - points:
                  - {label: ring, set: {data: {kind: ring, modes: 8, radius: 1, std: 0.25}}}
                  - {label: grid, set: {data: {kind: grid, side: 5, spacing: 0.5, std: 0.15}}}
            """);
        File.WriteAllText(_folder["table.md"], $"# Before\n{Begin}old\n{End}after\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ChoosesOnSomeSeedsComparesOnOthersAndTrainsNoneTwice()
    {
        ProgramResult first = await RunAsync();

        Assert.Equal((0, ""), (first.ExitCode, first.Data));
        string[] chosen = [.. Chosen()];
        string[] points =
            [.. (await File.ReadAllLinesAsync(_folder["few.yaml"], TestContext.Current.CancellationToken))
                .Where(static line => line.Contains("{label: ", StringComparison.Ordinal))];
        Assert.Equal(chosen, points.Where(static line => line.Contains('#', StringComparison.Ordinal)).Select(Choice));
        Assert.Equal(2,
            points.Count(static line => line.EndsWith("}}}", StringComparison.Ordinal)
                && line.Contains(" / baseline, base: remedies/baseline.yaml", StringComparison.Ordinal)));
        string text = await File.ReadAllTextAsync(_folder["table.md"], TestContext.Current.CancellationToken);
        Assert.StartsWith(
            $"# Before\n{Begin}\n| remedy, on the ring | chosen | n | modes held | all modes | 95 % interval | HQ % | spread | reverse KL | score | s a step "
                + $"| s in all | modes: p | score: p | diverged |\n", text, StringComparison.Ordinal);
        Assert.EndsWith($"\n{End}after\n", text, StringComparison.Ordinal);
        Assert.Contains("\n`scripts/remedies-table`, seeds 0 to 1, at commit ", text, StringComparison.Ordinal);
        string[] halves = text.Split("| remedy, on the grid |");
        Assert.Equal(2, halves.Length);
        await CompareAsync("ring", halves[0], points);
        await CompareAsync("grid", halves[1], points);

        Assert.Equal(points.Length, Directory.GetDirectories(_folder["few"], "*-s0-*").Length);
        ProgramResult again = await RunAsync("--table-only");
        Assert.Equal((0, "", ""), (again.ExitCode, again.Data, again.Talk));
        Assert.Equal(text, await File.ReadAllTextAsync(_folder["table.md"], TestContext.Current.CancellationToken));
    }

    /// <summary>What was recorded under a label before another setting was chosen for it is no run of the new choice.</summary>
    [Fact]
    public async Task ASecondChoiceTakesTheLabelOfTheFirst()
    {
        FewTries();
        Assert.Equal((0, ""), await EndingAsync());
        Assert.Equal("samples 4, D × 1", Row(Table.Split("| remedy, on the grid |")[0], "packing")[1]);

        Edit("packing / samples 4, base: remedies/packing.yaml, set: {regularizers: [{kind: packing, samples: 4}]}",
            "packing / samples 8, base: remedies/packing.yaml, set: {regularizers: [{kind: packing, samples: 8}]}");
        Assert.Equal((0, ""), await EndingAsync());
        string[] halves = Table.Split("| remedy, on the grid |");
        string recorded = await File.ReadAllTextAsync(_folder["records", "few.jsonl"], TestContext.Current.CancellationToken);
        Assert.Contains("\"samples\":4", recorded, StringComparison.Ordinal);
        Assert.Contains("\"samples\":8", recorded, StringComparison.Ordinal);
        foreach (string half in halves)
        {
            Assert.Equal(["samples 8, D × 1", "2"], Row(half, "packing")[1..3]);
            Assert.Equal(["as it stands", "2"], Row(half, "baseline")[1..3]);
        }

        Assert.Contains("\n4 recorded runs are no points of few.yaml as it stands: left out.\n", halves[1], StringComparison.Ordinal);
    }

    /// <summary>Runs of another length are recorded beside those of the length that the sweep has now.</summary>
    [Fact]
    public async Task AnEditedBaseIsRunAnewAndChosenFrom()
    {
        FewTries();
        Assert.Equal((0, ""), await EndingAsync());
        Edit("training.steps: 2,", "training.steps: 3,");
        Assert.Equal((0, ""), await EndingAsync());

        RecordedRun[] tries = [.. RecordFile.Read(_folder["records", "few-tuning.jsonl"]).Runs];
        Assert.Equal([4, 4], new[] { 2, 3 }.Select(steps => tries.Count(run => run.Step == steps)));
        Assert.Contains("training.steps: 3,", await File.ReadAllTextAsync(_folder["few.yaml"], TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        string[] points =
            [.. (await File.ReadAllLinesAsync(_folder["few.yaml"], TestContext.Current.CancellationToken))
                .Where(static line => line.Contains("{label: ", StringComparison.Ordinal))];
        Assert.Equal(Chosen(tries.Where(static run => run.Step == 3)), points.Where(static line => line.Contains('#', StringComparison.Ordinal))
            .Select(Choice));
    }

    /// <summary>Rows that different programs made are not silently one table.</summary>
    [Fact]
    public async Task VersionsOfTheProgramAreTakenFromBothKindsOfDataAndSaid()
    {
        FewTries();
        Assert.Equal((0, ""), await EndingAsync());
        Assert.Matches("`scripts/remedies-table`, seeds 0 to 1, at commit [0-9a-f]{7}( with changes)?\\.\n", Table);

        RecordFile record = RecordFile.Read(_folder["records", "few.jsonl"]);
        RecordedRun[] ring = [.. record.Runs.Where(static run => run.Point.Label.StartsWith("ring", StringComparison.Ordinal))];
        Array.ForEach(ring, run => record.Add(run with { Program = "gan 0.1.0+abcdef0123", Commit = null }));
        await File.WriteAllTextAsync(_folder["records", "few.jsonl"], record.Text(), TestContext.Current.CancellationToken);
        Assert.Equal((0, ""), await EndingAsync("--table-only"));
        Assert.Contains("`scripts/remedies-table`, seeds 0 to 1. **The runs are of 2 versions of the program**", Table, StringComparison.Ordinal);
        Assert.Contains($"commit abcdef0 ({ring.Length} runs)", Table, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADryRunTellsOfBothSweepsAndLeavesNothing()
    {
        FewTries();
        string[] before = Files();
        ProgramResult result = await RunAsync("--dry-run", "--workers", "2");

        Assert.Equal((0, ""), (result.ExitCode, result.Talk));
        Assert.Matches(
            @"\Atuning \(few-tuning\.yaml\): 4 runs, 0 recorded, 4 left: about \d+ s with 2 workers\n"
            + @"comparison \(few\.yaml\): 2 remedies with the tuned baseline, and the baseline as it stands, × 2 seeds × 2 kinds of data: 12 runs at most: "
            + @"about \d+ s\n\z",
            result.Data);
        Assert.Equal(before, Files());

        // What is recorded is not run again, and tells how long it took.
        Assert.Equal((0, ""), await EndingAsync());
        before = Files();
        Assert.StartsWith(
            "tuning (few-tuning.yaml): 4 runs, 4 recorded, 0 left: about 0 s with 2 workers\n", (await RunAsync("--dry-run", "--workers", "2")).Data,
            StringComparison.Ordinal);
        Assert.Equal(before, Files());

        string[] Files() => [.. Directory.EnumerateFileSystemEntries(_folder.FullName, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(static path => $"{path} {File.GetLastWriteTimeUtc(path).Ticks}")];
    }

    // The seeds of the tries and those of the comparison must not be the same.
    [Theory]
    [InlineData("seeds are no option here: those of the tuning stand in few-tuning.yaml, and SEEDS says those of the comparison", "--seeds", "0..3")]
    [InlineData("--set would change what is compared; write it into few-tuning.yaml", "--workers", "1", "--set=training.steps=5")]
    [InlineData("--runs-dir is given by this script itself", "--dry-run", "--runs-dir", "x")]
    public async Task WhatWouldCompareSomethingElseIsRefused(string message, params string[] options)
    {
        Assert.Equal(2, (await RunAsync(options)).ExitCode);
        Assert.Equal($"remedies-table: {message}\n", (await RunAsync(options)).Talk);
        Assert.False(Directory.Exists(_folder["records"]));
    }

    [Fact]
    public async Task WithoutRunsOrAPlaceThereIsNoTable()
    {
        Assert.Equal((1, $"remedies-table: there are no recorded runs of few in {_folder["records"]} yet; run this without --table-only\n"),
            Ending(await RunAsync("--table-only")));
        Assert.Equal((2, "remedies-table: --table-only takes nothing beside it\n"), Ending(await RunAsync("--table-only", "--seeds", "0")));
        await File.WriteAllTextAsync(_folder["table.md"], Begin, TestContext.Current.CancellationToken);
        Assert.Equal((1, $"remedies-table: {_folder["table.md"]} has not the two comments that mark the table\n"), Ending(await RunAsync()));

        static (int, string) Ending(ProgramResult result) => (result.ExitCode, result.Talk);
    }

    [Fact]
    public void ThePublishedTableHasItsPlace() =>
        Assert.Matches($"(?s){Begin}.*{End}", File.ReadAllText(Repository.PathOf("configs", "remedies", "README.md")));

    /// <summary>What must have been chosen, worked out from the runs' folders.</summary>
    private IEnumerable<string> Chosen()
    {
        string sweep = Assert.Single(Directory.GetDirectories(_folder["few-tuning"], "sweep-*"));
        using JsonDocument plan = JsonDocument.Parse(File.ReadAllText(Path.Combine(sweep, "sweep.json")));
        Assert.Equal(16, plan.RootElement.GetProperty("points").GetArrayLength());
        return Chosen([.. plan.RootElement.GetProperty("points").EnumerateArray().Select(point =>
        {
            using JsonDocument record =
                JsonDocument.Parse(File.ReadAllText(Path.Combine(sweep, "points", $"{point.GetProperty("index").GetInt32():0000}.json")));
            string run = Path.Combine(_folder["few-tuning"], record.RootElement.GetProperty("run").GetString()!);
            using JsonDocument last = JsonDocument.Parse(File.ReadLines(Path.Combine(run, "metrics.jsonl")).Last());
            return (point.GetProperty("choices")[0].GetString()!, point.GetProperty("choices")[2].GetString()!, 1 - last.RootElement.GetProperty("mode-tv")
                .GetDouble());
        })]);
    }

    private static IEnumerable<string> Chosen(IEnumerable<RecordedRun> tries) =>
        Chosen([.. tries.Select(static run => (run.Point.Choices[0], run.Point.Choices[2], 1 - run.Values["mode-tv"].Number))]);

    /// <summary>The best of each remedy and kind of data: label, mean score and setting in the form of the written sweep.</summary>
    private static IEnumerable<string> Chosen((string Label, string Data, double Score)[] scores)
    {
        foreach (string data in new[] { "ring", "grid" })
        {
            foreach (string remedy in new[] { "baseline", "packing" })
            {
                (string label, double mean) = scores.Where(each => each.Data == data && each.Label.StartsWith(remedy, StringComparison.Ordinal))
                    .GroupBy(static each => each.Label, StringComparer.Ordinal)
                    .Select(static group => (group.Key, group.Average(static each => each.Score))).OrderByDescending(static each => Math.Round(each.Item2, 12))
                    .ThenBy(static each => each.Key, StringComparer.Ordinal).First();
                if (label != "baseline / as it stands")
                {
                    yield return FormattableString.Invariant(
                        $"{data} / {remedy}{(remedy == "baseline" ? ", tuned" : "")} # {Math.Round(mean, 3)}: {label.Split(" / ")[1]}, D × 1");
                }
            }
        }
    }

    /// <summary>The same of a line of that sweep.</summary>
    private static string Choice(string line) =>
        line[(line.IndexOf("label: '", StringComparison.Ordinal) + 8)..line.IndexOf('\'', line.IndexOf('\'', StringComparison.Ordinal) + 1)] + " #"
            + line.Split('#')[1];

    /// <summary>Holds rows against what <c>gan compare</c> says of the folders.</summary>
    private async Task CompareAsync(string data, string half, string[] points)
    {
        string tuned = $"{data} / baseline{(points.Any(line => line.Contains($"{data} / baseline, tuned", StringComparison.Ordinal)) ? ", tuned" : "")}";
        using JsonDocument plain = await GroupsAsync(data, $"{data} / baseline");
        using JsonDocument against = await GroupsAsync(data, tuned);
        JsonElement[] groups = [.. plain.RootElement.GetProperty("groups").EnumerateArray()];
        Assert.Equal(points.Count(line => line.Contains($"{data} / ", StringComparison.Ordinal)), groups.Length);
        foreach (JsonElement group in groups)
        {
            string name = group.GetProperty("group").GetString()!;
            string[] row = Row(half, name[(data + " / ").Length..]);
            JsonElement success = group.GetProperty("success");
            Assert.Equal(["2"], row[2..3]);
            Assert.Equal(name.EndsWith("/ baseline", StringComparison.Ordinal), row[1] == "as it stands");
            Assert.Equal(
                [$"{success.GetProperty("successes")}",
                    FormattableString.Invariant($"{100 * success.GetProperty("low").GetDouble():0} to {100 * success.GetProperty("high").GetDouble():0} %")],
                row[4..6]);
            Assert.Equal([Spread("modes", 1, "0.0"), Spread("hq", 100, "0.0"), Spread("spread", 1, "0.00"), Spread("reverse-kl", 1, "0.000")],
                [row[3], .. row[6..9]]);
            Assert.Equal((1 - group.GetProperty("measures").GetProperty("mode-tv").GetProperty("mean").GetDouble())
                .ToString("0.000", System.Globalization.CultureInfo.InvariantCulture), row[9].Split(' ')[0]);
            Assert.InRange(double.Parse(row[10], System.Globalization.CultureInfo.InvariantCulture), 1e-6, 60);
            Assert.Equal("0", row[14]);
            Assert.Equal(Verdict(plain, group, "modes"), row[12]);
            Assert.Equal(Verdict(against, group, "mode-tv"), row[13]);
            Assert.Equal(name == $"{data} / baseline", row[12].Length == 0);
            Assert.Equal(name == tuned, row[13].Length == 0);

            string Spread(string measure, double factor, string form)
            {
                JsonElement sample = group.GetProperty("measures").GetProperty(measure);
                return string.Join(" ± ",
                    new[] { "mean",
                        "sd" }.Select(key => (factor * sample.GetProperty(key).GetDouble()).ToString(form, System.Globalization.CultureInfo.InvariantCulture)));
            }
        }
    }

    /// <summary>What the table has to say of a group's test: nothing of the baseline itself, that a group is no better than a blob, or Holm's verdict where
    /// there is one.</summary>
    private static string Verdict(JsonDocument comparison, JsonElement group, string measure)
    {
        JsonElement[] tests = [.. comparison.RootElement.GetProperty("tests").EnumerateArray()
            .Where(test => test.GetProperty("group").GetString() == group.GetProperty("group").GetString() && test.GetProperty("measure")
                .GetString() == measure)];
        if (tests.Length == 0)
        {
            return "";
        }

        JsonElement only = Assert.Single(tests);
        string? holm = only.GetProperty("holm-verdict").GetString();
        return group.GetProperty("no-better-than-blob").EnumerateArray().Any(each => each.GetString() == measure) ? "no better than a blob"
            : holm is { Length: > 0 } ? holm
            : only.GetProperty("verdict").GetString()!;
    }

    private async Task<JsonDocument> GroupsAsync(string data, string baseline)
    {
        BufferedCommandResult result = await Cli.Wrap(ProgramUnderTest.DefaultPath)
            .WithArguments(
                ["compare", _folder["few"], "--where", $"data.kind={data}", "--unpaired", "--columns", "group,modes,mode-tv", "--baseline", baseline,
                    "--format", "json"])
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        return JsonDocument.Parse(result.StandardOutput);
    }

    /// <summary>The cells of a remedy's row.</summary>
    private static string[] Row(string half, string remedy) =>
        Assert.Single(half.Split('\n'), line => line.StartsWith($"| {remedy} |", StringComparison.Ordinal)).Split('|', StringSplitOptions.TrimEntries)[1..^1];

    private string Table => File.ReadAllText(_folder["table.md"]);

    /// <summary>One try of each remedy over one seed: enough where what is chosen does not matter.</summary>
    private void FewTries()
    {
        Edit("seeds: 100..101", "seeds: [100]");
        Edit("      - {label: packing / samples 2, base: remedies/packing.yaml}\n", "");
        Edit("      - {label: baseline / G 1e-2, base: remedies/baseline.yaml, set: {optimizer.generator.lr: 1e-2}}\n", "");
    }

    /// <summary>Changes the file of the tries.</summary>
    private void Edit(string old, string now)
    {
        string text = File.ReadAllText(_folder["few-tuning.yaml"]);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(_folder["few-tuning.yaml"], text.Replace(old, now, StringComparison.Ordinal));
    }

    private async Task<(int ExitCode, string Data)> EndingAsync(params string[] arguments)
    {
        ProgramResult result = await RunAsync(arguments);
        return (result.ExitCode, result.ExitCode == 0 ? result.Data : result.Data + result.Talk);
    }

    private async Task<ProgramResult> RunAsync(params string[] arguments)
    {
        Tools.RequireThat(!OperatingSystem.IsWindows(), "scripts/remedies-table is a bash script");
        Tools.Require("jq");
        BufferedCommandResult result = await Cli.Wrap(Tools.Require("bash"))
            .WithArguments([Repository.PathOf("scripts", "remedies-table"), .. arguments])
            .WithWorkingDirectory(_folder.FullName)
            .WithEnvironmentVariables(new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["GAN"] = ProgramUnderTest.DefaultPath, ["RUNS"] = _folder.FullName, ["TUNING"] = _folder["few-tuning.yaml"], ["SWEEP"] =
                    _folder["few.yaml"], ["SEEDS"] = "0..1", ["TABLE"] = _folder["table.md"], ["RECORDS"] = _folder["records"], ["GAN_LIBTORCH"] = null,
            })
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        return new ProgramResult(result.ExitCode, result.StandardOutput, result.StandardError);
    }
}
