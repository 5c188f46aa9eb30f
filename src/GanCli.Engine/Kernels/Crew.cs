using System.Diagnostics;

namespace GanCli.Engine.Kernels;

/// <summary>Threads that help with one product at a time. Whoever is first takes the parts, one after another, so a helper that comes late, or
/// not at all, costs nothing; and a second caller, while the helpers are busy, works alone. The result does not depend on who did what.</summary>
internal static class Crew
{
    // Between the products of a step lie some microseconds; two runs on two busy cores must not burn what the other one needs.
    private static readonly long WatchfulTicks = Stopwatch.Frequency / 1_000_000 * 20;
    private static readonly object Gate = new();
    private static int _taken;
    private static int _workers;
    private static int _invited;
    private static int _asleep;
    private static int _done;
    private static MatrixProduct _product;

    // Number of the product, and how many of its parts nobody has taken yet: one word, so that nobody takes a part of another product.
    private static ulong _offer;

    /// <summary>Computes a product.</summary>
    /// <param name="product">What to compute.</param>
    public static void Compute(in MatrixProduct product)
    {
        if (product.Threads < 2 || product.Parts < 2 || Interlocked.Exchange(ref _taken, 1) != 0)
        {
            for (int part = 0; part < product.Parts; part++)
            {
                product.Compute(part);
            }

            return;
        }

        Hire(product.Threads - 1);
        _product = product;
        _done = 0;
        Interlocked.Exchange(ref _offer, (((_offer >> 32) + 1) << 32) | (uint)product.Parts);
        if (Volatile.Read(ref _asleep) > 0)
        {
            lock (Gate)
            {
                Monitor.PulseAll(Gate);
            }
        }

        while (TryTakePart())
        {
        }

        // Some microseconds at most, unless somebody else has taken the helper's core: then yielding helps to get it back.
        var wait = default(SpinWait);
        while (Volatile.Read(ref _done) < product.Parts)
        {
            wait.SpinOnce(sleep1Threshold: -1);
        }

        Volatile.Write(ref _taken, 0);
    }

    private static bool TryTakePart()
    {
        ulong offer = Volatile.Read(ref _offer);
        while ((uint)offer > 0)
        {
            ulong seen = Interlocked.CompareExchange(ref _offer, offer - 1, offer);
            if (seen == offer)
            {
                _product.Compute((int)(uint)offer - 1);
                Interlocked.Increment(ref _done);
                return true;
            }

            offer = seen;
        }

        return false;
    }

    private static void Hire(int helpers)
    {
        _invited = helpers;
        for (; _workers < helpers; _workers++)
        {
            int index = _workers;
            new Thread(() => Help(index)) { IsBackground = true, Name = "matrix products" }.Start();
        }
    }

    private static void Help(int index)
    {
        while (true)
        {
            long since = Stopwatch.GetTimestamp();
            do
            {
                if (index < Volatile.Read(ref _invited) && TryTakePart())
                {
                    since = Stopwatch.GetTimestamp();
                }
                else
                {
                    Thread.SpinWait(8);
                }
            }
            while (Stopwatch.GetTimestamp() - since < WatchfulTicks);

            lock (Gate)
            {
                Interlocked.Increment(ref _asleep);
                if ((uint)Volatile.Read(ref _offer) == 0 || index >= _invited)
                {
                    Monitor.Wait(Gate);
                }

                Interlocked.Decrement(ref _asleep);
            }
        }
    }
}
