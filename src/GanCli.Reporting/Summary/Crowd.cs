using GanCli.Reporting.Reading;
using GanCli.Runs;

namespace GanCli.Reporting.Summary;

/// <summary>Where all samples are, when they are one crowd: a blob too small to reach from one mode to the next.</summary>
internal enum Crowd
{
    /// <summary>The samples are no single crowd, or the data have only one mode.</summary>
    None,

    /// <summary>A mode lies within it.</summary>
    AroundMode,

    /// <summary>Its centre is in the middle half of the line between two modes.</summary>
    BetweenModes,

    /// <summary>Anywhere else.</summary>
    BesideModes,
}

/// <summary>Tells whether samples are one crowd.</summary>
internal static class Crowds
{
    /// <summary>The share of all samples that makes the crowd: what is left may be stray.</summary>
    private const double Most = 0.9;

    private const int MostSamples = 2000;

    /// <summary>Looks at the last samples of a run.</summary>
    public static Crowd Of(RunRecord run) =>
        run.Modes is DataModes modes && run.LastSamples is SampleSet samples ? Of(samples, modes) : Crowd.None;

    /// <summary>Looks at samples, 2,000 of them at most.</summary>
    public static Crowd Of(SampleSet samples, DataModes modes)
    {
        int count = Math.Min(samples.Count, MostSamples);
        if (count == 0 || modes.Means.Count < 2)
        {
            return Crowd.None;
        }

        // Medians: a few strays do not move them.
        float[] centre = [.. Enumerable.Range(0, samples.Dimension).Select(column => Median([.. samples.First(count).Column(column)]))];
        int[] order = [.. Enumerable.Range(0, modes.Means.Count).OrderBy(mode => Distance(centre, modes.Means[mode]))];
        IReadOnlyList<double> nearest = modes.Means[order[0]];
        double spacing = order.Skip(1).Min(mode => Math.Sqrt(nearest.Zip(modes.Means[mode]).Sum(pair => Math.Pow(pair.First - pair.Second, 2))));
        double[] distances = [.. Enumerable.Range(0, count).Select(row => Distance(samples.Row(row), centre)).Order()];
        double radius = distances[(int)(Most * (count - 1))];
        if (radius >= spacing / 2)
        {
            return Crowd.None;
        }

        (double part, double aside, double length) = OffMode.Along(centre, nearest, modes.Means[order[1]]);
        return Distance(centre, nearest) <= radius ? Crowd.AroundMode
            : part is > 0.25 and < 0.75 && aside < radius * radius && length > 0 ? Crowd.BetweenModes
            : Crowd.BesideModes;
    }

    private static float Median(double[] values)
    {
        Array.Sort(values);
        return (float)values[values.Length / 2];
    }

    private static double Distance(ReadOnlySpan<float> from, IReadOnlyList<double> to)
    {
        double square = 0;
        for (int i = 0; i < from.Length; i++)
        {
            square += (from[i] - to[i]) * (from[i] - to[i]);
        }

        return Math.Sqrt(square);
    }

    private static double Distance(ReadOnlySpan<float> from, float[] to)
    {
        double square = 0;
        for (int i = 0; i < from.Length; i++)
        {
            square += (double)(from[i] - to[i]) * (from[i] - to[i]);
        }

        return Math.Sqrt(square);
    }
}
