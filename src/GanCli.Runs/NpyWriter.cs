using System.Runtime.InteropServices;

namespace GanCli.Runs;

/// <summary>Writes a float32 <c>.npy</c> file piece by piece, in bounded memory; the shape is known from the start.</summary>
public sealed class NpyWriter : IDisposable
{
    private readonly AtomicFile? _file;
    private readonly Stream _stream;
    private readonly long _count;
    private long _written;

    /// <summary>Writes to a file, which appears with <see cref="Complete"/>; disposed before that, nothing is left behind.</summary>
    /// <param name="path">Where the file is to appear.</param>
    /// <param name="shape">Length of each axis.</param>
    public NpyWriter(string path, params ReadOnlySpan<long> shape)
        : this(new AtomicFile(path), shape)
    {
    }

    /// <summary>Writes to a stream of the caller's, which stays open.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="shape">Length of each axis.</param>
    public NpyWriter(Stream stream, params ReadOnlySpan<long> shape)
    {
        _count = FileChecks.ByteCount(shape.ToArray(), sizeof(float)) / sizeof(float)
            ?? throw new ArgumentException("the shape is too large", nameof(shape));
        _stream = stream;
        _stream.Write(NpyHeader.Floats(shape));
    }

    private NpyWriter(AtomicFile file, ReadOnlySpan<long> shape)
        : this(file.Stream, shape) => _file = file;

    /// <summary>Writes the next numbers, in row order; they need not end with a row.</summary>
    /// <exception cref="InvalidOperationException">More numbers than the shape has room for.</exception>
    public void Append(ReadOnlySpan<float> numbers)
    {
        if (numbers.Length > _count - _written)
        {
            throw new InvalidOperationException(
                $"the shape has room for {_count.Grouped()} numbers, not for {(_written + numbers.Length).Grouped()}");
        }

        while (!numbers.IsEmpty)
        {
            var part = numbers[..Math.Min(numbers.Length, 1 << 20)];
            _stream.Write(MemoryMarshal.AsBytes(part));
            numbers = numbers[part.Length..];
            _written += part.Length;
        }
    }

    /// <summary>Finishes; a file gets its name now.</summary>
    /// <exception cref="InvalidOperationException">Fewer numbers than the shape says.</exception>
    public void Complete()
    {
        if (_written != _count)
        {
            throw new InvalidOperationException($"the shape says {_count.Grouped()} numbers, {_written.Grouped()} were written");
        }

        _stream.Flush();
        _file?.Commit();
    }

    public void Dispose() => _file?.Dispose();
}
