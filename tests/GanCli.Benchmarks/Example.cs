using System.Globalization;
using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Networks;
using GanCli.Engine.Optimizers;
using GanCli.Engine.Priors;
using GanCli.Engine.Game;

namespace GanCli.Benchmarks;

/// <summary>A GAN of two perceptrons with rectifiers and Adam that everybody trains alike: one update of D on a batch of each kind, one of G.</summary>
/// <param name="Name">For tables.</param>
/// <param name="Latent">Dimension of the latents.</param>
/// <param name="Batch">Samples of a kind.</param>
/// <param name="Generator">Hidden units of G.</param>
/// <param name="Discriminator">Hidden units of D.</param>
/// <param name="IsLine">Two Gaussians on a line instead of eight on a ring.</param>
internal sealed record Example(string Name, int Latent, int Batch, int[] Generator, int[] Discriminator, bool IsLine = false)
{
    public static readonly Example Ring = new("mog8", 256, 512, [128, 128], [128, 128]);
    public static readonly Example SmallBatch = new("small batch", 2, 16, [128, 128], [128, 128]);
    public static readonly Example Seed = new("1-D seed", 1, 1000, [15], [25], IsLine: true);

    /// <summary>How programs in other processes are told.</summary>
    public string[] Arguments =>
    [
        Latent.ToString(CultureInfo.InvariantCulture),
        Batch.ToString(CultureInfo.InvariantCulture),
        string.Join(',', Generator),
        string.Join(',', Discriminator),
        IsLine ? "line" : "ring",
    ];

    public ExperimentConfig Config(params RegularizerConfig[] remedies) => new()
    {
        Data = IsLine ? new TwoGaussiansConfig() : new RingConfig(),
        Prior = new GaussianPriorConfig { Dimension = Latent },
        Generator = new MlpConfig { Widths = Generator },
        Discriminator = new MlpConfig { Widths = Discriminator },
        Optimizer = new OptimizersConfig { Generator = new AdamConfig(), Discriminator = new AdamConfig() },
        Regularizers = remedies,
        Training = new TrainingConfig { Batch = Batch },
    };
}
