using System.Diagnostics;
using GanCli.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.EndToEnd;

/// <summary>Disks and folders that do not play along.</summary>
public sealed class EnvironmentTests : IDisposable
{
    private readonly Workshop _workshop = new();

    [Fact]
    public async Task AReadOnlyRunsFolderIsOneLine()
    {
        RequireUsers();
        Directory.CreateDirectory(_workshop["runs"]);

        ProgramResult result = await Powerless("train", "--config", _workshop["ring.yaml"], "--runs-dir", _workshop["runs"]);

        Assert.Equal($"error: Access to the path '{_workshop["runs", "ring"]}' is denied.\n", result.Talk);
        Assert.Equal(74, result.ExitCode);
        Assert.Empty(Directory.GetFileSystemEntries(_workshop["runs"]));
    }

    [Fact]
    public async Task AnUnwritableCurrentFolderIsOneLine()
    {
        RequireUsers();
        ProgramResult result = await Powerless("train", "--config", "ring.yaml");

        Assert.Equal($"error: Access to the path '{_workshop["runs"]}' is denied.\n", result.Talk);
        Assert.Equal(74, result.ExitCode);
    }

    [Fact]
    public async Task AFileInPlaceOfTheRunsFolderIsOneLine()
    {
        ProgramResult result = await _workshop.Gan("train", "--config", "ring.yaml", "--runs-dir", "ring.yaml");

        Assert.Equal($"error: {_workshop["ring.yaml"]}: is a file, not a folder for runs\n", result.Talk);
        Assert.Equal(74, result.ExitCode);
    }

    [Fact]
    public async Task ADeletedFolderIsNamed()
    {
        ProgramResult result = await Shell("mkdir gone && cd gone && rmdir ../gone && exec \"$0\" \"$@\"", "train", "--config", "mog8.yaml");

        Assert.Equal($"error: the folder that this was started in is gone or may not be read ({_workshop["gone"]}); change to another one\n", result.Talk);
        Assert.Equal(74, result.ExitCode);
    }

    [Fact]
    public async Task APlaceWhereNoFolderCanBeIsNamed()
    {
        Tools.RequireThat(OperatingSystem.IsLinux(), "needs /proc");

        ProgramResult result = await _workshop.Gan("train", "--config", "ring.yaml", "--runs-dir", "/proc/runs-of-nobody");

        Assert.Matches("^error: /proc/runs-of-nobody/ring/[^:]+: this folder cannot be made there; choose another place for runs\n$", result.Talk);
        Assert.Equal(74, result.ExitCode);
    }

    // .NET opens libraries twice: below some limit it says that they do not exist, below another one nothing.
    [Theory]
    [InlineData(25)]
    [InlineData(100)]
    [InlineData(159)]
    public async Task TooFewOpenFilesAreNamed(int limit)
    {
        ProgramResult result = await Shell(FormattableString.Invariant($"ulimit -n {limit} && exec \"$0\" \"$@\""), "train", "--config", "ring.yaml");

        Assert.Equal(
            FormattableString.Invariant($"error: only {limit} files may be open at once, and this program needs 160: raise the limit (ulimit -n 1024)\n"),
            result.Talk);
        Assert.Equal(1, result.ExitCode);
        Assert.False(Directory.Exists(_workshop["runs"]));
    }

    [Fact]
    public async Task TheLeastNumberOfOpenFilesIsEnough()
    {
        ProgramResult result = await Shell("ulimit -n 160 && exec \"$0\" \"$@\"", "train", "--config", "ring.yaml", "--set", "output.pictures=true");

        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotContain("warning", result.Talk, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFullDiskEndsTheRunAndKeepsWhatThereIs()
    {
        string disk = _workshop["disk"];
        Directory.CreateDirectory(disk);
        Mount(disk, "400k");
        try
        {
            string[] train =
            [
                "train", "--config", "ring.yaml", "--runs-dir", disk, "--set", "training.steps=2000", "--set", "output.keep-checkpoints=100",
                "--set", "output.checkpoint-every=20", "--set", "output.tensorboard=false",
            ];
            ProgramResult result = await _workshop.Gan(train);

            Assert.Equal(74, result.ExitCode);
            Assert.Matches("\nerror: No space left on device[^\n]*\n$", result.Talk);
            Assert.Empty(Directory.GetFiles(disk, "*.tmp", SearchOption.AllDirectories));
            RunFolder run = RunFinder.Find(disk, RunFinder.Latest);
            Assert.All(run.Checkpoints(), static checkpoint => SafetensorsFile.Open(checkpoint.Path).Dispose());
            Assert.Contains(RunStatus.Read(run.StatusPath).Effective().State, new[] { RunState.Failed, RunState.Crashed });

            // With room again it goes on.
            long reached = run.Checkpoints()[^1].Step;
            Assert.InRange(reached, 20, 1980);
            foreach (StepFile old in run.Checkpoints().SkipLast(1))
            {
                File.Delete(old.Path);
            }

            await _workshop.GanOk("train", "--resume", "latest", "--runs-dir", disk, "--set", FormattableString.Invariant($"training.steps={reached + 20}"));
            Assert.Equal(RunState.Completed, RunStatus.Read(run.StatusPath).State);
        }
        finally
        {
            Run("umount", "--lazy", disk);
        }
    }

    [Fact]
    public async Task WithoutRoomForTheFirstFilesNothingIsLeftBehind()
    {
        string disk = _workshop["disk"];
        Directory.CreateDirectory(disk);
        Mount(disk, "4k");
        try
        {
            ProgramResult result = await _workshop.Gan("train", "--config", "ring.yaml", "--runs-dir", disk);

            Assert.Equal(74, result.ExitCode);
            Assert.Matches("^error: No space left on device[^\n]*\n$", result.Talk);
            Assert.Empty(RunFinder.All(disk));
        }
        finally
        {
            Run("umount", "--lazy", disk);
        }
    }

    [Fact]
    public async Task SamplesOntoAFullDiskLeaveNothingBehind()
    {
        await _workshop.Train("--config", "ring.yaml");
        string disk = _workshop["disk"];
        Directory.CreateDirectory(disk);
        Mount(disk, "64k");
        try
        {
            foreach (string file in (string[])["samples.csv", "samples.npy"])
            {
                ProgramResult result = await _workshop.Gan("sample", "-n", "20000", "--out", Path.Combine(disk, file));

                Assert.Equal(74, result.ExitCode);
                Assert.Matches("^error: No space left on device[^\n]*\n$", result.Talk);
                Assert.Empty(Directory.GetFiles(disk));
            }
        }
        finally
        {
            Run("umount", "--lazy", disk);
        }
    }

    private Task<ProgramResult> Shell(string script, params string[] arguments)
    {
        Tools.RequireThat(OperatingSystem.IsLinux(), "needs a shell with limits");
        return (_workshop.Program with { Path = Tools.Require("bash") }).RunAsync(["-c", script, ProgramUnderTest.DefaultPath, .. arguments]);
    }

    public void Dispose() => _workshop.Dispose();

    /// <summary>Runs the program as somebody who may read everything here and write nothing.</summary>
    private async Task<ProgramResult> Powerless(params string[] arguments)
    {
        SetModes("555");
        try
        {
            if (!Environment.IsPrivilegedProcess)
            {
                return await _workshop.Gan(arguments);
            }

            // For root modes are no obstacle.
            ProgramUnderTest nobody = _workshop.Program with { Path = Tools.Require("setpriv") };
            string[] prefix = ["--reuid=65534", "--regid=65534", "--clear-groups", ProgramUnderTest.DefaultPath];
            ProgramResult version = await nobody.RunAsync([.. prefix, "--version"]);
            Tools.RequireThat(version.ExitCode == 0, "needs a working copy that other users may read");
            return await nobody.RunAsync([.. prefix, .. arguments]);
        }
        finally
        {
            SetModes("755");
        }
    }

    private void SetModes(string mode) => Assert.Equal(0, Run("chmod", [mode, _workshop.Folder, .. Directory.GetDirectories(_workshop.Folder)]));

    private static void RequireUsers() => Tools.RequireThat(!OperatingSystem.IsWindows(), "needs the users and modes of Unix");

    private static void Mount(string folder, string size)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "only root may mount a small disk");
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", folder) == 0, "mounting is not allowed here");
    }

    private static int Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
