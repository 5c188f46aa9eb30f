namespace GanCli.Runs;

/// <summary>Wilson's 95% score interval of a proportion (Wilson 1927), which stays within 0 to 1 and is honest at 0 of n and n of n.</summary>
/// <param name="Low">Its lower end.</param>
/// <param name="High">Its upper end.</param>
public readonly record struct WilsonInterval(double Low, double High)
{
    // The 97.5% quantile of the standard normal distribution.
    private const double Z = 1.959963984540054;

    /// <summary>Of so many successes in so many trials, at least one.</summary>
    public static WilsonInterval Of(int successes, int trials)
    {
        double share = (double)successes / trials;
        double scale = 1 / (1 + (Z * Z / trials));
        double middle = (share + (Z * Z / (2 * trials))) * scale;
        double half = Z * scale * Math.Sqrt((share * (1 - share) / trials) + (Z * Z / (4.0 * trials * trials)));
        return new WilsonInterval(successes == 0 ? 0 : middle - half, successes == trials ? 1 : middle + half);
    }
}
