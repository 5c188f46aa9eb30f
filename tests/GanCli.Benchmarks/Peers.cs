using GanCli.Engine.Tensors;
using GanCli.Engine.Training;

namespace GanCli.Benchmarks;

/// <summary>Our step beside those that one would write today, and beside the processor's peak.</summary>
internal static class Peers
{
    private static readonly (Example Example, int[] Threads)[] Rows = [(Example.Ring, [1, 2]), (Example.SmallBatch, [1, 2]), (Example.Seed, [1, 2])];
    private static readonly (Example Example, int[] Threads)[] PictureRows = [(Example.Stacked, [1, 2]), (Example.Metz, [1, 2])];

    /// <summary>Steps of perceptrons.</summary>
    public static void Print(int rounds)
    {
        Console.WriteLine($"one step, beside TorchSharp's modules and eager PyTorch; medians of {rounds} interleaved rounds, ratios over ours");
        Console.WriteLine("(mog8 256→128→128→2, 2→128→128→1; small batch 2→128→128→2, 2→128→128→1; 1-D seed 1→15→1, 1→25→1)");
        Print(Rows, rounds);
    }

    /// <summary>A step of convolutions.</summary>
    public static void PrintPictures(int rounds)
    {
        Console.WriteLine($"one step of pictures, beside TorchSharp's modules and eager PyTorch; medians of {rounds} interleaved rounds, ratios over ours");
        Console.WriteLine("(dc32: 100→64·7²→32·14²→3·28² with batch norm, 3·28²→32·14²→64·7²→1, 4 × 4 kernels; metz: 3 × 3, D a quarter of G)");
        Print(PictureRows, rounds);
    }

    private static void Print((Example Example, int[] Threads)[] rows, int rounds)
    {
        Console.WriteLine(
            $"{"",-12} {"batch",6} {"threads",8} {"ours ms",9} {"TorchSharp",11} {"",6} {"PyTorch",9} {"",6} {"GFLOP/s",8} {"peak",6} {"share",6} "
                + $"{"bytes",8} {"TorchSharp's",13}");
        foreach ((Example example, int[] counts) in rows)
        {
            foreach (int threads in counts)
            {
                Print(example, threads, rounds);
            }
        }
    }

    private static void Print(Example example, int threads, int rounds)
    {
        TorchRuntime.SetThreads(threads);
        using OurGan ours = new(example.Config());
        using IdiomaticGan idiomatic = new(example);
        using OtherProcess? python = OtherProcess.PyTorch(example, threads);
        using PeakRate peak = new(threads);
        var times = new Interleaved(rounds, ours.Round, idiomatic.Round, python is null ? static () => double.NaN : python.Round, peak.Measure);
        string torch = python is null ? $"{"-",9} {"-",6}" : $"{times[2],9:F3} {times.Median(static t => t[2] / t[0]),6:F2}";
        double share = times.Median(t => ours.Operations / t[0] / 1e6 / t[3]);
        Console.WriteLine(
            $"{example.Name,-12} {example.Batch,6} {threads,8} {times[0],9:F3} {times[1],11:F3} {times.Median(static t => t[1] / t[0]),6:F2} {torch} " +
            $"{ours.Operations / times[0] / 1e6,8:F0} {times[3],6:F0} {share,6:P0} {ours.Bytes,8:N0} {idiomatic.Bytes,13:N0}");
    }
}
