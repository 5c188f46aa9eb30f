using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using GanCli.Engine.Config;

namespace GanCli.Engine.Data.Pictures;

/// <summary>Reads many picture files on all cores. What comes out depends on the files alone.</summary>
/// <param name="path">The folder or archive, for messages.</param>
/// <param name="files">Its files.</param>
/// <param name="decoder">What makes bytes of one.</param>
/// <param name="size">Bytes in one.</param>
internal sealed class PictureLoader(string path, PictureFiles files, PictureDecoder decoder, int size)
{
    /// <summary>Bytes of the largest file that is read, and of several at once.</summary>
    private const long MostBytes = 1L << 28;

    private const int ShownFaults = 5;

    private readonly MemoryGate _gate = new(MostBytes);
    private readonly object _archive = new();

    /// <summary>Reads pictures.</summary>
    /// <param name="chosen">Which of the files.</param>
    /// <param name="tolerated">Share of them that may be bad.</param>
    /// <param name="copies">How often room is made for each.</param>
    /// <exception cref="InvalidDataException">More are bad, or all, or they are more than memory holds.</exception>
    public LoadedPictures Load(IReadOnlyList<int> chosen, double tolerated, int copies)
    {
        if ((long)chosen.Count * size * copies > Array.MaxLength)
        {
            throw new InvalidDataException(NumberTable.Text(
                $"{path}: {(long)chosen.Count * copies:N0} pictures of {size:N0} bytes are more than memory can hold; make data.size smaller"));
        }

        var pixels = new byte[chosen.Count * size * copies];
        var faults = new string?[chosen.Count];
        var facts = new PictureFacts?[chosen.Count];
        var hashes = new byte[chosen.Count][];
        Parallel.For(0, chosen.Count, i =>
        {
            hashes[i] = [];
            try
            {
                facts[i] = Read(chosen[i], pixels.AsSpan(i * size, size), out hashes[i]);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or NotSupportedException)
            {
                // An exception of the system names the file by itself.
                faults[i] = e is InvalidDataException ? e.Message : "cannot be read";
            }
        });

        List<int> good = [.. Enumerable.Range(0, chosen.Count).Where(i => faults[i] is null)];
        string? bad = Bad(chosen, faults, good.Count, tolerated);
        for (int i = 0; i < good.Count; i++)
        {
            pixels.AsSpan(good[i] * size, size).CopyTo(pixels.AsSpan(i * size));
        }

        return new LoadedPictures(pixels, [.. good.Select(i => chosen[i])], [.. good.Select(i => facts[i]!)], Hash(chosen, hashes), bad);
    }

    private PictureFacts Read(int file, Span<byte> to, out byte[] hash)
    {
        hash = [];
        using FileContent content = files.IsArchive ? OfArchive(file) : Content(file);
        hash = SHA256.HashData(content.Bytes);
        return decoder.Decode(content.Bytes, to);
    }

    // Whoever has content waits for no archive any more, so nobody waits in a circle.
    private FileContent OfArchive(int file)
    {
        lock (_archive)
        {
            return Content(file);
        }
    }

    private FileContent Content(int file)
    {
        (Stream stream, long length) = files.Open(file);
        using (stream)
        {
            return length <= MostBytes ? new FileContent(stream, (int)length, _gate)
                : throw new InvalidDataException(NumberTable.Text($"has {length:N0} bytes; the most is {MostBytes:N0}"));
        }
    }

    private string? Bad(IReadOnlyList<int> chosen, string?[] faults, int good, double tolerated)
    {
        List<string> bad =
        [
            .. from fault in faults.Index()
               where fault.Item is not null
               select $"{ScalarText.Show(files.Names[chosen[fault.Index]])} ({fault.Item})",
        ];
        if (bad.Count == 0)
        {
            return null;
        }

        string more = bad.Count > ShownFaults ? NumberTable.Text($" and {bad.Count - ShownFaults:N0} more") : "";
        string named = string.Join(", ", bad.Take(ShownFaults)) + more;
        if (good == 0)
        {
            throw new InvalidDataException(NumberTable.Text($"{path}: none of {chosen.Count:N0} pictures can be read: {named}"));
        }

        // One of a few is no worse than a share of many.
        string share = NumberTable.Text($"{path}: {bad.Count:N0} of {chosen.Count:N0} pictures cannot be read");
        return bad.Count <= Math.Ceiling((decimal)tolerated * chosen.Count)
            ? $"{share} and {(bad.Count == 1 ? "is" : "are")} left out: {named}"
            : throw new InvalidDataException(NumberTable.Text(
                $"{share}, more than the share data.bad-files: {tolerated}: {named}; remove them, or allow more"));
    }

    private string Hash(IReadOnlyList<int> chosen, byte[][] hashes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int i = 0; i < hashes.Length; i++)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(files.Names[chosen[i]] + "\0"));
            hash.AppendData(hashes[i]);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // The content of a file outside the managed heap: what is freed there is gone at once.
    private sealed unsafe class FileContent : IDisposable
    {
        private readonly MemoryGate _gate;
        private readonly int _length;
        private readonly byte* _start;

        public FileContent(Stream from, int length, MemoryGate gate)
        {
            (_gate, _length) = (gate, length);
            gate.Enter(length);
            _start = (byte*)NativeMemory.Alloc((nuint)length);
            try
            {
                from.ReadExactly(new Span<byte>(_start, length));
            }
            catch
            {
                Dispose();
                throw;
            }
        }

        public ReadOnlySpan<byte> Bytes => new(_start, _length);

        public void Dispose()
        {
            NativeMemory.Free(_start);
            _gate.Leave(_length);
        }
    }
}

/// <summary>Pictures as they were read.</summary>
/// <param name="Pixels">A picture after another, then room for copies.</param>
/// <param name="Files">Which file each is from.</param>
/// <param name="Facts">What each was.</param>
/// <param name="Hash">SHA-256 of names and contents.</param>
/// <param name="Bad">Says what was left out, or null where nothing was.</param>
internal sealed record LoadedPictures(
    byte[] Pixels, IReadOnlyList<int> Files, IReadOnlyList<PictureFacts> Facts, string Hash, string? Bad);
