namespace GanCli.Runs;

/// <summary>A tensor to be written to a safetensors file.</summary>
/// <param name="Name">Unique in its file.</param>
/// <param name="Type">Of its numbers.</param>
/// <param name="Shape">Length of each axis; empty for a single number.</param>
/// <param name="Write">Hands over the bytes (little endian, row order), in one piece or several. Called once.</param>
public sealed record SafetensorsEntry(string Name, SafetensorsType Type, IReadOnlyList<long> Shape, Action<Action<ReadOnlySpan<byte>>> Write)
{
    /// <summary>A tensor whose bytes (little endian, row order) lie in memory.</summary>
    public SafetensorsEntry(string name, SafetensorsType type, IReadOnlyList<long> shape, ReadOnlyMemory<byte> bytes)
        : this(name, type, shape, sink => sink(bytes.Span))
    {
    }
}
