using GanCli.Engine.Game;
using GanCli.Engine.Regularizers;
using GanCli.Engine.Tensors;

namespace GanCli.Benchmarks;

/// <summary>The mog8 step with a remedy, as it is and as libtorch and autograd alone would do it.</summary>
internal static class TorchPath
{
    private static readonly (string Name, RegularizerConfig[] Remedies)[] Rows =
    [
        ("plain", []),
        ("r1 + r2", [new R1Config(), new R2Config()]),
        ("unrolling, 5 steps", [new UnrollingConfig { Steps = 5 }]),
        ("feature-matching", [new FeatureMatchingConfig()]),
    ];

    public static void Print(int rounds)
    {
        Console.WriteLine($"the mog8 step, beside the same through autograd with libtorch's arithmetic only; medians of {rounds} interleaved rounds");
        Console.WriteLine($"{"",-20} {"threads",8} {"ours ms",9} {"torch ms",9} {"ratio",6}");
        foreach ((string name, RegularizerConfig[] remedies) in Rows)
        {
            foreach (int threads in new[] { 1, 2 })
            {
                TorchRuntime.SetThreads(threads);
                using OurGan ours = new(Example.Ring.Config(remedies));
                using OurGan torch = new(Example.Ring.Config(remedies), traced: true, byTorch: true);
                var times = new Interleaved(rounds, ours.Round, torch.Round);
                Console.WriteLine($"{name,-20} {threads,8} {times[0],9:F3} {times[1],9:F3} {times.Median(static t => t[1] / t[0]),6:F2}");
            }
        }
    }
}
