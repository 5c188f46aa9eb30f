using System.Buffers;
using System.IO.MemoryMappedFiles;

namespace GanCli.Engine.Data;

/// <summary>A part of a file, mapped into memory: the system reads pages when they are looked at, and processes share them. It stays mapped as long as the
/// program runs, since nobody can tell when the last span is gone.</summary>
internal sealed unsafe class MappedBytes : MemoryManager<byte>
{
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;
    private readonly int _length;

    private MappedBytes(MemoryMappedViewAccessor view, long offset, int length)
    {
        _view = view;
        _length = length;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        _start += _view.PointerOffset + offset;
    }

    public override Memory<byte> Memory => CreateMemory(_length);

    /// <summary>Maps a part of an open file, which may be closed afterwards.</summary>
    /// <param name="file">Open for reading.</param>
    /// <param name="offset">First byte.</param>
    /// <param name="length">Bytes, at least one.</param>
    /// <exception cref="IOException">The system refuses.</exception>
    public static ReadOnlyMemory<byte> Of(FileStream file, long offset, int length)
    {
        using var mapped = MemoryMappedFile.CreateFromFile(
            file, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        return new MappedBytes(mapped.CreateViewAccessor(0, offset + length, MemoryMappedFileAccess.Read), offset, length).Memory;
    }

    public override Span<byte> GetSpan() => new(_start, _length);

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)_length, nameof(elementIndex));
        return new MemoryHandle(_start + elementIndex);
    }

    public override void Unpin()
    {
        // It never moves.
    }

    protected override void Dispose(bool disposing)
    {
    }
}
