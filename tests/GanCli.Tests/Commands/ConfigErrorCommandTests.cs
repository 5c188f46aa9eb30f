using GanCli.Tests.Support;

namespace GanCli.Tests.Commands;

/// <summary>A wrong config, as the person at the terminal meets it.</summary>
public sealed class ConfigErrorCommandTests
{
    [Fact]
    public async Task EverythingIsSaidAndNothingIsStarted()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["ring.yaml"], "seed: 1\ndata:\n  radios: 2\ntraining: {steps: 0}\n", TestContext.Current.CancellationToken);
        var gan = new ProgramUnderTest { WorkingDirectory = folder.FullName };

        ProgramResult result = await gan.RunAsync("train", "--config", "ring.yaml", "--set", "training.stepz=100", "--seed", "x");

        Assert.Equal(
            """
            ring.yaml:3:3  data.radios: unknown key; did you mean 'radius'?
            ring.yaml:4:19 training.steps: 0 is outside [1, 1000000000000]
            --set          training.stepz: unknown key; did you mean 'steps'?
            --seed         seed: 'x' is not a whole number or a mapping
            4 errors; nothing was started

            """,
            result.Talk);
        Assert.Empty(result.Data);
        Assert.Equal(2, result.ExitCode);
        Assert.Equal(["ring.yaml"], Directory.GetFileSystemEntries(folder.FullName).Select(Path.GetFileName));
    }

    [Fact]
    public async Task ShippedConfigsAreFoundFromAnyFolder()
    {
        using var folder = new TemporaryFolder();
        var gan = new ProgramUnderTest { WorkingDirectory = folder.FullName };

        ProgramResult result = await gan.RunAsync("train", "--config", "mog8.yaml", "--set", "training.steps=none");

        Assert.Equal("--set training.steps: 'none' is not a whole number\n1 error; nothing was started\n", result.Talk);
        Assert.Equal(2, result.ExitCode);
    }
}
