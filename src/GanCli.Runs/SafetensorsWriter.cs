using System.Buffers.Binary;
using System.Security.Cryptography;

namespace GanCli.Runs;

/// <summary>Writes safetensors files: tensors, and texts beside them, that any reader of the format opens without executing anything.</summary>
public static class SafetensorsWriter
{
    /// <summary>Writes a file, which appears whole or not at all. The metadata gain the SHA-256 of the data and of the header.</summary>
    /// <param name="path">Where the file is to appear.</param>
    /// <param name="entries">The tensors. Wider numbers are laid out first, otherwise in this order, so that each is aligned.</param>
    /// <param name="metadata">Texts to go with them.</param>
    /// <exception cref="ArgumentException">A name or key is taken twice or reserved, or a tensor's bytes do not fit its shape.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<SafetensorsEntry> entries, IReadOnlyDictionary<string, string> metadata)
    {
        CheckNames(entries, metadata);
        var ordered = entries.OrderByDescending(entry => SafetensorsHeader.Size(entry.Type)).ToArray();
        var tensors = Lay(ordered);
        var header = SafetensorsHeader.Format(tensors, metadata, new byte[SHA256.HashSizeInBytes]);
        if (header.Length > SafetensorsHeader.LongestHeader)
        {
            throw new ArgumentException("names and metadata exceed the format's 100 MB", nameof(metadata));
        }

        using var file = new AtomicFile(path);
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        file.Stream.Write(length);
        file.Stream.Write(header);

        // The header comes first and holds the hash of what follows: it is written again once the data have gone by.
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (entry, tensor) in ordered.Zip(tensors))
        {
            var written = 0L;
            entry.Write(bytes =>
            {
                written += bytes.Length;
                hash.AppendData(bytes);
                file.Stream.Write(bytes);
            });
            if (written != tensor.ByteLength)
            {
                throw new ArgumentException(
                    $"tensor '{tensor.Name}' takes {tensor.ByteLength.Grouped()} bytes, {written.Grouped()} were handed over", nameof(entries));
            }
        }

        file.Stream.Position = sizeof(ulong);
        file.Stream.Write(SafetensorsHeader.Format(tensors, metadata, hash.GetHashAndReset()));
        file.Commit();
    }

    private static void CheckNames(IReadOnlyList<SafetensorsEntry> entries, IReadOnlyDictionary<string, string> metadata)
    {
        var names = new HashSet<string>(StringComparer.Ordinal) { SafetensorsHeader.MetadataKey };
        foreach (var entry in entries)
        {
            if (!names.Add(entry.Name))
            {
                throw new ArgumentException($"the name '{entry.Name}' is taken", nameof(entries));
            }
        }

        foreach (var key in (string[])[SafetensorsHeader.HeaderHashKey, SafetensorsHeader.DataHashKey])
        {
            if (metadata.ContainsKey(key))
            {
                throw new ArgumentException($"the key '{key}' is reserved", nameof(metadata));
            }
        }
    }

    private static List<SafetensorsTensor> Lay(IReadOnlyList<SafetensorsEntry> entries)
    {
        var tensors = new List<SafetensorsTensor>();
        var offset = 0L;
        foreach (var entry in entries)
        {
            var bytes = FileChecks.ByteCount(entry.Shape, SafetensorsHeader.Size(entry.Type))
                ?? throw new ArgumentException($"the shape of tensor '{entry.Name}' is too large", nameof(entries));
            tensors.Add(new SafetensorsTensor(entry.Name, entry.Type, entry.Shape, offset, bytes));
            offset += bytes;
        }

        return tensors;
    }
}
