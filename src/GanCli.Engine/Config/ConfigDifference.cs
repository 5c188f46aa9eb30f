namespace GanCli.Engine.Config;

/// <summary>A key that two configurations disagree on.</summary>
/// <param name="Path">The key.</param>
/// <param name="Old">Its value in the first, as one line of YAML; <c>absent</c> where the first has no such key.</param>
/// <param name="New">Its value in the second.</param>
public sealed record ConfigDifference(string Path, string Old, string New)
{
    public override string ToString() => $"{Path}: {Old} → {New}";
}
