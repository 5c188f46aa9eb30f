using System.Text;
using CliWrap;
using CliWrap.Buffered;
using GanCli.Tests.Support;

namespace GanCli.Tests.Scripts;

/// <summary>The scripts for PowerShell beside those of bash: the same words and exit codes.</summary>
public sealed class PowerShellScriptsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Windows PowerShell reads files without a byte-order mark in the system's code page.</summary>
    [Fact]
    public void TheScriptsAreAsciiWithWindowsLineEnds()
    {
        string[] scripts = [.. Directory.GetFiles(Repository.PathOf("scripts"), "*.ps1", SearchOption.AllDirectories)];
        Assert.True(scripts.Length >= 6);
        Assert.All(scripts, static path => Assert.True(Ascii.IsValid(File.ReadAllBytes(path)), path));
    }

    /// <summary>Whoever has only PowerShell does what the others do.</summary>
    [Theory]
    [InlineData("gan")]
    [InlineData("test")]
    [InlineData("install")]
    [InlineData("publish")]
    [InlineData("ci-gate")]
    public void EveryScriptForUsersIsThereTwice(string name) =>
        Assert.True(File.Exists(Repository.PathOf("scripts", name)) && File.Exists(Repository.PathOf("scripts", name + ".ps1")));

    [Fact]
    public async Task InstallLinksAndCanBeRepeatedAndLeavesAForeignProgramAlone()
    {
        Tools.RequireThat(!OperatingSystem.IsWindows(), "on Windows the script writes a batch file");
        string folder = _folder["a bin"];
        string link = Path.Combine(folder, "gan");
        ProgramResult first = await Run("install", folder);
        ProgramResult second = await Run("install", folder);

        string target = Repository.PathOf("scripts", "gan");
        Assert.Equal((0, $"{link} -> {target}\n"), (first.ExitCode, first.Data));
        Assert.Equal((0, first.Data), (second.ExitCode, second.Data));
        Assert.Equal($"{folder} is not on your PATH; add this line to ~/.profile and log in again:\n    export PATH=\"{folder}:$PATH\"\n", first.Talk);
        Assert.Equal(target, File.ResolveLinkTarget(link, returnFinalTarget: false)!.FullName);

        File.Delete(link);
        File.WriteAllText(link, "another program");
        ProgramResult foreign = await Run("install", folder);
        Assert.Equal((1, $"{link} exists and was not made by this script; it was left as it is\n"), (foreign.ExitCode, foreign.Talk));
        Assert.Equal("another program", File.ReadAllText(link));
    }

    [Theory]
    [InlineData("--backend tpu", "--backend must be cpu, cuda or none\n")]
    [InlineData("-Backend CPU", "--backend must be cpu, cuda or none\n")]
    [InlineData("--output", "--output needs a value\n")]
    [InlineData("--ouput x", "unknown argument '--ouput'\nscripts/publish.ps1 [--output FOLDER] [--backend cpu|cuda|none]\n")]
    public async Task PublishRefusesWhatItDoesNotKnow(string line, string expected)
    {
        ProgramResult result = await Run("publish", line.Split(' '));
        Assert.StartsWith(expected, result.Talk, StringComparison.Ordinal);
        Assert.Equal((2, ""), (result.ExitCode, result.Data));
    }

    [Fact]
    public async Task PublishTouchesNoFolderThatIsNotItsOwn()
    {
        File.WriteAllText(_folder["thesis.txt"], "all of it");
        ProgramResult result = await Run("publish", "--output", _folder.FullName);
        Assert.Equal((2, $"{_folder.FullName} is not empty and holds no published gan; name another folder\n"), (result.ExitCode, result.Talk));
        Assert.Equal("all of it", File.ReadAllText(_folder["thesis.txt"]));
    }

    [Theory]
    [InlineData("ci-gate: which config? scripts/ci-gate.ps1 CONFIG [options of gan train ...]\n")]
    [InlineData("ci-gate: the config comes first: scripts/ci-gate.ps1 CONFIG [options of gan train ...], not '--seed'\n", "--seed", "3")]
    [InlineData("ci-gate: --min takes METRIC=VALUE, for instance hq=0.9, not 'hq=1.2.3'\n", "mog8.yaml", "--min", "hq=1.2.3")]
    [InlineData("ci-gate: --max takes METRIC=VALUE, for instance hq=0.9, not ''\n", "mog8.yaml", "--max")]
    public async Task TheGateRefusesBeforeTraining(string message, params string[] arguments)
    {
        ProgramResult result = await Run("ci-gate", arguments);
        Assert.Equal((2, "", message), (result.ExitCode, result.Data, result.Talk));
    }

    /// <summary>What <c>gan train --json</c> says, and what the gate makes of it.</summary>
    [Theory]
    [InlineData("""{"modes":{"value":8,"total":8,"beats-uninformed":true},"hq":{"value":0.98765,"beats-uninformed":true}}""", 0,
        "8 of 8 modes held, 98.8% on a mode (runs/x)")]
    [InlineData("""{"modes":{"value":1,"total":1},"hq":{"value":1}}""", 0, "1 of 1 mode held, 100% on a mode (runs/x)")]
    [InlineData("""{"modes":{"value":7,"total":8},"hq":{"value":1}}""", 3, "7 of 8 modes held (runs/x)")]
    [InlineData("""{"modes":{"value":2,"total":2,"beats-uninformed":false},"hq":{"value":0.9,"beats-uninformed":false}}""", 3,
        "2 of 2 modes held, but no better than a featureless blob (runs/x)")]
    [InlineData("""{"modes":{"value":2,"total":2,"beats-uninformed":false},"hq":{"value":0.9,"beats-uninformed":null}}""", 0,
        "2 of 2 modes held, 90% on a mode (runs/x)")]
    [InlineData("""{"mmd":{"value":0.1}}""", 2, "x.yaml measures no modes and is not watched: the gate needs the metric mode-coverage or the collapse watch")]
    [InlineData("""{"mmd":{"value":0.1}},"watch":{"all":["poor-samples","healthy"],"uncovered":0.04}""", 0,
        "watch: poor-samples, healthy, 4% of the data uncovered (runs/x)")]
    [InlineData("""{"mmd":{"value":0.1,"beats-uninformed":false}},"watch":{"all":["healthy"],"uncovered":0,"beats-uninformed":false}""", 3,
        "watch: healthy, 0% of the data uncovered, but no better than a featureless blob (runs/x)")]
    [InlineData("""{"mmd":{"value":0.1,"beats-uninformed":true}},"watch":{"all":["healthy"],"uncovered":0,"beats-uninformed":false}""", 0,
        "watch: healthy, 0% of the data uncovered (runs/x)")]
    [InlineData("""{"mmd":{"value":0.1}},"watch":{"all":["collapsed"],"uncovered":0.88}""", 3, "watch: collapsed, 88% of the data uncovered (runs/x)")]
    [InlineData("""{"modes":{"value":2,"total":2},"hq":{"value":0.5},"reverse-kl":{"value":0.25}}""", 3,
        "2 of 2 modes held, but hq is 0.5, under 0.9; reverse-kl is 0.25, over 0.1; fid was not measured: there are hq, modes, reverse-kl (runs/x)", "--min",
        "hq=0.9", "--max", "reverse-kl=1e-1", "--max", "fid=3")]
    [InlineData("""{"modes":{"value":2,"total":2},"hq":{"value":0.5}}""", 0, "2 of 2 modes held, 50% on a mode (runs/x)", "--min", "hq=0.5")]
    public async Task TheGateJudgesTheResult(string metrics, int exitCode, string words, params string[] bounds)
    {
        string said = _folder["said.json"];
        File.WriteAllText(said, $$"""{"folder":"runs/x","metrics":{{metrics}}}""");
        File.WriteAllText(_folder["gan.ps1"],
            $"if (\"$args\" -ne 'train --config x.yaml --json --quiet --seed 3') {{ exit 9 }}\nGet-Content '{said}'\nexit 0\n");
        ProgramResult result = await Run("ci-gate", ["x.yaml", "--seed", "3", .. bounds]);
        Assert.Equal((exitCode, $"ci-gate: {words}\n"), (result.ExitCode, result.Data + result.Talk));
        Assert.Equal(exitCode != 0, result.Data.Length == 0);
    }

    [Fact]
    public async Task TheGateEndsAsGanDid()
    {
        File.WriteAllText(_folder["gan.ps1"], "[Console]::Error.WriteLine('diverged')\nexit 4\n");
        ProgramResult result = await Run("ci-gate", "x.yaml");
        Assert.Equal((4, "", "diverged\n"), (result.ExitCode, result.Data, result.Talk));
    }

    private async Task<ProgramResult> Run(string script, params string[] arguments)
    {
        BufferedCommandResult result = await Cli.Wrap(Tools.Require("pwsh"))
            .WithArguments(["-NoProfile", "-NonInteractive", "-File", Repository.PathOf("scripts", script + ".ps1"), .. arguments])
            .WithWorkingDirectory(_folder.FullName)
            .WithEnvironmentVariables(
                new Dictionary<string, string?>(StringComparer.Ordinal) { ["GAN"] = _folder["gan.ps1"], ["GAN_LIBTORCH"] = null, ["NO_COLOR"] = "1" })
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        return new ProgramResult(result.ExitCode, result.StandardOutput, result.StandardError);
    }
}
