using GanCli.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.Runs;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ReadersSeeTheOldFileOrTheNewOne()
    {
        var path = _folder["a"];
        AtomicFile.WriteText(path, new string('x', 100_000));
        using var stop = new CancellationTokenSource();
        var writer = Task.Run(() =>
        {
            for (var round = 0; !stop.IsCancellationRequested; round++)
            {
                AtomicFile.WriteText(path, new string(round % 2 == 0 ? 'y' : 'x', 100_000));
            }
        });
        for (var read = 0; read < 200; read++)
        {
            var text = File.ReadAllText(path);
            Assert.Equal(100_000, text.Length);
            Assert.Single(text.Distinct());
        }

        await stop.CancelAsync();
        await writer;
        Assert.Equal([path], Directory.GetFiles(_folder.FullName));
    }

    [Fact]
    public void AFailureLeavesNothingBehind()
    {
        AtomicFile.WriteText(_folder["a"], "old");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(_folder["a"], stream =>
        {
            stream.Write("new"u8);
            throw new InvalidOperationException();
        }));
        Assert.Equal("old", File.ReadAllText(_folder["a"]));
        Assert.Equal([_folder["a"]], Directory.GetFiles(_folder.FullName));
    }

    [Fact]
    public void AMissingFolderIsAnInputOutputError() =>
        Assert.ThrowsAny<IOException>(() => AtomicFile.WriteText(_folder["no/such"], ""));
}
