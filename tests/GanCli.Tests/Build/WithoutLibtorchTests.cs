using GanCli.Runs;
using GanCli.Tests.Reporting;
using GanCli.Tests.Support;

namespace GanCli.Tests.Build;

/// <summary>The program with libtorch's libraries deleted: whatever computes nothing works all the same.</summary>
public sealed class WithoutLibtorchTests : IClassFixture<WithoutLibtorchTests.Fixture>
{
    private readonly ProgramCopy _copy;

    public WithoutLibtorchTests(Fixture fixture) => _copy = fixture.Copy;

    [Theory]
    [InlineData("--help")]
    [InlineData("--version")]
    [InlineData("train --help")]
    [InlineData("list")]
    [InlineData("list losses --json")]
    [InlineData("schema")]
    [InlineData("train --config mog8.yaml --dry-run")]
    public async Task WhatComputesNothingWorks(string line)
    {
        ProgramResult result = await _copy.Program.RunAsync(line.Split(' '));

        Assert.Empty(result.Talk);
        Assert.NotEmpty(result.Data);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task RunsAreListedAndReported()
    {
        using var folder = new TemporaryFolder();
        RunFolder run = new SyntheticRun { SampleFiles = 2 }.WriteRing(folder["runs"]);
        ProgramUnderTest program = _copy.Program with { WorkingDirectory = folder.FullName };

        ProgramResult runs = await program.RunAsync("runs");
        ProgramResult report = await program.RunAsync("report");

        Assert.Contains("mog8", runs.Data, StringComparison.Ordinal);
        Assert.Equal((0, 0), (runs.ExitCode, report.ExitCode));
        Assert.True(File.Exists(Path.Combine(run.Path, "report.html")), report.Talk);
    }

    [Fact]
    public async Task AConfigIsStillChecked()
    {
        ProgramResult result = await _copy.Program.RunAsync("train", "--config", "mog8.yaml", "--dry-run", "--set", "training.stepz=3");

        Assert.Equal("--set training.stepz: unknown key; did you mean 'steps'?\n1 error; nothing was started\n", result.Talk);
        Assert.Equal(2, result.ExitCode);
    }

    [Fact]
    public async Task TrainingSaysWhatIsMissingAndStartsNothing()
    {
        using var folder = new TemporaryFolder();
        ProgramUnderTest program = _copy.Program with { WorkingDirectory = folder.FullName };

        ProgramResult result = await program.RunAsync("train", "--config", "mog8.yaml");

        Assert.StartsWith($"error: libtorch is missing: there is no {_copy.Folder}", result.Talk, StringComparison.Ordinal);
        Assert.Empty(result.Data);
        Assert.Equal(1, result.ExitCode);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.FullName));
    }

    [Fact]
    public async Task DoctorSaysWhatIsMissing()
    {
        ProgramResult result = await _copy.Program.RunAsync("doctor");

        Assert.Contains($"✗ libtorch   libtorch is missing: there is no {_copy.Folder}", result.Data, StringComparison.Ordinal);
        Assert.EndsWith("\n  training cannot start: see ✗\n", result.Data, StringComparison.Ordinal);
        Assert.Equal(1, result.ExitCode);
        Assert.False(Directory.Exists(Path.Combine(_copy.Folder, "cpu")), "TorchSharp's loader copied libtorch");
    }

    [Fact]
    public async Task AnInstalledLibtorchIsUsedInstead()
    {
        using var folder = new TemporaryFolder();
        string lib = folder["torch", "lib"];
        ProgramCopy.LinkTorchInto(lib);
        await File.WriteAllTextAsync(folder["torch", "version.py"], "__version__ = '2.10.0+cpu'\n");
        ProgramUnderTest program = _copy.Program with { Environment = new Dictionary<string, string?> { ["GAN_LIBTORCH"] = lib } };

        ProgramResult result = await program.RunAsync("doctor");

        Assert.Matches(@"✓ libtorch +2\.10\.0\+cpu \(" + System.Text.RegularExpressions.Regex.Escape(lib), result.Data);
        Assert.Equal(0, result.ExitCode);
    }

    /// <summary>One copy for all of these tests.</summary>
    public sealed class Fixture : IDisposable
    {
        public ProgramCopy Copy { get; } = new();

        public void Dispose() => Copy.Dispose();
    }
}
