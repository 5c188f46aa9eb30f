using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;
using GanCli.Tests.Support;

namespace GanCli.Tests.Scripts;

public sealed partial class ReproduceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ThePlanHoldsEveryPaper() =>
        Assert.Equal(
            Directory.GetFiles(Repository.PathOf("configs", "papers"), "*.yaml").Select(path => Path.GetFileNameWithoutExtension(path))
                .Order(StringComparer.Ordinal),
            PlanLine().Matches(File.ReadAllText(Repository.PathOf("scripts", "reproduce"))).Select(match => match.Groups["name"].Value)
                .Order(StringComparer.Ordinal));

    [Fact]
    public async Task RunsAPaperAndPutsItBesideWhatWasPublished()
    {
        // A tiny share of 50,000 steps: three.
        ProgramResult first = await RunAsync("numerics", "--seeds", "7", "--scale", "0.00006", "--", "--quiet");
        string table = await File.ReadAllTextAsync(_folder["results.md"], TestContext.Current.CancellationToken);
        string[] runs = Directory.GetDirectories(_folder["runs", "numerics"]);
        ProgramResult again = await RunAsync("--table-only");

        Assert.Equal((0, "", $"reproduce: numerics\nreproduce: {_folder["results.md"]}\n"), (first.ExitCode, first.Data, first.Talk));
        Assert.Equal(3, runs.Length);
        Assert.Matches(
            @"## numerics\n.+\n`scripts/reproduce numerics --seeds 7 --scale 0.00006` · commits? .+ · 2 runs, .+ together  \nclaims in words or pictures: 0 "
                + @"agree, 0 differ, 0 inconclusive, 4 not counted\n", table);
        Assert.Matches(@"\| consensus \| modes \| picture \| \d \| 1 \|  \| not counted: scaled ×6.0e−5 \|", table);
        Assert.Contains("| GAN | modes-captured | 6.3 ± 0.5 | – | 0 |  | not counted: not run |", table, StringComparison.Ordinal);

        // Numbers that were printed: PacGAN's 24, VEEGAN's 18, GDPP's 8.
        Assert.Contains("| printed numbers | 0 | 0 | 0 | 50 |\n", table, StringComparison.Ordinal);
        Assert.Equal((0, "", $"reproduce: {_folder["results.md"]}\n"), (again.ExitCode, again.Data, again.Talk));
        Assert.Equal(table, await File.ReadAllTextAsync(_folder["results.md"], TestContext.Current.CancellationToken));
    }

    /// <summary>What is published is what the committed records and today's rule make.</summary>
    [Fact]
    public async Task TheCommittedTableIsTheOneThatIsMade()
    {
        ProgramResult result = await RunOnAsync(Repository.PathOf("configs", "papers", "records"), "--table-only");
        Assert.Equal((0, "", $"reproduce: {_folder["results.md"]}\n"), (result.ExitCode, result.Data, result.Talk));
        Assert.True(
            string.Equals(
                await File.ReadAllTextAsync(Repository.PathOf("configs", "papers", "RESULTS.md"), TestContext.Current.CancellationToken),
                await File.ReadAllTextAsync(_folder["results.md"], TestContext.Current.CancellationToken),
                StringComparison.Ordinal),
            "configs/papers/RESULTS.md is not what its records make; write it anew without runs beside them: RUNS=$(mktemp -d) scripts/reproduce --table-only");
    }

    [Theory]
    [InlineData("reproduce: there is no configs/papers/nix.yaml\n", "nix")]
    [InlineData("reproduce: there is no option --seed; there are --seeds, --scale and --table-only\n", "numerics", "--seed", "3")]
    [InlineData("reproduce: --scale needs a value\n", "numerics", "--scale")]
    public async Task AWrongCallIsOneLine(string message, params string[] arguments)
    {
        ProgramResult result = await RunAsync(arguments);

        Assert.Equal((2, "", message), (result.ExitCode, result.Data, result.Talk));
    }

    [GeneratedRegex(@"^ +(?<name>[a-z0-9-]+) +(1|0\.\d+)$", RegexOptions.Multiline | RegexOptions.CultureInvariant
        | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PlanLine();

    private Task<ProgramResult> RunAsync(params string[] arguments) => RunOnAsync(_folder["records"], arguments);

    private async Task<ProgramResult> RunOnAsync(string records, params string[] arguments)
    {
        Tools.RequireThat(!OperatingSystem.IsWindows(), "scripts/reproduce is a bash script");
        BufferedCommandResult result = await Cli.Wrap(Tools.Require("bash"))
            .WithArguments([Repository.PathOf("scripts", "reproduce"), .. arguments])
            .WithWorkingDirectory(_folder.FullName)
            .WithEnvironmentVariables(new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["GAN"] = ProgramUnderTest.DefaultPath, ["RUNS"] = _folder["runs"], ["RESULTS"] = _folder["results.md"], ["RECORDS"] =
                    records, ["GAN_LIBTORCH"] = null,
            })
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        return new ProgramResult(result.ExitCode, result.StandardOutput, result.StandardError);
    }
}
