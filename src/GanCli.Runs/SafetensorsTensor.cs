namespace GanCli.Runs;

/// <summary>Where a tensor lies in a safetensors file.</summary>
/// <param name="Name">Unique in its file.</param>
/// <param name="Type">Of its numbers.</param>
/// <param name="Shape">Length of each axis; empty for a single number.</param>
/// <param name="Offset">First byte, counted from the start of the data.</param>
/// <param name="ByteLength">Product of the shape times the size of a number.</param>
public sealed record SafetensorsTensor(string Name, SafetensorsType Type, IReadOnlyList<long> Shape, long Offset, long ByteLength);
