namespace GanCli.Engine.Data.Pictures;

/// <summary>Pictures as they rest: bytes, a picture after another, each channel by channel in row order.</summary>
/// <param name="Shape">[channels, height, width] of one picture.</param>
/// <param name="Pixels">[n × channels × height × width].</param>
/// <param name="Labels">What each picture shows, where that is known.</param>
internal sealed record PictureSet(IReadOnlyList<long> Shape, ReadOnlyMemory<byte> Pixels, LabelSet? Labels)
{
    /// <summary>Numbers in one picture.</summary>
    public int Size => checked((int)Shape.Aggregate(1L, static (size, axis) => size * axis));

    /// <summary>How many pictures there are.</summary>
    public int Count => Pixels.Length / Size;
}
