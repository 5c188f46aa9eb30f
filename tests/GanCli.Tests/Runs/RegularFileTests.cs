using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Random;
using GanCli.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.Runs;

/// <summary>To open a pipe that nobody writes to takes for ever; no reader of the program may.</summary>
public sealed class RegularFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task APipeIsRefusedAtOnce()
    {
        string pipe = await MakePipe("data");
        foreach (Action read in (Action[])[
            () => new CsvConfig { Path = pipe }.Build(new RandomStreams(0)), () => new NpyConfig { Path = pipe }.Build(new RandomStreams(0)), () =>
                Npy.Read(pipe), () => DataInfo.Read(pipe)])
        {
            var refusal =
                await Assert.ThrowsAnyAsync<IOException>(() => Task.Run(read, TestContext.Current.CancellationToken)
                    .WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
            Assert.Equal($"{pipe}: is a pipe or a device, not a file on a disk; write it to a file first", refusal.Message);
        }

        File.WriteAllText(_folder["own.yaml"], "data: ring");
        Assert.False(RegularFile.IsStream(_folder["own.yaml"]));
        Assert.False(RegularFile.IsStream(_folder["none"]));
    }

    [Fact]
    public async Task AConfigFromAPipeIsWaitedForAWhileOnly()
    {
        string pipe = await MakePipe("base.yaml");
        File.WriteAllText(_folder["own.yaml"], "base: base.yaml");
        var refusal = await Assert.ThrowsAsync<ConfigException>(
            () => Task.Run(() => ConfigLoader.Load(_folder["own.yaml"]), TestContext.Current.CancellationToken)
                .WaitAsync(TimeSpan.FromSeconds(120), TestContext.Current.CancellationToken));
        Assert.Contains("cannot be read: it did not end within 10 seconds (a pipe that nobody writes to?)", refusal.Message, StringComparison.Ordinal);

        // Lets the reader go.
        await using var writer = new FileStream(pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        writer.Write("data: ring"u8);
    }

    private async Task<string> MakePipe(string name)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "pipes as files");
        await CliWrap.Cli.Wrap("mkfifo").WithArguments(_folder[name]).ExecuteAsync(TestContext.Current.CancellationToken);
        return _folder[name];
    }
}
