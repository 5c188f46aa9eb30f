namespace GanCli.Reporting.Statistics;

/// <summary>The sums that choices can attain, each with the number of choices that lead to it: sorted, and sums that differ by rounding only are one.</summary>
/// <remarks>Adding a number to all sums and merging the two sorted lists is one pass, so a whole distribution costs as much as it has different sums:
/// few where counts of modes tie, all C(n, k) of them where every number differs.</remarks>
internal sealed class AttainedSums
{
    private readonly double[] _sums;
    private readonly double[] _ways;

    private AttainedSums(double[] sums, double[] ways) => (_sums, _ways) = (sums, ways);

    /// <summary>Nothing was added: 0, in one way.</summary>
    public static AttainedSums Zero { get; } = new([0], [1]);

    /// <summary>How many different sums there are.</summary>
    public int Count => _sums.Length;

    /// <summary>The same with a number added to each.</summary>
    public AttainedSums Shifted(double by) => new([.. _sums.Select(sum => sum + by)], _ways);

    /// <summary>The sums of either.</summary>
    /// <param name="other">The others.</param>
    /// <param name="rounding">Sums that are this close are the same.</param>
    public AttainedSums Or(AttainedSums other, double rounding)
    {
        double[] sums = new double[Count + other.Count];
        double[] ways = new double[sums.Length];
        int made = 0;
        for (int i = 0, j = 0; i < Count || j < other.Count;)
        {
            bool mine = j == other.Count || (i < Count && _sums[i] <= other._sums[j]);
            (double sum, double way) = mine ? (_sums[i], _ways[i]) : (other._sums[j], other._ways[j]);
            (i, j) = mine ? (i + 1, j) : (i, j + 1);
            if (made > 0 && sum - sums[made - 1] <= rounding)
            {
                ways[made - 1] += way;
            }
            else
            {
                sums[made] = sum;
                ways[made++] = way;
            }
        }

        return new AttainedSums(sums[..made], ways[..made]);
    }

    /// <summary>The share of choices whose sum is at least so far from the middle.</summary>
    public double ShareBeyond(double middle, double distance, double rounding)
    {
        double beyond = 0;
        for (int i = 0; i < Count; i++)
        {
            beyond += Math.Abs(_sums[i] - middle) >= distance - rounding ? _ways[i] : 0;
        }

        return beyond / _ways.Sum();
    }

    /// <summary>How far the farthest sum is from the middle.</summary>
    public double Farthest(double middle) => Math.Max(Math.Abs(_sums[0] - middle), Math.Abs(_sums[^1] - middle));
}
