using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;
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
            set: {training.steps: 2, training.batch: 16, evaluation.final-samples: 211}
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
        string[] points = [.. (await File.ReadAllLinesAsync(_folder["few.yaml"], TestContext.Current.CancellationToken)).Where(static line => line.Contains("{label: ", StringComparison.Ordinal))];
        Assert.Equal(chosen, points.Where(static line => line.Contains('#', StringComparison.Ordinal)).Select(static line => line[(line.IndexOf("label: '", StringComparison.Ordinal) + 8)..line.IndexOf('\'', line.IndexOf('\'', StringComparison.Ordinal) + 1)] + " #" + line.Split('#')[1]));
        Assert.Equal(2, points.Count(static line => line.EndsWith("}}}", StringComparison.Ordinal) && line.Contains(" / baseline, base: remedies/baseline.yaml", StringComparison.Ordinal)));
        string text = await File.ReadAllTextAsync(_folder["table.md"], TestContext.Current.CancellationToken);
        Assert.StartsWith($"# Before\n{Begin}\n| remedy, on the ring | chosen | n | modes held | all modes | 95 % interval | HQ % | spread | reverse KL | score | s a step | s in all | modes: p | score: p | diverged |\n", text, StringComparison.Ordinal);
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

    [Fact]
    public async Task WithoutRunsOrAPlaceThereIsNoTable()
    {
        Assert.Equal((1, $"remedies-table: there is no sweep of few in {_folder.FullName} yet; run this without --table-only\n"), Ending(await RunAsync("--table-only")));
        Assert.Equal((2, "remedies-table: --table-only takes nothing beside it\n"), Ending(await RunAsync("--table-only", "--seeds", "0")));
        await File.WriteAllTextAsync(_folder["table.md"], Begin, TestContext.Current.CancellationToken);
        Assert.Equal((1, $"remedies-table: {_folder["table.md"]} has not the two comments that mark the table\n"), Ending(await RunAsync()));

        static (int, string) Ending(ProgramResult result) => (result.ExitCode, result.Talk);
    }

    [Fact]
    public void ThePublishedTableHasItsPlace() =>
        Assert.Matches($"(?s){Begin}.*{End}", File.ReadAllText(Repository.PathOf("configs", "remedies", "README.md")));

    /// <summary>What must have been chosen, worked out from the runs: label, mean score and setting in the form of the written sweep.</summary>
    private IEnumerable<string> Chosen()
    {
        string sweep = Assert.Single(Directory.GetDirectories(_folder["few-tuning"], "sweep-*"));
        using JsonDocument plan = JsonDocument.Parse(File.ReadAllText(Path.Combine(sweep, "sweep.json")));
        var scores = plan.RootElement.GetProperty("points").EnumerateArray().Select(point =>
        {
            using JsonDocument record = JsonDocument.Parse(File.ReadAllText(Path.Combine(sweep, "points", $"{point.GetProperty("index").GetInt32():0000}.json")));
            string run = Path.Combine(_folder["few-tuning"], record.RootElement.GetProperty("run").GetString()!);
            using JsonDocument last = JsonDocument.Parse(File.ReadLines(Path.Combine(run, "metrics.jsonl")).Last());
            return (Label: point.GetProperty("choices")[0].GetString()!, Data: point.GetProperty("choices")[2].GetString()!, Score: 1 - last.RootElement.GetProperty("mode-tv").GetDouble());
        }).ToArray();
        Assert.Equal(16, scores.Length);
        foreach (string data in new[] { "ring", "grid" })
        {
            foreach (string remedy in new[] { "baseline", "packing" })
            {
                (string label, double mean) = scores.Where(each => each.Data == data && each.Label.StartsWith(remedy, StringComparison.Ordinal)).GroupBy(static each => each.Label, StringComparer.Ordinal)
                    .Select(static group => (group.Key, group.Average(static each => each.Score))).OrderByDescending(static each => Math.Round(each.Item2, 12)).ThenBy(static each => each.Key, StringComparer.Ordinal).First();
                if (label != "baseline / as it stands")
                {
                    yield return FormattableString.Invariant($"{data} / {remedy}{(remedy == "baseline" ? ", tuned" : "")} # {Math.Round(mean, 3)}: {label.Split(" / ")[1]}, D × 1");
                }
            }
        }
    }

    /// <summary>Holds rows against what <c>gan compare</c> says.</summary>
    private async Task CompareAsync(string data, string half, string[] points)
    {
        BufferedCommandResult result = await Cli.Wrap(ProgramUnderTest.DefaultPath)
            .WithArguments(["compare", _folder["few"], "--where", $"data.kind={data}", "--unpaired", "--baseline", $"{data} / baseline", "--format", "json"])
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        using JsonDocument document = JsonDocument.Parse(result.StandardOutput);
        JsonElement[] groups = [.. document.RootElement.GetProperty("groups").EnumerateArray()];
        Assert.Equal(points.Count(line => line.Contains($"{data} / ", StringComparison.Ordinal)), groups.Length);
        foreach (JsonElement group in groups)
        {
            string name = group.GetProperty("group").GetString()!;
            string[] row = Assert.Single(half.Split('\n'), line => line.StartsWith($"| {name[(data + " / ").Length..]} |", StringComparison.Ordinal)).Split('|', StringSplitOptions.TrimEntries)[1..^1];
            JsonElement success = group.GetProperty("success");
            Assert.Equal(["2"], row[2..3]);
            Assert.Equal(name.EndsWith("/ baseline", StringComparison.Ordinal), row[1] == "as it stands");
            Assert.Equal([$"{success.GetProperty("successes")}", FormattableString.Invariant($"{100 * success.GetProperty("low").GetDouble():0} to {100 * success.GetProperty("high").GetDouble():0} %")], row[4..6]);
            Assert.Equal([Spread("modes", 1, "0.0"), Spread("hq", 100, "0.0"), Spread("spread", 1, "0.00"), Spread("reverse-kl", 1, "0.000")], [row[3], .. row[6..9]]);
            Assert.Equal((1 - group.GetProperty("measures").GetProperty("mode-tv").GetProperty("mean").GetDouble()).ToString("0.000", System.Globalization.CultureInfo.InvariantCulture), row[9].Split(' ')[0]);
            Assert.InRange(double.Parse(row[10], System.Globalization.CultureInfo.InvariantCulture), 1e-6, 60);
            Assert.Equal("0", row[14]);
            JsonElement? test = document.RootElement.GetProperty("tests").EnumerateArray().Where(each => each.GetProperty("group").GetString() == name && each.GetProperty("measure").GetString() == "modes").Cast<JsonElement?>().SingleOrDefault();
            Assert.Equal(name == $"{data} / baseline", test is null);
            Assert.Equal(name.EndsWith($"/ baseline{(points.Any(line => line.Contains($"{data} / baseline, tuned", StringComparison.Ordinal)) ? ", tuned" : "")}", StringComparison.Ordinal), row[13].Length == 0);
            Assert.True(row[12] == "no better than a blob" || row[12] == (test?.GetProperty("verdict").GetString() ?? ""), row[12]);

            string Spread(string measure, double factor, string form)
            {
                JsonElement sample = group.GetProperty("measures").GetProperty(measure);
                return string.Join(" ± ", new[] { "mean", "sd" }.Select(key => (factor * sample.GetProperty(key).GetDouble()).ToString(form, System.Globalization.CultureInfo.InvariantCulture)));
            }
        }
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
                ["GAN"] = ProgramUnderTest.DefaultPath, ["RUNS"] = _folder.FullName, ["TUNING"] = _folder["few-tuning.yaml"], ["SWEEP"] = _folder["few.yaml"], ["SEEDS"] = "0..1", ["TABLE"] = _folder["table.md"], ["RECORDS"] = _folder["records"], ["GAN_LIBTORCH"] = null,
            })
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        return new ProgramResult(result.ExitCode, result.StandardOutput, result.StandardError);
    }
}
