using System.Diagnostics;

namespace GanCli.Engine.Kernels;

/// <summary>Work and time of the matrix products that the thread that made it asks for, until it is disposed.</summary>
internal sealed class ProductMeter : IDisposable
{
    [ThreadStatic]
    private static ProductMeter? _running;
    private long _ticks;

    public ProductMeter() => _running = this;

    /// <summary>Multiplications and additions.</summary>
    public long Operations { get; private set; }

    /// <summary>From the call to the result.</summary>
    public TimeSpan Time => Stopwatch.GetElapsedTime(0, _ticks);

    /// <summary>To be called before a product.</summary>
    public static long Begin() => _running is null ? 0 : Stopwatch.GetTimestamp();

    /// <summary>To be called after it, with what <see cref="Begin"/> returned.</summary>
    public static void End(in MatrixProduct product, long begin)
    {
        if (_running is { } meter)
        {
            meter._ticks += Stopwatch.GetTimestamp() - begin;
            meter.Operations += product.Operations;
        }
    }

    public void Dispose() => _running = null;
}
