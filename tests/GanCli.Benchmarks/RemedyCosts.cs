using GanCli.Engine.Game;
using GanCli.Engine.Regularizers;
using GanCli.Engine.Tensors;

namespace GanCli.Benchmarks;

/// <summary>What a step with remedies costs in units of the same step without, on networks like those of mog8.yaml. A plain game takes its
/// gradients from the layers; the same one through autograd, as it goes with most remedies, is shown beside it.</summary>
internal static class RemedyCosts
{
    private static readonly (string Name, RegularizerConfig[] Remedies)[] Limited =
    [
        ("unrolling, 5 steps", [new UnrollingConfig { Steps = 5 }]),
        ("r1 + r2", [new R1Config(), new R2Config()]),
    ];

    private static readonly (string Name, RegularizerConfig[] Remedies)[] Others =
    [
        ("r1", [new R1Config()]),
        ("wgan-gp", [new WganGpConfig()]),
        ("spectral-normalization", [new SpectralNormalizationConfig()]),
        ("minibatch-stddev", [new MinibatchStddevConfig()]),
        ("minibatch-discrimination", [new MinibatchDiscriminationConfig()]),
        ("weight-clipping", [new WeightClippingConfig()]),
    ];

    public static void Print(int rounds)
    {
        Console.WriteLine($"one step with a remedy and one without: G 4→128→128→2, D 2→128→128→1, Adam; medians of {rounds} interleaved rounds");
        Console.WriteLine($"{"remedy",-26} {"batch",6} {"threads",8} {"with ms",9} {"plain ms",9} {"ratio",6} {"autograd ms",12} {"ratio",6}");
        foreach (int batch in new[] { 256, 512 })
        {
            foreach (int threads in new[] { 1, 2 })
            {
                TorchRuntime.SetThreads(threads);
                foreach ((string name, RegularizerConfig[] remedies) in batch == 256 ? [.. Limited, .. Others] : Limited)
                {
                    Example example = Example.Ring with { Latent = 4, Batch = batch };
                    using OurGan remedied = new(example.Config(remedies));
                    using OurGan plain = new(example.Config());
                    using OurGan traced = new(example.Config(), traced: true);
                    var times = new Interleaved(rounds, remedied.Round, plain.Round, traced.Round);
                    Console.WriteLine(
                        $"{name,-26} {batch,6} {threads,8} {times[0],9:F3} {times[1],9:F3} {times.Median(static t => t[0] / t[1]),6:F2} "
                            + $"{times[2],12:F3} {times.Median(static t => t[0] / t[2]),6:F2}");
                }
            }
        }
    }
}
