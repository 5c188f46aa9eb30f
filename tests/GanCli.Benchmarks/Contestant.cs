using System.Diagnostics;

namespace GanCli.Benchmarks;

/// <summary>Somebody who takes training steps and says how long they took.</summary>
internal abstract class Contestant : IDisposable
{
    private const double SecondsARound = 0.15;
    private int? _steps;

    /// <summary>Managed bytes that one step of the newest round allocated here.</summary>
    public double Bytes { get; private set; }

    /// <summary>Takes as many steps as make a round; the first call finds out how many these are.</summary>
    /// <returns>Milliseconds a step.</returns>
    public double Round()
    {
        _steps ??= Math.Max(1, (int)(SecondsARound * 1000 / Warm()));
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        double milliseconds = Time(_steps.Value);
        Bytes = (double)(GC.GetAllocatedBytesForCurrentThread() - bytes) / _steps.Value;
        return milliseconds;
    }

    /// <summary>Takes steps.</summary>
    /// <returns>Milliseconds a step.</returns>
    public virtual double Time(int steps)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < steps; i++)
        {
            Step();
        }

        return Stopwatch.GetElapsedTime(start).TotalMilliseconds / steps;
    }

    public abstract void Dispose();

    protected abstract void Step();

    // The runtime compiles what is called often once more, in the background, and better.
    private double Warm()
    {
        double milliseconds = Time(10);
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalSeconds < 0.5;)
        {
            milliseconds = Time(Math.Max(1, (int)(50 / milliseconds)));
        }

        return milliseconds;
    }
}
