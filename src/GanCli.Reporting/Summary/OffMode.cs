using GanCli.Reporting.Reading;
using GanCli.Runs;

namespace GanCli.Reporting.Summary;

/// <summary>Where the samples are that lie in no mode.</summary>
/// <param name="On">Share of samples within a mode.</param>
/// <param name="Halo">Share around a mode, up to twice its radius.</param>
/// <param name="Bridge">Share near the straight line between the two nearest modes, where both have samples and the line between them is not broken.</param>
/// <param name="Blur">Share further out, up to a quarter of the way to the next mode, on all sides of a mode.</param>
/// <param name="Beside">Share as far out, on one side of a mode: a crowd that misses it.</param>
/// <param name="Stray">Share anywhere else.</param>
public sealed record OffMode(double On, double Halo, double Bridge, double Blur, double Beside, double Stray)
{
    /// <summary>The standard normal quantile that belongs to 1 − e^(−4.5), the share of a 2-D mode within three standard deviations.</summary>
    private const double Quantile = 2.2865;

    /// <summary>Largest distance from the line between two modes, as a part of their distance, at which a sample is on the bridge.</summary>
    private const double BridgeWidth = 0.2;

    /// <summary>Least share of the samples between two modes that lie in the middle third of their line: evenly spread they are a third. Around two blurred
    /// modes there are fewer, and two crowds with a gap are no bridge.</summary>
    private const double LeastInTheMiddle = 1.0 / 6;

    /// <summary>Part of the way to the next mode from which on a sample is far from all.</summary>
    private const double Near = 0.25;

    private const int MostSamples = 2000;

    private enum Place
    {
        On,
        Halo,
        Between,
        Around,
        Stray,
    }

    /// <summary>Sorts samples. Looks at 2,000 of them at most.</summary>
    public static OffMode Sort(SampleSet samples, DataModes modes)
    {
        int count = Math.Min(samples.Count, MostSamples);
        Seat[] seats = [.. Enumerable.Range(0, count).Select(row => Seat.Of(samples.Row(row), modes))];
        HashSet<(int, int)> bridges = Bridges(seats, modes);
        HashSet<int> missed = Missed(samples, seats, modes);
        return new OffMode(
            Share(seat => seat.Place == Place.On),
            Share(seat => seat.Place == Place.Halo),
            Share(OnBridge),
            Share(seat => IsAround(seat) && !missed.Contains(seat.Mode)),
            Share(seat => IsAround(seat) && missed.Contains(seat.Mode)),
            Share(seat => seat.Place is Place.Between or Place.Stray && !seat.IsNear && !OnBridge(seat)));

        double Share(Func<Seat, bool> belongs) => seats.Count(belongs) / (double)Math.Max(1, count);

        bool OnBridge(Seat seat) => seat.Place == Place.Between && bridges.Contains(seat.Pair);

        bool IsAround(Seat seat) => seat.Place is Place.Between or Place.Around && seat.IsNear && !OnBridge(seat);
    }

    /// <summary>What holds the samples back, in words, or null when none of the causes is half of it.</summary>
    public string? Cause()
    {
        double off = Halo + Bridge + Blur + Beside + Stray;
        return off <= 0 ? null
            : Bridge > off / 2 ? "bridges between modes"
            : Halo > off / 2 ? "near misses just outside the modes"
            : Beside > off / 2 ? "samples on one side of the modes"
            : Stray > off / 2 ? "samples far from every mode"
            : Halo + Blur > off / 2 ? IsBlur
            : null;
    }

    /// <summary>The cause where samples lie around modes on all sides.</summary>
    internal const string IsBlur = "blur around the modes";

    // A bridge joins: there is mass at both of its ends, and all along it.
    private static HashSet<(int, int)> Bridges(Seat[] seats, DataModes modes)
    {
        int[] at = new int[modes.Means.Count];
        foreach (Seat seat in seats.Where(seat => seat.Place is Place.On or Place.Halo))
        {
            at[seat.Mode]++;
        }

        return [.. seats.Where(seat => seat.Place == Place.Between).GroupBy(seat => seat.Pair)
            .Where(pair => Has(pair.Key.Item1) && Has(pair.Key.Item2) && pair.Count(seat => seat.Part > 1.0 / 3) >= LeastInTheMiddle * pair.Count())
            .Select(pair => pair.Key)];

        bool Has(int mode) => HeldModes.IsHeld(at[mode] / (double)seats.Length, modes.Weights[mode], HeldModes.Part);
    }

    // The mean of what is nearest to a mode is further from it than those samples are from their mean.
    private static HashSet<int> Missed(SampleSet samples, Seat[] seats, DataModes modes)
    {
        HashSet<int> missed = [];
        foreach (IGrouping<int, (Seat Seat, int Row)> around in seats.Select((seat, row) => (Seat: seat, Row: row)).Where(seat => seat.Seat.IsNear)
            .GroupBy(seat => seat.Seat.Mode))
        {
            int[] rows = [.. around.Select(seat => seat.Row)];
            (double offset, double scatter) = (0, 0);
            for (int i = 0; i < samples.Dimension; i++)
            {
                double mean = rows.Average(row => (double)samples.Row(row)[i]);
                offset += Math.Pow(mean - modes.Means[around.Key][i], 2);
                scatter += rows.Average(row => Math.Pow(samples.Row(row)[i] - mean, 2));
            }

            if (rows.Length > 1 && offset > scatter)
            {
                missed.Add(around.Key);
            }
        }

        return missed;
    }

    /// <summary>Where one sample is.</summary>
    /// <param name="Place">In what kind of place.</param>
    /// <param name="Mode">The nearest mode.</param>
    /// <param name="Second">The next nearest, or −1.</param>
    /// <param name="Part">How far it is from the nearest to the next nearest along their line, 0 to 1/2 between them.</param>
    /// <param name="IsNear">Whether it is nearer to the nearest mode than a quarter of the way from there to the next nearest.</param>
    private readonly record struct Seat(Place Place, int Mode, int Second, double Part, bool IsNear)
    {
        public (int, int) Pair => (Math.Min(Mode, Second), Math.Max(Mode, Second));

        public static Seat Of(ReadOnlySpan<float> sample, DataModes modes)
        {
            (int nearest, int second, double distance) = TwoNearest(sample, modes);
            (double part, double aside, double length) = second < 0 ? (0, 0, double.PositiveInfinity)
                : Along(sample, modes.Means[nearest], modes.Means[second]);
            bool near = distance < Near * Near * length;
            double radius = Radius(sample, modes.Means[nearest], modes.Stds[nearest]);
            Place place = radius < 1 ? Place.On
                : radius <= 2 ? Place.Halo
                : part is > 0 and < 1 && aside < BridgeWidth * BridgeWidth * length ? Place.Between
                : near ? Place.Around
                : Place.Stray;
            return new Seat(place, nearest, second, part, near);
        }
    }

    private static (int Nearest, int Second, double Distance) TwoNearest(ReadOnlySpan<float> sample, DataModes modes)
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

        return (nearest, second, least);
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

    /// <summary>How far a sample is along the line between two modes, 0 to 1, and the squares of its distance from that line and of the line's
    /// length.</summary>
    internal static (double Part, double Aside, double Length) Along(ReadOnlySpan<float> sample, IReadOnlyList<double> from, IReadOnlyList<double> to)
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
        return (part, distance - (part * part * length), length);
    }
}
