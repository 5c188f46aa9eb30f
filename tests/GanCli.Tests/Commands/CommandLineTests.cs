using GanCli.Tests.Support;

namespace GanCli.Tests.Commands;

public sealed class CommandLineTests
{
    private static readonly ProgramUnderTest Gan = new();

    [Fact]
    public async Task WithoutArgumentsShowsHelp()
    {
        ProgramResult bare = await Gan.RunAsync();
        ProgramResult help = await Gan.RunAsync("--help");

        Assert.Equal(0, bare.ExitCode);
        Assert.Equal(help, bare);
        Assert.Empty(bare.Talk);
        Assert.Contains("Usage\n  gan COMMAND [OPTIONS]\n", bare.Data, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("doctor --help")]
    [InlineData("doctr")]
    public async Task ThroughAPipeThereAreNoEscapeCodes(string line)
    {
        ProgramResult result = await Gan.RunAsync(line.Split(' '));

        Assert.DoesNotContain('\e', result.Data + result.Talk);
        Assert.DoesNotContain('\r', result.Data + result.Talk);
    }

    [Fact]
    public async Task VersionIsOneLine()
    {
        ProgramResult result = await Gan.RunAsync("--version");

        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"^gan \d+\.\d+\.\d+( \([0-9a-f]{7}\))?\n$", result.Data);
    }

    [Theory]
    [InlineData("doctr", "gan: unknown command 'doctr'; did you mean 'doctor'?\nsee gan --help\n")]
    [InlineData("trian --config mog8.yaml", "gan: unknown command 'trian'; did you mean 'train'?\nsee gan --help\n")]
    [InlineData("report --opn", "gan report: unknown option '--opn'; did you mean '--open'?\nsee gan report --help\n")]
    [InlineData("train --config --sed",
        "gan train: --config: '--sed' cannot be its value, a value may not begin with '--'; did you mean '--set'?\nsee gan train --help\n")]
    [InlineData("frobnicate", "gan: unknown command 'frobnicate'\nsee gan --help\n")]
    [InlineData("--versoin", "gan: unknown option '--versoin'; did you mean '--version'?\nsee gan --help\n")]
    [InlineData("doctor --jsn", "gan doctor: unknown option '--jsn'; did you mean '--json'?\nsee gan doctor --help\n")]
    [InlineData("doctor --jsn=1 --rnus-dir x",
        "gan doctor: unknown option '--jsn'; did you mean '--json'?\ngan doctor: unknown option '--rnus-dir'; did you mean '--runs-dir'?\nsee gan doctor "
            + "--help\n")]
    [InlineData("train --config ring.yaml --stepps 300", "gan train: unknown option '--stepps'; did you mean --set training.steps=…?\nsee gan train --help\n")]
    [InlineData("train --config ring.yaml --steps 300", "gan train: unknown option '--steps'; did you mean --set training.steps=…?\nsee gan train --help\n")]
    [InlineData("doctor -x", "gan doctor: unknown option '-x'\nsee gan doctor --help\n")]
    [InlineData("train mog8.yaml", "gan train: unexpected argument 'mog8.yaml'; did you mean --config mog8.yaml?\nsee gan train --help\n")]
    [InlineData("doctor stray", "gan doctor: unexpected argument 'stray'\nsee gan doctor --help\n")]
    [InlineData("doctor @stray", "gan doctor: unexpected argument '@stray'\nsee gan doctor --help\n")]
    [InlineData("doctor --runs-dir", "gan doctor: --runs-dir needs a value: --runs-dir FOLDER\nsee gan doctor --help\n")]
    [InlineData("doctor --runs-dir --jsn",
        "gan doctor: --runs-dir: '--jsn' cannot be its value, a value may not begin with '--'; did you mean '--json'?\nsee gan doctor --help\n")]
    [InlineData("doctor --runs-dir=--jsn",
        "gan doctor: --runs-dir: '--jsn' cannot be its value, a value may not begin with '--'; did you mean '--json'?\nsee gan doctor --help\n")]
    [InlineData("doctor --runs-dir a --runs-dir b", "gan doctor: --runs-dir may be given only once\nsee gan doctor --help\n")]
    public async Task AWrongCommandLineSaysWhatWasMeant(string line, string expected)
    {
        ProgramResult result = await Gan.RunAsync(line.Split(' '));

        Assert.Equal(expected, result.Talk);
        Assert.Empty(result.Data);
        Assert.Equal(2, result.ExitCode);
    }

    [Theory]
    [InlineData("--launcher cloud", "--launcher: 'cloud' is neither local nor slurm")]
    [InlineData("--requeue 3", "--requeue is for --launcher slurm")]
    [InlineData("--launcher slurm --requeue -1", "--requeue is -1; it must be at least 0")]
    [InlineData("--launcher slurm --max-parallel 0", "--max-parallel is 0; it must be at least 1")]
    [InlineData("--launcher slurm --workers 2", "--workers is for this machine; with --launcher slurm it is --max-parallel")]
    [InlineData("--launcher slurm --sbatch -", "--sbatch takes one option of sbatch, for instance --sbatch mem=2G")]
    public async Task ALauncherIsAskedOnlyForWhatItCan(string options, string expected)
    {
        ProgramResult result = await Gan.RunAsync(["sweep", "--config", "mog8.yaml", .. options.Split(' ')]);

        Assert.Equal($"error: {expected}\n", result.Talk);
        Assert.Empty(result.Data);
        Assert.Equal(2, result.ExitCode);
    }
}
