using System.Globalization;
using CliWrap;
using CliWrap.Buffered;
using GanCli.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.Scripts;

public sealed class RemediesTableTests : IDisposable
{
    private const string Head = "| remedy | seeds | all modes | modes, mean ± SD | HQ %, mean ± SD | reverse KL, mean ± SD | steps/s | diverged |";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task TabulatesEverySeedAndTrainsNoneTwice()
    {
        // A wide ring: some modes are hit by chance, so that the seeds differ.
        string[] settings = ["data.std=0.15", "training.steps=2", "training.batch=16", "training.num-threads=1", "evaluation.final-samples=200", "output.pictures=false"];
        string[] arguments = ["0-1", "baseline", "--", .. settings.SelectMany(static setting => new[] { "--set", setting })];

        ProgramResult first = await RunAsync(arguments);
        ProgramResult again = await RunAsync(arguments);

        Assert.Equal((0, "remedies-table: baseline, seed 0\nremedies-table: baseline, seed 1\n"), (first.ExitCode, first.Talk));
        Assert.Equal((0, first.Data, ""), (again.ExitCode, again.Data, again.Talk));
        MetricsRow[] rows = [.. Directory.GetDirectories(_folder["baseline"]).Select(static run => MetricsReader.Read(Path.Combine(run, "metrics.jsonl")).Final!)];
        string[] lines = first.Data.Split('\n');
        string[] cells = [.. lines[2].Split('|', StringSplitOptions.TrimEntries)];
        Assert.Equal(2, rows.Length);
        Assert.Equal(Head, lines[0]);
        Assert.Equal(["", "baseline", "2"], cells[..3]);
        Assert.Equal(FormattableString.Invariant($"{rows.Count(static row => row.Number("modes") == 8)} of 2"), cells[3]);
        Assert.Equal(Spread(rows, "modes", 1, 1) + " of 8", cells[4]);
        Assert.Equal(Spread(rows, "hq", 100, 1), cells[5]);
        Assert.Equal(Spread(rows, "reverse-kl", 1, 3), cells[6]);
        Assert.Equal("0", cells[8]);
    }

    [Theory]
    [InlineData("remedies-table: which seeds, which remedies? scripts/remedies-table 0-4 baseline packing …\n", "baseline")]
    [InlineData("remedies-table: seeds 3-1: the first comes first\n", "3-1", "baseline")]
    [InlineData("remedies-table: there is no configs/remedies/nix.yaml\n", "0-1", "nix")]
    public async Task AWrongCallIsOneLine(string message, params string[] arguments)
    {
        ProgramResult result = await RunAsync(arguments);

        Assert.Equal((2, "", message), (result.ExitCode, result.Data, result.Talk));
    }

    private static string Spread(MetricsRow[] rows, string key, double factor, int digits)
    {
        double[] values = [.. rows.Select(row => row.Number(key)!.Value * factor)];
        double mean = values.Average();
        double deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
        string form = "F" + digits.ToString(CultureInfo.InvariantCulture);
        return $"{mean.ToString(form, CultureInfo.InvariantCulture)} ± {deviation.ToString(form, CultureInfo.InvariantCulture)}";
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
                ["GAN"] = ProgramUnderTest.DefaultPath, ["RUNS"] = _folder.FullName, ["GAN_LIBTORCH"] = null,
            })
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        return new ProgramResult(result.ExitCode, result.StandardOutput, result.StandardError);
    }
}
