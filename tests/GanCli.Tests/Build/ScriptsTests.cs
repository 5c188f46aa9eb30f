using CliWrap;
using CliWrap.Buffered;
using GanCli.Tests.Support;

namespace GanCli.Tests.Build;

/// <summary>The scripts that people start.</summary>
public sealed class ScriptsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task GanRunsFromAnyFolderThroughALink()
    {
        string elsewhere = Directory.CreateDirectory(_folder["a folder"]).FullName;
        string link = _folder["gan"];
        RequireBash();
        File.CreateSymbolicLink(link, Repository.PathOf("scripts", "gan"));

        BufferedCommandResult first = await Run(link, elsewhere, "doctor");
        BufferedCommandResult second = await Run(link, elsewhere, "doctor", "--bogus x");

        Assert.Equal(0, first.ExitCode);
        Assert.Contains($"runs       {Path.Combine(elsewhere, "runs")}, writable", first.StandardOutput, StringComparison.Ordinal);
        // Nothing changed in between: no second build, and nothing but the program's own words.
        Assert.Equal("gan doctor: unknown option '--bogus x'\nsee gan doctor --help\n", second.StandardError);
        Assert.Equal(2, second.ExitCode);
    }

    [Fact]
    public async Task InstallLinksAndCanBeRepeated()
    {
        RequireBash();
        string target = Repository.PathOf("scripts", "gan");

        BufferedCommandResult first = await Run(Repository.PathOf("scripts", "install"), _folder.FullName);
        BufferedCommandResult second = await Run(Repository.PathOf("scripts", "install"), _folder.FullName);

        string link = _folder[".local", "bin", "gan"];
        Assert.Equal($"{link} → {target}\n", first.StandardOutput);
        Assert.Equal(first.StandardOutput, second.StandardOutput);
        Assert.Equal(target, File.ResolveLinkTarget(link, returnFinalTarget: false)!.FullName);
        Assert.StartsWith($"{_folder[".local", "bin"]} is not on your PATH; ", first.StandardError, StringComparison.Ordinal);
        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
    }

    [Fact]
    public async Task InstallLeavesAForeignProgramAlone()
    {
        RequireBash();
        Directory.CreateDirectory(_folder[".local", "bin"]);
        string foreign = _folder[".local", "bin", "gan"];
        await File.WriteAllTextAsync(foreign, "another program");

        BufferedCommandResult result = await Run(Repository.PathOf("scripts", "install"), _folder.FullName);

        Assert.Equal($"{foreign} exists and is no link; it was left as it is\n", result.StandardError);
        Assert.Equal("another program", await File.ReadAllTextAsync(foreign));
        Assert.Equal(1, result.ExitCode);
    }

    [Theory]
    [InlineData("--backend tpu", "--backend must be cpu, cuda or none\n")]
    [InlineData("--output", "--output needs a value\n")]
    public async Task PublishRefusesWhatItDoesNotKnow(string line, string expected)
    {
        RequireBash();

        BufferedCommandResult result = await Run(Repository.PathOf("scripts", "publish"), _folder.FullName, line.Split(' '));

        Assert.Equal(expected, result.StandardError);
        Assert.Equal(2, result.ExitCode);
    }

    [Fact]
    public async Task PublishTouchesNoFolderThatIsNotItsOwn()
    {
        RequireBash();
        await File.WriteAllTextAsync(_folder["thesis.tex"], "years of work");

        BufferedCommandResult result = await Run(Repository.PathOf("scripts", "publish"), _folder.FullName, "--output", _folder.FullName);

        Assert.Equal($"{_folder.FullName} is not empty and holds no published gan; name another folder\n", result.StandardError);
        Assert.Equal("years of work", await File.ReadAllTextAsync(_folder["thesis.tex"]));
        Assert.Equal(2, result.ExitCode);
    }

    [Fact]
    public async Task APublishedFolderNeedsNoSdk()
    {
        RequireBash();
        string published = _folder["published"];

        BufferedCommandResult publish = await Run(Repository.PathOf("scripts", "publish"), _folder.FullName, "--output", published);
        Assert.True(publish.ExitCode == 0, publish.StandardError);
        var program = new ProgramUnderTest
        {
            Path = Path.Combine(published, "gan"),
            WorkingDirectory = _folder.FullName,
            Environment =
                new Dictionary<string, string?> { ["PATH"] = "/usr/bin:/bin", ["DOTNET_ROOT"] = "/nonexistent", ["DOTNET_ROOT_X64"] = "/nonexistent" },
        };
        ProgramResult doctor = await program.RunAsync("doctor");

        Assert.Matches(@"✓ libtorch +2\.10\.", doctor.Data);
        Assert.Equal(0, doctor.ExitCode);
        Assert.Equal(TorchSharpNative.Repaired(), await File.ReadAllBytesAsync(Path.Combine(published, TorchSharpNative.FileName)));
        Assert.Equal(FilesBelow(Repository.PathOf("configs")), FilesBelow(Path.Combine(published, "configs")));
    }

    private static IEnumerable<string> FilesBelow(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(folder, file))
        .Order(StringComparer.Ordinal);

    private static void RequireBash()
    {
        Tools.RequireThat(!OperatingSystem.IsWindows(), "needs a system with bash");
        Tools.Require("bash");
    }

    private async Task<BufferedCommandResult> Run(string script, string workingDirectory, params string[] arguments) =>
        await Cli.Wrap(script)
            .WithArguments(arguments)
            .WithWorkingDirectory(workingDirectory)
            .WithEnvironmentVariables(variables => variables
                // Only the installing script may take this for its home: a build keeps its packages in the real one.
                .Set("HOME", script.EndsWith("install", StringComparison.Ordinal) ? _folder.FullName : Environment.GetEnvironmentVariable("HOME"))
                .Set("GAN_LIBTORCH", null)
                .Set("TorchBackend", null))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync();
}
