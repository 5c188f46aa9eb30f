namespace GanCli.Reporting;

/// <summary>A value over the steps of a run. Values may be NaN or infinite; steps increase.</summary>
public sealed record Series(double[] Steps, double[] Values)
{
    /// <summary>Nothing.</summary>
    public static Series Empty { get; } = new([], []);

    public int Count => Values.Length;

    /// <summary>The last value, or NaN when there is none.</summary>
    public double Last => Count == 0 ? double.NaN : Values[^1];

    /// <summary>The same with each value put through a function.</summary>
    public Series Select(Func<double, double> map) => new(Steps, [.. Values.Select(map)]);

    /// <summary>A running average that looks to both sides, so that it does not lag behind a trend: the mean of two exponential averages, one from each end,
    /// each forgetting over about a thirtieth of the series and unbiased at its start. Values that are not finite are stepped over and stay gaps.</summary>
    public Series RunningAverage()
    {
        double keep = 1 - (1 / Math.Max(1, Count / 30.0));
        double[] averages = new double[Count];
        Smooth(averages, keep, 0, 1);
        Smooth(averages, keep, Count - 1, -1);
        return new Series(Steps, averages);
    }

    /// <summary>At most about <c>2 × buckets</c> points that draw the same curve: the smallest and the largest of every bucket, in their order, so that no
    /// peak is lost. A bucket with a value that is not finite keeps its gap.</summary>
    public Series Thin(int buckets = 500)
    {
        if (Count <= 2 * buckets)
        {
            return this;
        }

        List<double> steps = new(3 * buckets);
        List<double> values = new(3 * buckets);
        for (int bucket = 0; bucket < buckets; bucket++)
        {
            int from = (int)((long)Count * bucket / buckets);
            int to = (int)((long)Count * (bucket + 1) / buckets);
            foreach (int i in Extremes(from, to))
            {
                steps.Add(Steps[i]);
                values.Add(Values[i]);
            }
        }

        return new Series([.. steps], [.. values]);
    }

    /// <summary>A quantile of the finite values, or NaN when there is none.</summary>
    public double Quantile(double share)
    {
        double[] finite = [.. Values.Where(double.IsFinite)];
        Array.Sort(finite);
        return finite.Length == 0 ? double.NaN : finite[(int)Math.Round(share * (finite.Length - 1))];
    }

    private void Smooth(double[] averages, double keep, int first, int direction)
    {
        double sum = 0;
        double weight = 0;
        for (int i = first; i >= 0 && i < Count; i += direction)
        {
            if (double.IsFinite(Values[i]))
            {
                sum = (keep * sum) + ((1 - keep) * Values[i]);
                weight = (keep * weight) + (1 - keep);
                averages[i] += sum / weight / 2;
            }
            else
            {
                averages[i] = double.NaN;
            }
        }
    }

    private IEnumerable<int> Extremes(int from, int to)
    {
        int low = -1;
        int high = -1;
        int gap = -1;
        for (int i = from; i < to; i++)
        {
            if (!double.IsFinite(Values[i]))
            {
                gap = i;
            }
            else
            {
                low = low < 0 || Values[i] < Values[low] ? i : low;
                high = high < 0 || Values[i] > Values[high] ? i : high;
            }
        }

        return new[] { low, high, gap }.Where(i => i >= 0).Distinct().Order();
    }
}
