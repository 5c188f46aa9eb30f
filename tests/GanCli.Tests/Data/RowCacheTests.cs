using GanCli.Engine.Data;
using GanCli.Tests.Support;

namespace GanCli.Tests.Data;

public sealed class RowCacheTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void GivesWhatWasMade()
    {
        RowCache cache = Cache(out List<int> made);
        byte[] first = cache.Rows(null).ToArray();
        Assert.Equal(30, made.Count);
        Assert.Equal(first, Cache(out List<int> again).Rows(null).ToArray());
        Assert.Empty(again);
        Assert.Equal([Path.GetFileName(cache.Path)], Directory.GetFiles(_folder.FullName).Select(Path.GetFileName));
        Assert.NotEqual(cache.Path, Cache(out _, key: "other").Path);
    }

    [Fact]
    public void DamagedRowsAreMadeAnew()
    {
        RowCache cache = Cache(out _);
        byte[] rows = cache.Rows(null).ToArray();
        byte[] whole = File.ReadAllBytes(cache.Path!);
        foreach (Func<byte[], byte[]> damage in (Func<byte[], byte[]>[])[
            static file => file[..^1], static file => [], static file => [.. file, 0], static file => [.. file[..100], (byte)(file[100] ^ 1), .. file[101..]],
            static file => [.. file[..^9], (byte)(file[^9] ^ 1), .. file[^8..]], static file => [.. file[..^1], 1]])
        {
            // A file in place of the old one: what is mapped must not change under a reader.
            File.Delete(cache.Path!);
            File.WriteAllBytes(cache.Path!, damage(whole));
            Assert.Equal(rows, Cache(out List<int> made).Rows(null).ToArray());
            Assert.Equal(30, made.Count);
            Assert.Equal(whole, File.ReadAllBytes(cache.Path!));
        }
    }

    [Fact]
    public void WithoutAFolderRowsAreMadeInMemory()
    {
        byte[] rows = Cache(out _).Rows(null).ToArray();
        File.WriteAllText(_folder["file"], "");
        foreach (string? folder in (string?[])[null, _folder["file"], _folder["file", "below"]])
        {
            Assert.Equal(rows, Cache(out List<int> made, folder: folder).Rows(null).ToArray());
            Assert.Equal(30, made.Count);
        }
    }

    [Fact]
    public async Task SeveralAtOnceGetTheSame()
    {
        byte[][] all = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Cache(out List<int> _).Rows(null).ToArray())));
        Assert.All(all, rows => Assert.Equal(all[0], rows));
        Assert.Single(Directory.GetFiles(_folder.FullName));
    }

    [Fact]
    public void WhatAKilledProgramLeftBehindGoes()
    {
        File.WriteAllText(_folder["rows-0.bytes.1234.tmp"], "");
        File.WriteAllText(_folder["rows-1.bytes.1234.tmp"], "");
        File.WriteAllText(_folder["rows-2.bytes"], "");
        File.WriteAllText(_folder["mine.txt"], "");
        foreach (string old in (string[])["rows-0.bytes.1234.tmp", "rows-2.bytes", "mine.txt"])
        {
            File.SetLastWriteTimeUtc(_folder[old], DateTime.UnixEpoch);
        }

        RowCache cache = Cache(out _);
        cache.Rows(null);
        Assert.Equal(
            new[] { Path.GetFileName(cache.Path!), "rows-1.bytes.1234.tmp", "rows-2.bytes", "mine.txt" }.ToHashSet(StringComparer.Ordinal),
            Directory.GetFiles(_folder.FullName).Select(static path => Path.GetFileName(path)).ToHashSet(StringComparer.Ordinal));
    }

    public void Dispose()
    {
        // Mapped files cannot be deleted on Windows while this process lives.
        if (!OperatingSystem.IsWindows())
        {
            _folder.Dispose();
        }
    }

    private RowCache Cache(out List<int> made, string key = "key", string? folder = "")
    {
        List<int> indices = made = [];
        return new RowCache(folder is "" ? _folder.FullName : folder, "rows", key, 30, 20, () => (first, rows) =>
        {
            for (int i = 0; i < rows.Length / 20; i++)
            {
                indices.Add(first + i);
                rows.Span.Slice(i * 20, 20).Fill((byte)((first + i) * 7));
            }
        });
    }
}
