namespace GanCli.Engine.Metrics;

/// <summary>What it costs to compare every sample with every other.</summary>
internal static class PairwiseCost
{
    // Keeps an evaluation in high dimension near that of 2,500 samples in 42 dimensions: some tenths of a second.
    private const double Differences = 1 << 28;

    /// <summary>Samples that are compared by default.</summary>
    public static int Samples(int dimension) => Math.Min(2500, (int)Math.Sqrt(Differences / dimension));

    /// <summary>Nanoseconds for all distances between two sets, roughly.</summary>
    public static double Nanoseconds(int samples, int dimension) => (double)samples * samples * (0.3 + (0.1 * dimension));
}
