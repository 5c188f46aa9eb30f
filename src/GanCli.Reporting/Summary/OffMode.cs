using GanCli.Reporting.Reading;
using GanCli.Runs;

namespace GanCli.Reporting.Summary;

/// <summary>Where the samples are that lie in no mode.</summary>
/// <param name="On">Share of samples within a mode.</param>
/// <param name="Halo">Share around a mode, up to twice its radius.</param>
/// <param name="Bridge">Share near the straight line between the two nearest modes.</param>
/// <param name="Stray">Share anywhere else.</param>
public sealed record OffMode(double On, double Halo, double Bridge, double Stray)
{
    /// <summary>The standard normal quantile that belongs to 1 − e^(−4.5), the share of a 2-D mode within three standard deviations.</summary>
    private const double Quantile = 2.2865;

    /// <summary>Largest distance from the line between two modes, as a part of their distance, at which a sample is on the bridge.</summary>
    private const double BridgeWidth = 0.2;

    /// <summary>Sorts samples. Looks at 2,000 of them at most.</summary>
    public static OffMode Sort(SampleSet samples, DataModes modes)
    {
        int[] counts = new int[4];
        int count = Math.Min(samples.Count, 2000);
        for (int row = 0; row < count; row++)
        {
            counts[Place(samples.Row(row), modes)]++;
        }

        return new OffMode(counts[0] / (double)count, counts[1] / (double)count, counts[2] / (double)count, counts[3] / (double)count);
    }

    /// <summary>What holds the samples back, in words, or null when none of the causes is half of it.</summary>
    public string? Cause()
    {
        double off = Halo + Bridge + Stray;
        return off <= 0 ? null
            : Bridge > off / 2 ? "bridges between modes"
            : Halo > off / 2 ? "near misses just outside the modes"
            : Stray > off / 2 ? "samples far from every mode"
            : null;
    }

    private static int Place(ReadOnlySpan<float> sample, DataModes modes)
    {
        (int nearest, int second) = TwoNearest(sample, modes);
        double radius = Radius(sample, modes.Means[nearest], modes.Stds[nearest]);
        if (radius <= 2)
        {
            return radius < 1 ? 0 : 1;
        }

        return second >= 0 && IsBetween(sample, modes.Means[nearest], modes.Means[second]) ? 2 : 3;
    }

    private static (int Nearest, int Second) TwoNearest(ReadOnlySpan<float> sample, DataModes modes)
    {
        (int nearest, int second) = (0, -1);
        (double least, double next) = (double.PositiveInfinity, double.PositiveInfinity);
        for (int mode = 0; mode < modes.Means.Count; mode++)
        {
            double distance = 0;
            IReadOnlyList<double> mean = modes.Means[mode];
            for (int i = 0; i < sample.Length; i++)
            {
                distance += (sample[i] - mean[i]) * (sample[i] - mean[i]);
            }

            if (distance < least)
            {
                (second, next) = (least < double.PositiveInfinity ? nearest : -1, least);
                (nearest, least) = (mode, distance);
            }
            else if (distance < next)
            {
                (second, next) = (mode, distance);
            }
        }

        return (nearest, second);
    }

    /// <summary>Distance from a centre in standard deviations, over the radius that holds 98.89% of the mode (Wilson and Hilferty's approximation of
    /// the chi-square quantile).</summary>
    private static double Radius(ReadOnlySpan<float> sample, IReadOnlyList<double> mean, IReadOnlyList<double> std)
    {
        double square = 0;
        int noisy = 0;
        for (int i = 0; i < sample.Length; i++)
        {
            if (std[i] > 0)
            {
                double z = (sample[i] - mean[i]) / std[i];
                square += z * z;
                noisy++;
            }
        }

        double part = 2 / (9.0 * Math.Max(1, noisy));
        return Math.Sqrt(square / (Math.Max(1, noisy) * Math.Pow(1 - part + (Quantile * Math.Sqrt(part)), 3)));
    }

    private static bool IsBetween(ReadOnlySpan<float> sample, IReadOnlyList<double> from, IReadOnlyList<double> to)
    {
        (double along, double length, double distance) = (0, 0, 0);
        for (int i = 0; i < sample.Length; i++)
        {
            double line = to[i] - from[i];
            double offset = sample[i] - from[i];
            along += line * offset;
            length += line * line;
            distance += offset * offset;
        }

        double part = along / length;
        double aside = distance - (part * part * length);
        return part is > 0 and < 1 && aside < BridgeWidth * BridgeWidth * length;
    }
}
