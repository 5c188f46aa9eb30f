using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using GanCli.Runs;

namespace GanCli.Engine.Data.Pictures;

/// <summary>Pictures that were drawn before: a file for each config and seed in the user's cache folder, mapped into memory. Where there can't be one they are
/// drawn into memory.</summary>
/// <remarks>A file is the pixels, SHA-256 of them, and their count as eight bytes, the lowest first. It appears whole or not at all; one that is cut short or
/// damaged is drawn anew.</remarks>
internal sealed class GlyphCache
{
    // What the files of earlier configs may take together; the longest unused go first.
    private const long MostBytes = 1L << 30;
    private const string Pattern = "glyphs-*";
    private const string Ending = ".bytes";

    // Pictures that are drawn between two writes.
    private const int Block = 4096;
    private readonly string? _folder;
    private readonly string _name;
    private readonly int _count;
    private readonly int _size;
    private readonly Func<Action<int, Memory<byte>>> _pen;

    /// <param name="folder">Where files are; null: nowhere.</param>
    /// <param name="key">All that decides the pixels.</param>
    /// <param name="count">Pictures.</param>
    /// <param name="size">Bytes in one.</param>
    /// <param name="pen">Makes what draws picture i; called only when something is to be drawn.</param>
    public GlyphCache(string? folder, string key, int count, int size, Func<Action<int, Memory<byte>>> pen)
    {
        (_folder, _count, _size, _pen) = (folder, count, size, pen);
        _name = $"glyphs-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32]}{Ending}";
    }

    private int Length => checked(_count * _size);

    /// <summary>The file, whether it is there or not; null without a folder.</summary>
    public string? Path => _folder is null ? null : System.IO.Path.Combine(_folder, _name);

    /// <summary>The pictures, [count × size].</summary>
    /// <param name="progress">Told the share that is drawn; not at all where nothing is to be drawn.</param>
    public ReadOnlyMemory<byte> Pixels(Action<double>? progress)
    {
        if (Path is { } path)
        {
            try
            {
                if (Find(path) is { } found)
                {
                    return found;
                }

                Directory.CreateDirectory(_folder!);
                Write(path, progress);
                if (Find(path) is { } written)
                {
                    Tidy();
                    return written;
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
            {
                // A cache saves time; without one it is only slower.
            }
        }

        byte[] pixels = new byte[Length];
        Action<int, Memory<byte>> draw = _pen();
        for (int first = 0; first < _count; first += Block)
        {
            Draw(draw, first, pixels.AsMemory(first * _size, Math.Min(Block, _count - first) * _size));
            progress?.Invoke(Math.Min(1, (first + Block) / (double)_count));
        }

        return pixels;
    }

    /// <summary>The content of a file that is as it was written, or null.</summary>
    private ReadOnlyMemory<byte>? Find(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        using FileStream file = RegularFile.OpenRead(path);
        Span<byte> end = stackalloc byte[SHA256.HashSizeInBytes + sizeof(long)];
        if (file.Length != Length + end.Length)
        {
            return null;
        }

        ReadOnlyMemory<byte> pixels = MappedBytes.Of(file, 0, Length);
        file.Seek(Length, SeekOrigin.Begin);
        file.ReadExactly(end);
        if (BinaryPrimitives.ReadInt64LittleEndian(end[SHA256.HashSizeInBytes..]) != _count
            || !SHA256.HashData(pixels.Span).AsSpan().SequenceEqual(end[..SHA256.HashSizeInBytes]))
        {
            return null;
        }

        Touch(path);
        return pixels;
    }

    private void Write(string path, Action<double>? progress)
    {
        Action<int, Memory<byte>> draw = _pen();
        using var file = new AtomicFile(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] block = new byte[Math.Min(Block, _count) * _size];
        for (int first = 0; first < _count; first += Block)
        {
            Memory<byte> part = block.AsMemory(0, Math.Min(Block, _count - first) * _size);
            Draw(draw, first, part);
            hash.AppendData(part.Span);
            file.Stream.Write(part.Span);
            progress?.Invoke(Math.Min(1, (first + Block) / (double)_count));
        }

        Span<byte> count = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(count, _count);
        file.Stream.Write(hash.GetHashAndReset());
        file.Stream.Write(count);
        file.Commit();
    }

    private void Draw(Action<int, Memory<byte>> draw, int first, Memory<byte> to) =>
        Parallel.For(0, to.Length / _size, i => draw(first + i, to.Slice(i * _size, _size)));

    // When it was used last is when it changed last: systems keep no reliable time of access.
    private static void Touch(string path)
    {
        try
        {
            File.SetLastWriteTimeUtc(path, TimeProvider.System.GetUtcNow().UtcDateTime);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody else's folder, which can only be read.
        }
    }

    private void Tidy()
    {
        long bytes = 0;
        foreach (FileInfo file in new DirectoryInfo(_folder!).EnumerateFiles(Pattern).OrderByDescending(static file => file.LastWriteTimeUtc))
        {
            // What a program that was killed left behind has another ending.
            bytes += file.Length;
            bool isOld = !file.Name.EndsWith(Ending, StringComparison.Ordinal)
                && file.LastWriteTimeUtc < TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-1);
            if (!string.Equals(file.Name, _name, StringComparison.Ordinal) && (isOld || bytes > MostBytes))
            {
                file.Delete();
            }
        }
    }
}
