namespace GanCli.Reporting.Drawing;

/// <summary>Points of a plane.</summary>
public sealed record PointSet(IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    public int Count => X.Count;
}
