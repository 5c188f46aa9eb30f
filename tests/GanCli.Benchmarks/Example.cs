using System.Globalization;
using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Data.Pictures;
using GanCli.Engine.Networks;
using GanCli.Engine.Optimizers;
using GanCli.Engine.Priors;
using GanCli.Engine.Game;

namespace GanCli.Benchmarks;

/// <summary>A GAN of two perceptrons with rectifiers and Adam that everybody trains alike: one update of D on a batch of each kind, one of G.</summary>
/// <remarks>Of pictures, strided convolutions take the place of hidden layers: 4 × 4, batch norm in G, leaky rectifiers in D; or Metz's pair.</remarks>
/// <param name="Name">For tables.</param>
/// <param name="Latent">Dimension of the latents.</param>
/// <param name="Batch">Samples of a kind.</param>
/// <param name="Generator">Hidden units of G, or its channels from the coarsest maps.</param>
/// <param name="Discriminator">Hidden units of D, or its channels from the finest maps.</param>
/// <param name="Data">What is drawn.</param>
/// <param name="IsMetz">Metz's pair of G with 64 to 8 channels and a D whose first convolution has as many as <paramref name="Discriminator"/> says.</param>
internal sealed record Example(string Name, int Latent, int Batch, int[] Generator, int[] Discriminator, ExampleData Data, bool IsMetz = false)
{
    public static readonly Example Ring = new("mog8", 256, 512, [128, 128], [128, 128], ExampleData.Ring);
    public static readonly Example SmallBatch = new("small batch", 2, 16, [128, 128], [128, 128], ExampleData.Ring);
    public static readonly Example Seed = new("1-D seed", 1, 1000, [15], [25], ExampleData.Line);

    /// <summary>The "dc32" of stacked digits, 28 × 28 × 3.</summary>
    public static readonly Example Stacked = new("dc32", 100, 64, [64, 32], [32, 64], ExampleData.Pictures);

    /// <summary>Metz's pair on stacked digits, D a quarter of G.</summary>
    public static readonly Example Metz = new("metz", 256, 128, [64, 32, 16, 8], [2, 4, 8], ExampleData.Pictures, IsMetz: true);

    /// <summary>How programs in other processes are told.</summary>
    public string[] Arguments =>
    [
        Latent.ToString(CultureInfo.InvariantCulture),
        Batch.ToString(CultureInfo.InvariantCulture),
        string.Join(',', Generator),
        string.Join(',', Discriminator),
        IsMetz ? "metz" : Data.ToString().ToLowerInvariant(),
    ];

    public ExperimentConfig Config(params RegularizerConfig[] remedies) => new()
    {
        Data = Data switch
        {
            ExampleData.Line => new TwoGaussiansConfig(),
            ExampleData.Ring => new RingConfig(),
            _ => new StackedConfig { Source = new GlyphsConfig { Pictures = 4000, HeldOut = 0 } },
        },
        Prior = new GaussianPriorConfig { Dimension = Latent },
        Generator = IsMetz ? new MetzConfig() : Data == ExampleData.Pictures ? new DcganConfig { Widths = Generator } : new MlpConfig { Widths = Generator },
        Discriminator = IsMetz ? new MetzConfig { Channels = Discriminator[0] }
            : Data == ExampleData.Pictures ? new DcganConfig { Widths = [.. Discriminator.Reverse()], Norm = PictureNorm.None }
            : new MlpConfig { Widths = Discriminator },
        Optimizer = new OptimizersConfig { Generator = new AdamConfig(), Discriminator = new AdamConfig() },
        Regularizers = remedies,
        Training = new TrainingConfig { Batch = Batch },
    };
}

/// <summary>What the examples learn.</summary>
internal enum ExampleData
{
    /// <summary>Two Gaussians on a line.</summary>
    Line,

    /// <summary>Eight Gaussians on a ring.</summary>
    Ring,

    /// <summary>28 × 28 × 3, of bytes.</summary>
    Pictures,
}
