using GanCli.Engine.Config;
using GanCli.Engine.Networks;
using GanCli.Engine.Priors;
using GanCli.Engine.Regularizers;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using TorchSharp;

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
                    using Stepper remedied = new(batch, remedies);
                    using Stepper plain = new(batch, []);
                    using Stepper traced = new(batch, [], new Idle());
                    var (with, without, byPlain) = Interleaved.Run(remedied.Step, plain.Step, rounds);
                    var (_, autograd, byTraced) = Interleaved.Run(remedied.Step, traced.Step, rounds);
                    Console.WriteLine(
                        $"{name,-26} {batch,6} {threads,8} {with.Milliseconds,9:F3} {without.Milliseconds,9:F3} {1 / byPlain,6:F2} {autograd.Milliseconds,12:F3} {1 / byTraced,6:F2}");
                }
            }
        }
    }

    /// <summary>Takes one step after the other.</summary>
    private sealed class Stepper : IDisposable
    {
        private readonly Experiment _experiment;
        private long _step;

        public Stepper(int batch, RegularizerConfig[] remedies, Regularizer? further = null)
        {
            Blueprint blueprint = Blueprint.Of(new ExperimentConfig
            {
                Prior = new GaussianPriorConfig { Dimension = 4 },
                Generator = new MlpConfig(),
                Discriminator = new MlpConfig(),
                Regularizers = remedies,
                Training = new TrainingConfig { Batch = batch },
            });
            if (further is not null)
            {
                Game game = blueprint.Game;
                blueprint = blueprint with { Game = new Game(game.Generator, game.Discriminator, game.Loss, [new NamedRegularizer("further", further)]) };
            }

            _experiment = new Experiment(blueprint, torch.CPU);
        }

        public void Step() => _experiment.Step.Run(_step++);

        public void Dispose() => _experiment.Dispose();
    }

    /// <summary>Does nothing, and lets nobody take that for granted.</summary>
    private sealed class Idle : Regularizer;
}
