using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using GanCli.Runs;

namespace GanCli.Engine.Data;

/// <summary>Rows of bytes that were made before (drawn pictures, features of pictures): a file for each key in the user's cache folder, mapped into memory.
/// Where there can't be one they are made in memory.</summary>
/// <remarks>A file is the rows, SHA-256 of them, and their count as eight bytes, the lowest first. It appears whole or not at all; one that is cut short or
/// damaged is made anew.</remarks>
internal sealed class RowCache
{
    // What the files of earlier keys of a kind may take together; the longest unused go first.
    private const long MostBytes = 1L << 30;
    private const string Ending = ".bytes";

    // Rows that are made between two writes.
    private const int Block = 4096;
    private readonly string? _folder;
    private readonly string _kind;
    private readonly string _name;
    private readonly int _count;
    private readonly int _size;
    private readonly Func<Action<int, Memory<byte>>> _maker;

    /// <param name="folder">Where files are; null: nowhere.</param>
    /// <param name="kind">A word for what the rows are; files of a kind are tidied together.</param>
    /// <param name="key">All that decides the rows.</param>
    /// <param name="count">Rows.</param>
    /// <param name="size">Bytes in one.</param>
    /// <param name="maker">Makes what writes some rows, given the number of the first; called only when something is to be made.</param>
    public RowCache(string? folder, string kind, string key, int count, int size, Func<Action<int, Memory<byte>>> maker)
    {
        (_folder, _kind, _count, _size, _maker) = (folder, kind, count, size, maker);
        _name = $"{kind}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32]}{Ending}";
    }

    private int Length => checked(_count * _size);

    /// <summary>The file, whether it is there or not; null without a folder.</summary>
    public string? Path => _folder is null ? null : System.IO.Path.Combine(_folder, _name);

    /// <summary>The rows, [count × size].</summary>
    /// <param name="progress">Told the share that is made; not at all where nothing is to be made.</param>
    public ReadOnlyMemory<byte> Rows(Action<double>? progress)
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

        byte[] rows = new byte[Length];
        Action<int, Memory<byte>> make = _maker();
        for (int first = 0; first < _count; first += Block)
        {
            make(first, rows.AsMemory(first * _size, Math.Min(Block, _count - first) * _size));
            progress?.Invoke(Math.Min(1, (first + Block) / (double)_count));
        }

        return rows;
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

        ReadOnlyMemory<byte> rows = MappedBytes.Of(file, 0, Length);
        file.Seek(Length, SeekOrigin.Begin);
        file.ReadExactly(end);
        if (BinaryPrimitives.ReadInt64LittleEndian(end[SHA256.HashSizeInBytes..]) != _count
            || !SHA256.HashData(rows.Span).AsSpan().SequenceEqual(end[..SHA256.HashSizeInBytes]))
        {
            return null;
        }

        Touch(path);
        return rows;
    }

    private void Write(string path, Action<double>? progress)
    {
        Action<int, Memory<byte>> make = _maker();
        using var file = new AtomicFile(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] block = new byte[Math.Min(Block, _count) * _size];
        for (int first = 0; first < _count; first += Block)
        {
            Memory<byte> part = block.AsMemory(0, Math.Min(Block, _count - first) * _size);
            make(first, part);
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
        foreach (FileInfo file in new DirectoryInfo(_folder!).EnumerateFiles($"{_kind}-*").OrderByDescending(static file => file.LastWriteTimeUtc))
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
