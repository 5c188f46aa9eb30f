using System.Buffers.Binary;
using System.Security.Cryptography;

namespace GanCli.Runs;

/// <summary>An open safetensors file that this program wrote: checked in full when it is opened, read tensor by tensor.</summary>
/// <remarks>Nothing is executed, every length is checked before memory is taken for it, and any changed bit is noticed.</remarks>
public sealed class SafetensorsFile : IDisposable
{
    private readonly string _path;
    private readonly FileStream _stream;
    private readonly long _dataStart;
    private readonly Dictionary<string, SafetensorsTensor> _byName;

    private SafetensorsFile(
        string path,
        FileStream stream,
        long dataStart,
        IReadOnlyList<SafetensorsTensor> tensors,
        IReadOnlyDictionary<string, string> metadata)
    {
        _path = path;
        _stream = stream;
        _dataStart = dataStart;
        _byName = tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        Tensors = tensors;
        Metadata = metadata;
    }

    /// <summary>The tensors, in the order of the header.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors { get; }

    /// <summary>The texts that go with them, the two hashes included.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens a file and verifies all of it.</summary>
    /// <exception cref="InvalidDataException">Cut short, damaged or of another kind; one line that begins with the path.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static SafetensorsFile Open(string path)
    {
        var stream = RegularFile.OpenRead(path);
        try
        {
            return Open(path, stream);
        }
        catch (Exception exception)
        {
            stream.Dispose();
            if (exception is InvalidDataException)
            {
                throw new InvalidDataException($"{path}: {exception.Message}", exception);
            }

            throw;
        }
    }

    /// <summary>Finds a tensor.</summary>
    /// <exception cref="InvalidDataException">There is none of that name.</exception>
    public SafetensorsTensor this[string name] =>
        _byName.TryGetValue(name, out var tensor) ? tensor : throw new InvalidDataException($"{_path}: there is no tensor '{name}' in it");

    public bool Contains(string name) => _byName.ContainsKey(name);

    /// <summary>Copies a tensor's bytes (little endian, row order).</summary>
    /// <param name="tensor">One of <see cref="Tensors"/>.</param>
    /// <param name="destination">Exactly as long as the tensor.</param>
    public void Read(SafetensorsTensor tensor, Span<byte> destination)
    {
        if (destination.Length != tensor.ByteLength)
        {
            throw new ArgumentException($"tensor '{tensor.Name}' takes {tensor.ByteLength.Grouped()} bytes", nameof(destination));
        }

        _stream.Position = _dataStart + tensor.Offset;
        try
        {
            FileChecks.Fill(_stream, destination);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{_path}: {exception.Message}", exception);
        }
    }

    /// <summary>A tensor's bytes (little endian, row order).</summary>
    /// <exception cref="InvalidDataException">There is none of that name, or it is larger than one array can be.</exception>
    public byte[] ReadBytes(string name)
    {
        var tensor = this[name];
        if (tensor.ByteLength > Array.MaxLength)
        {
            throw new InvalidDataException($"{_path}: tensor '{name}' is too large to be read at once");
        }

        var bytes = new byte[tensor.ByteLength];
        Read(tensor, bytes);
        return bytes;
    }

    public void Dispose() => _stream.Dispose();

    private static SafetensorsFile Open(string path, FileStream stream)
    {
        Span<byte> start = stackalloc byte[sizeof(ulong)];
        if (stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length)
        {
            throw new InvalidDataException($"not a safetensors file: it is only {stream.Length.Grouped()} bytes long");
        }

        var length = BinaryPrimitives.ReadUInt64LittleEndian(start);
        if (length > SafetensorsHeader.LongestHeader)
        {
            throw new InvalidDataException("not a safetensors file");
        }

        var present = stream.Length - start.Length;
        if ((long)length > present)
        {
            throw new InvalidDataException($"cut short: the header takes {((long)length).Grouped()} bytes, {present.Grouped()} are there");
        }

        var header = new byte[length];
        FileChecks.Fill(stream, header);
        var (tensors, metadata) = SafetensorsHeader.Parse(header);
        CheckLayout(tensors, present - (long)length);
        if (!metadata.TryGetValue(SafetensorsHeader.DataHashKey, out var stated)
            || !string.Equals(stated, Convert.ToHexStringLower(SHA256.HashData(stream)), StringComparison.Ordinal))
        {
            throw new InvalidDataException("the data do not match their SHA-256: the file is damaged");
        }

        return new SafetensorsFile(path, stream, start.Length + (long)length, tensors, metadata);
    }

    private static void CheckLayout(IEnumerable<SafetensorsTensor> tensors, long present)
    {
        var end = 0L;
        foreach (var tensor in tensors.OrderBy(tensor => tensor.Offset).ThenBy(tensor => tensor.ByteLength))
        {
            if (tensor.Offset != end)
            {
                throw new InvalidDataException($"tensor '{tensor.Name}' does not begin where the one before it ends");
            }

            end += tensor.ByteLength;
        }

        FileChecks.CheckLength(end, present);
    }
}
