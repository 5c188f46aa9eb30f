namespace GanCli.Engine.Watch;

/// <summary>After how many steps samples are where they were: the period in which modes hop.</summary>
internal static class Recurrence
{
    /// <summary>Looks that are remembered: periods of up to half as many looks can be told.</summary>
    public const int Looks = 16;

    // Farther than that apart, on average, samples are not back; and they have to have been away.
    private const double Back = 0.5;

    /// <summary>The period.</summary>
    /// <param name="track">Shares of the samples in the cells of one partition, by rising step.</param>
    /// <returns>In steps; null where samples do not come back, or not yet twice.</returns>
    /// <remarks>Of all lags of two looks or more the shortest after which the total variation between looks, mean over all pairs so far apart, is less than
    /// half of what it is at some shorter lag, and no smaller at the lag after it.</remarks>
    public static long? Of(IReadOnlyList<WatchedShares> track)
    {
        double[] apart = [.. Enumerable.Range(1, Math.Max(0, track.Count / 2)).Select(lag => Apart(track, lag))];
        for (int lag = 2; lag <= apart.Length; lag++)
        {
            bool isLeast = lag == apart.Length || apart[lag - 1] <= apart[lag];
            if (isLeast && apart[lag - 1] < Back * apart.Take(lag - 1).Max())
            {
                double spacing = (track[^1].Step - track[0].Step) / (track.Count - 1.0);
                return (long)Math.Round(lag * spacing);
            }
        }

        return null;
    }

    private static double Apart(IReadOnlyList<WatchedShares> track, int lag) => Enumerable.Range(lag, track.Count - lag)
        .Average(i => track[i].Shares.Zip(track[i - lag].Shares, static (one, other) => Math.Abs(one - other)).Sum() / 2);
}

/// <summary>Where the samples of a look were.</summary>
/// <param name="Step">The look's step.</param>
/// <param name="Shares">Shares of the samples in the cells of one partition.</param>
public sealed record WatchedShares(long Step, IReadOnlyList<double> Shares);
