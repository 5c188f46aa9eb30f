using System.Buffers;

namespace GanCli.Engine.Data.Pictures;

/// <summary>Bytes that are made when somebody first looks at them: a config can be checked, described and resumed without its pictures.</summary>
/// <param name="length">How many there will be.</param>
/// <param name="make">Makes them.</param>
internal sealed class LateBytes(int length, Func<ReadOnlyMemory<byte>> make) : MemoryManager<byte>
{
    private readonly Lazy<ReadOnlyMemory<byte>> _bytes = new(make);

    /// <summary>Without making them.</summary>
    public override Memory<byte> Memory => CreateMemory(length);

    public override Span<byte> GetSpan()
    {
        // Memory<byte> is what managers give; nobody writes through it, since sets of pictures hold ReadOnlyMemory<byte>.
        ReadOnlySpan<byte> bytes = _bytes.Value.Span;
        return System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref System.Runtime.InteropServices.MemoryMarshal.GetReference(bytes), bytes.Length);
    }

    public override MemoryHandle Pin(int elementIndex = 0) => _bytes.Value[elementIndex..].Pin();

    public override void Unpin()
    {
        // The handle that Pin gives ends it.
    }

    protected override void Dispose(bool disposing)
    {
    }
}
