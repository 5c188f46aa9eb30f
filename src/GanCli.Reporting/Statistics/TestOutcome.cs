namespace GanCli.Reporting.Statistics;

/// <summary>What a test found.</summary>
/// <param name="Method">Its name: <c>sign flips</c>.</param>
/// <param name="P">Two-sided p value.</param>
/// <param name="Least">The smallest p value that the most extreme outcome of the same size, with the same ties, would have had.</param>
public sealed record TestOutcome(string Method, double P, double Least)
{
    /// <summary>The level at which a difference is called significant.</summary>
    public const double Level = 0.05;

    /// <summary>Whether any outcome could have been significant. If not, <see cref="P"/> says nothing but how few runs there are.</summary>
    public bool CanReach => Least <= Level;
}
