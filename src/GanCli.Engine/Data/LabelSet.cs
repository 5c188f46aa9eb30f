namespace GanCli.Engine.Data;

/// <summary>What each sample of a finite set is.</summary>
/// <param name="Classes">Names of the classes.</param>
/// <param name="Labels">For each sample a place in <paramref name="Classes"/>.</param>
internal sealed record LabelSet(IReadOnlyList<string> Classes, ReadOnlyMemory<byte> Labels)
{
    /// <summary>Labels are bytes.</summary>
    public const int MostClasses = 256;

    /// <summary>The class of a sample.</summary>
    public int Of(int row) => Labels.Span[row];
}
