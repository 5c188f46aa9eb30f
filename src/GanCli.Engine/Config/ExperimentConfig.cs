using GanCli.Engine.Data;
using GanCli.Engine.Game;
using GanCli.Engine.Losses;
using GanCli.Engine.Metrics;
using GanCli.Engine.Networks;
using GanCli.Engine.Priors;
using GanCli.Engine.Tensors;
using GanCli.Engine.Watch;

namespace GanCli.Engine.Config;

/// <summary>One experiment: everything that decides what a run computes and writes.</summary>
public sealed record ExperimentConfig : ConfigSection
{
    [AlsoCalled("experiment", "run-name", "exp-name")]
    [Option("Name of the experiment, the folder of its runs; default: the config file's name", ObservesOnly = true)]
    public string? Name { get; init; }

    [AlsoCalled("random-seed", "manual-seed", "rng")]
    [Option("Seed of all randomness: one number, or init, data and latent apart")]
    public SeedConfig Seed { get; init; } = new();

    [AlsoCalled("gpu", "cuda", "accelerator")]
    [Option("Where to compute: auto, cpu, cuda or cuda:N")]
    public string Device { get; init; } = "auto";

    [AlsoCalled("dataset", "real")]
    [Option("Real samples")]
    public DataConfig Data { get; init; } = new RingConfig();

    [AlsoCalled("latent", "latents", "noise", "z")]
    [Option("Latent distribution p(z)")]
    public PriorConfig Prior { get; init; } = new GaussianPriorConfig();

    [AlsoCalled("gen", "g", "netg", "g-net")]
    [Option("Generator network")]
    public ArchitectureConfig Generator { get; init; } = new MlpConfig();

    [AlsoCalled("disc", "d", "netd", "d-net", "critic")]
    [Option("Discriminator network")]
    public ArchitectureConfig Discriminator { get; init; } = new MlpConfig();

    [AlsoCalled("criterion", "objective", "gan-loss", "gan-mode", "gan-type", "adversarial-loss")]
    [Option("Adversarial loss")]
    public LossConfig Loss { get; init; } = new NonSaturatingLossConfig();

    [AlsoCalled("remedies", "remedy", "regularization", "penalty", "penalties")]
    [Option("Remedies, applied in this order")]
    public IReadOnlyList<RegularizerConfig> Regularizers { get; init; } = [];

    [AlsoCalled("optimizers", "optim")]
    [Option("Optimizers of both players")]
    public OptimizersConfig Optimizer { get; init; } = new();

    [AlsoCalled("train", "trainer")]
    [Option("The training loop")]
    public TrainingConfig Training { get; init; } = new();

    [AlsoCalled("eval", "validation")]
    [Option("Measuring while training and at the end")]
    public EvaluationConfig Evaluation { get; init; } = new();

    [AlsoCalled("collapse-watch", "monitor")]
    [Option("The collapse watch; false switches it off", ObservesOnly = true)]
    public WatchConfig? Watch { get; init; } = new();

    [AlsoCalled("logging", "log")]
    [Option("What is written, and how often")]
    public OutputConfig Output { get; init; } = new();

    public override void Validate(ConfigCheck check)
    {
        if (Name is not null && ExperimentName.Fault(Name) is { } fault)
        {
            check.Fail("name", fault);
        }

        if (DeviceChoice.Parse(Device) is null)
        {
            check.Fail("device", $"'{ScalarText.Show(Device)}' is not a device; use {DeviceChoice.Forms}");
        }

        if (Discriminator.HasOutputActivation)
        {
            check.Fail("discriminator.output-activation", "the losses work on raw outputs (logits) and apply what they need themselves; leave it none");
        }

        foreach ((string key, ArchitectureConfig network, bool hasBatchNorm, long samples) in (ReadOnlySpan<(string, ArchitectureConfig, bool, long)>)
            [("generator", Generator, Generator.HasBatchNorm, Training.Batch),
                ("discriminator", Discriminator, Discriminator.DiscriminatorHasBatchNorm, Packs.Outputs(this))])
        {
            if (samples == 1 && hasBatchNorm && network.NormKey is { } norm)
            {
                string why = Training.Batch > 1 ? ", and packing leaves one" : "";
                check.Fail($"{key}.{norm}", $"batch norm needs several samples in a batch{why}; raise training.batch or choose {network.SampleNorm}");
            }
        }

        // The same measure by another extractor is another one, with names of its own.
        IEnumerable<string> twice = (Evaluation.Metrics ?? [])
            .GroupBy(metric => (Catalog.Describe(metric.GetType()).Kind, (metric as FeatureMetricConfig)?.Extractor))
            .Where(group => group.Count() > 1)
            .Select(group => group.Key.Kind);
        foreach (string kind in twice)
        {
            check.Fail("evaluation.metrics", $"'{kind}' is listed more than once");
        }
    }
}
