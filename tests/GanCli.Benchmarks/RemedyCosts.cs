using GanCli.Engine.Config;
using GanCli.Engine.Networks;
using GanCli.Engine.Priors;
using GanCli.Engine.Regularizers;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using TorchSharp;

namespace GanCli.Benchmarks;

/// <summary>What a step with remedies costs in units of the same step without.</summary>
internal static class RemedyCosts
{
    private static readonly (string Name, RegularizerConfig[] Remedies)[] Measured =
    [
        ("r1 + r2", [new R1Config(), new R2Config()]),
        ("r1", [new R1Config()]),
        ("wgan-gp", [new WganGpConfig()]),
        ("spectral-normalization", [new SpectralNormalizationConfig()]),
        ("minibatch-stddev", [new MinibatchStddevConfig()]),
        ("minibatch-discrimination", [new MinibatchDiscriminationConfig()]),
        ("weight-clipping", [new WeightClippingConfig()]),
        ("unrolling, 5 steps", [new UnrollingConfig { Steps = 5 }]),
    ];

    /// <summary>Measures on networks like those of mog8.yaml.</summary>
    public static void Print(int rounds)
    {
        Console.WriteLine($"one step with a remedy and one without: G 4→128→128→2, D 2→128→128→1, batch 256; medians of {rounds} interleaved rounds");
        Console.WriteLine($"{"remedy",-26} {"threads",8} {"with ms",9} {"plain ms",9} {"ratio",6}");
        foreach (int threads in new[] { 1, 2 })
        {
            TorchRuntime.SetThreads(threads);
            foreach ((string name, RegularizerConfig[] remedies) in Measured)
            {
                using Experiment remedied = Of(remedies);
                using Experiment plain = Of([]);
                (long step, long plainStep) = (0, 0);
                var (with, without, ratio) = Interleaved.Run(() => remedied.Step.Run(step++), () => plain.Step.Run(plainStep++), rounds);
                Console.WriteLine($"{name,-26} {threads,8} {with.Milliseconds,9:F3} {without.Milliseconds,9:F3} {1 / ratio,6:F2}");
            }
        }
    }

    private static Experiment Of(RegularizerConfig[] remedies)
    {
        var config = new ExperimentConfig
        {
            Prior = new GaussianPriorConfig { Dimension = 4 },
            Generator = new MlpConfig(),
            Discriminator = new MlpConfig(),
            Training = new TrainingConfig { Batch = 256 },
            Regularizers = remedies,
        };
        return new Experiment(Blueprint.Of(config), torch.CPU);
    }
}
