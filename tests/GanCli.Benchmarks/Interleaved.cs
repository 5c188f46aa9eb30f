using System.Diagnostics;

namespace GanCli.Benchmarks;

/// <summary>Times two pieces of work in turn, A B A B …, in one process: these machines drift, ratios of neighbours don't.</summary>
internal static class Interleaved
{
    private const double SecondsARound = 0.15;

    /// <summary>Times both.</summary>
    /// <param name="ours">One step of A.</param>
    /// <param name="theirs">One step of B.</param>
    /// <param name="rounds">Pairs of rounds.</param>
    public static (Timing Ours, Timing Theirs, double Ratio) Run(Action ours, Action theirs, int rounds)
    {
        int oursRepeat = Calibrate(ours);
        int theirsRepeat = Calibrate(theirs);
        var a = new List<Timing>();
        var b = new List<Timing>();
        for (int i = 0; i < rounds; i++)
        {
            a.Add(Time(ours, oursRepeat));
            b.Add(Time(theirs, theirsRepeat));
        }

        double ratio = Median([.. a.Zip(b, static (x, y) => y.Milliseconds / x.Milliseconds)]);
        return (Median(a), Median(b), ratio);
    }

    private static int Calibrate(Action work)
    {
        for (int i = 0; i < 50; i++)
        {
            work();
        }

        return Math.Max(1, (int)(SecondsARound * 1000 / Time(work, 50).Milliseconds));
    }

    private static Timing Time(Action work, int repeat)
    {
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < repeat; i++)
        {
            work();
        }

        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds / repeat;
        return new Timing(milliseconds, (GC.GetAllocatedBytesForCurrentThread() - bytes) / (double)repeat);
    }

    private static Timing Median(List<Timing> timings) =>
        new(Median([.. timings.Select(static t => t.Milliseconds)]), Median([.. timings.Select(static t => t.Bytes)]));

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values.Length % 2 == 1 ? values[values.Length / 2] : (values[(values.Length / 2) - 1] + values[values.Length / 2]) / 2;
    }
}

/// <summary>Medians of one step.</summary>
/// <param name="Milliseconds">Wall-clock time.</param>
/// <param name="Bytes">Managed memory allocated.</param>
internal sealed record Timing(double Milliseconds, double Bytes);
