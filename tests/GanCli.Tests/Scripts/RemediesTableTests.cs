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
        // Wide modes: some are hit by chance, so that the seeds differ. A prime number of samples: no share ends in a 5 that could be rounded two ways.
        File.WriteAllText(_folder["few.yaml"], """
            base: remedies/baseline.yaml
            seeds: 0..1
            set: {training.steps: 2, training.batch: 16, evaluation.final-samples: 211}
            axes:
              - points: [{label: baseline}, {label: packing, base: remedies/packing.yaml}]
              - points:
                  - {label: ring, set: {data: {kind: ring, modes: 8, radius: 1, std: 0.15}}}
                  - {label: grid, set: {data: {kind: grid, side: 5, spacing: 0.5, std: 0.15}}}
            """);
        File.WriteAllText(_folder["table.md"], $"# Before\n{Begin}old\n{End}after\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task TabulatesEverySeedOnBothKindsOfDataAndTrainsNoneTwice()
    {
        ProgramResult first = await RunAsync();

        Assert.Equal((0, ""), (first.ExitCode, first.Data));
        string text = await File.ReadAllTextAsync(_folder["table.md"], TestContext.Current.CancellationToken);
        Assert.StartsWith($"# Before\n{Begin}\n| remedy, on the ring | n | all modes | 95 % interval | modes | HQ % | reverse KL | cost | modes more than the baseline’s | p (Holm) | diverged |\n", text, StringComparison.Ordinal);
        Assert.EndsWith($"\n{End}after\n", text, StringComparison.Ordinal);
        Assert.Contains("\n`scripts/remedies-table`, seeds 0 to 1, at commit ", text, StringComparison.Ordinal);
        string[][] rows = [.. text.Split('\n').Where(static line => line.StartsWith("| baseline ", StringComparison.Ordinal) || line.StartsWith("| packing ", StringComparison.Ordinal)).Select(static line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1])];
        Assert.Equal(["baseline", "packing", "baseline", "packing"], rows.Chunk(2).SelectMany(static two => two.OrderBy(static row => row[0], StringComparer.Ordinal)).Select(static row => row[0]));
        foreach ((string data, string[][] two) in new[] { "ring", "grid" }.Zip(rows.Chunk(2)))
        {
            await CompareAsync(data, two);
        }

        Assert.Equal(4, Directory.GetDirectories(_folder["few"], "*-s0-*").Length);
        ProgramResult again = await RunAsync("--table-only");
        Assert.Equal((0, "", ""), (again.ExitCode, again.Data, again.Talk));
        Assert.Equal(text, await File.ReadAllTextAsync(_folder["table.md"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task WithoutRunsOrAPlaceThereIsNoTable()
    {
        Assert.Equal((1, $"remedies-table: there is no sweep of that name in {_folder.FullName} yet; run this without --table-only\n"), Ending(await RunAsync("--table-only")));
        Assert.Equal((2, "remedies-table: --table-only takes nothing beside it\n"), Ending(await RunAsync("--table-only", "--seeds", "0")));
        await File.WriteAllTextAsync(_folder["table.md"], Begin, TestContext.Current.CancellationToken);
        Assert.Equal((1, $"remedies-table: {_folder["table.md"]} has not the two comments that mark the table\n"), Ending(await RunAsync()));

        static (int, string) Ending(ProgramResult result) => (result.ExitCode, result.Talk);
    }

    [Fact]
    public void ThePublishedTableHasItsPlace() =>
        Assert.Matches($"(?s){Begin}.*{End}", File.ReadAllText(Repository.PathOf("configs", "remedies", "README.md")));

    private string CostsPath => Path.Combine(Assert.Single(Directory.GetDirectories(_folder["few"], "sweep-*")), "costs.tsv");

    /// <summary>Holds rows against what <c>gan compare</c> says.</summary>
    private async Task CompareAsync(string data, string[][] rows)
    {
        BufferedCommandResult result = await Cli.Wrap(ProgramUnderTest.DefaultPath)
            .WithArguments(["compare", _folder["few"], "--where", $"data.kind={data}", "--unpaired", "--format", "json"])
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        Dictionary<string, double> costs = (await File.ReadAllLinesAsync(CostsPath, TestContext.Current.CancellationToken)).Select(static line => line.Split('\t'))
            .ToDictionary(static words => words[0], static words => double.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture), StringComparer.Ordinal);
        Assert.Equal(("baseline packing", 1.0), (string.Join(' ', costs.Keys), costs["baseline"]));
        Assert.InRange(costs["packing"], 0.05, 20);
        using JsonDocument document = JsonDocument.Parse(result.StandardOutput);
        JsonElement[] groups = [.. document.RootElement.GetProperty("groups").EnumerateArray()];
        Assert.Equal(rows.Select(static row => row[0]), groups.Select(static group => group.GetProperty("group").GetString()));
        foreach ((string[] row, JsonElement group) in rows.Zip(groups))
        {
            JsonElement success = group.GetProperty("success");
            Assert.Equal(["2", $"{success.GetProperty("successes")}"], row[1..3]);
            Assert.Equal(FormattableString.Invariant($"{100 * success.GetProperty("low").GetDouble():0} to {100 * success.GetProperty("high").GetDouble():0} %"), row[3]);
            Assert.Equal([Spread("modes", 1, "0.0"), Spread("hq", 100, "0.0"), Spread("reverse-kl", 1, "0.000")], row[4..7]);
            Assert.Equal(costs[row[0]].ToString("0.00", System.Globalization.CultureInfo.InvariantCulture), row[7]);
            Assert.Equal("0", row[10]);
            Assert.Equal(row[0] == "baseline", row[8].Length == 0);
            string verdict = row[0] == "baseline" ? "" : document.RootElement.GetProperty("tests").EnumerateArray().Single(static test => test.GetProperty("measure").GetString() == "modes").GetProperty("verdict").GetString()!;
            Assert.Equal(verdict, row[9]);

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
                ["GAN"] = ProgramUnderTest.DefaultPath, ["RUNS"] = _folder.FullName, ["SWEEP"] = _folder["few.yaml"], ["TABLE"] = _folder["table.md"], ["BENCH"] = "0.1", ["GAN_LIBTORCH"] = null,
            })
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        return new ProgramResult(result.ExitCode, result.StandardOutput, result.StandardError);
    }
}
