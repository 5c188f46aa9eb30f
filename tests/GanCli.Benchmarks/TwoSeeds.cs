namespace GanCli.Benchmarks;

/// <summary>Two runs side by side, each a process with one thread, against one alone.</summary>
internal static class TwoSeeds
{
    private const int Steps = 100;

    public static void Print(int rounds)
    {
        using OtherProcess first = OtherProcess.Ours();
        using OtherProcess second = OtherProcess.Ours();
        Together(first, second, 5 * Steps);
        var times = new Interleaved(rounds, () => first.Time(Steps), () => Together(first, second, Steps));
        Console.WriteLine($"the mog8 step in a process with one thread; medians of {rounds} interleaved rounds");
        Console.WriteLine(
            $"one seed {times[0]:F3} ms; two seeds at once {times[1]:F3} ms each: {times.Median(static t => 2 * t[0] / t[1]):F2} times the throughput");
    }

    /// <summary>Both begin at once; done is who comes last.</summary>
    private static double Together(OtherProcess first, OtherProcess second, int steps)
    {
        Task<double> other = Task.Run(() => second.Time(steps));
        return Math.Max(first.Time(steps), other.GetAwaiter().GetResult());
    }
}
