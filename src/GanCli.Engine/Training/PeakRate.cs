using System.Diagnostics;
using GanCli.Engine.Kernels;
using GanCli.Engine.Tensors;
using TorchSharp;

namespace GanCli.Engine.Training;

/// <summary>The most that the processor's cores reach in our own matrix products, in single precision: a product whose blocks fit the nearest
/// caches, over and over.</summary>
public sealed class PeakRate : IDisposable
{
    private const int Rows = 768;
    private const int Depth = 128;
    private const int ColumnsAThread = 256;
    private static readonly TimeSpan Length = TimeSpan.FromMilliseconds(20);
    private readonly int _threads;
    private readonly torch.Tensor _a;
    private readonly torch.Tensor _b;
    private readonly torch.Tensor _c;

    /// <param name="threads">Threads that share the work, one on a core.</param>
    public PeakRate(int threads)
    {
        _threads = threads;
        using var scope = torch.NewDisposeScope();
        _a = torch.ones([Rows, Depth], device: torch.CPU).MoveToOuterDisposeScope();
        _b = torch.ones([Depth, ColumnsAThread * threads], device: torch.CPU).MoveToOuterDisposeScope();
        _c = torch.zeros([Rows, ColumnsAThread * threads], device: torch.CPU).MoveToOuterDisposeScope();
    }

    /// <summary>Whether there is something to measure: without fused multiply-add the products are libtorch's.</summary>
    public static bool IsSupported => MatrixProduct.IsSupported;

    /// <summary>Measures for 20 ms.</summary>
    /// <returns>GFLOP/s of all threads together.</returns>
    public double Measure()
    {
        var product = new MatrixProduct(
            MatrixView.Of(HostMemory.Of(_a), Depth), MatrixView.Of(HostMemory.Of(_b), (int)_b.shape[1]), MatrixView.Of(HostMemory.Of(_c), (int)_c.shape[1]),
            default, default, MatrixProduct.PreferredWidth, _threads);
        long start = Stopwatch.GetTimestamp();
        long count = 0;
        TimeSpan time;
        do
        {
            Crew.Compute(product);
            count++;
            time = Stopwatch.GetElapsedTime(start);
        }
        while (time < Length);
        return count * product.Operations / time.TotalSeconds / 1e9;
    }

    public void Dispose()
    {
        _a.Dispose();
        _b.Dispose();
        _c.Dispose();
    }
}
