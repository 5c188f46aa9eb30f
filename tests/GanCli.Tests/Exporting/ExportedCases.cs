using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Priors;
using GanCli.Engine.Random;
using GanCli.Engine.Regularizers;
using GanCli.Engine.Sessions;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using GanCli.Tests.Support;
using static TorchSharp.torch;

namespace GanCli.Tests.Exporting;

/// <summary>Small trained generators of all that the catalog can make one of, through checkpoints as the program writes them.</summary>
internal sealed class ExportedCases : IDisposable
{
    /// <summary>Latents that each generator is compared with; more than one chunk's worth would only take longer.</summary>
    public const int Count = 257;

    // Enough for running statistics, power iterations and averages to differ from where they begin.
    private const int Steps = 7;

    private readonly TemporaryFolder _folder = new();

    /// <summary>A column with a hostile name, one of whole numbers and one that never changes.</summary>
    public const string HostileColumn = "\"\"\"; raise SystemExit(3) # \\ 'é😀";

    private static readonly string Table =
        $"\"{HostileColumn.Replace("\"", "\"\"", StringComparison.Ordinal)}\",count,always\n"
        + string.Concat(Enumerable.Range(0, 50).Select(static i => FormattableString.Invariant($"{0.25 + (i * 0.125)},{40 + (i % 7)},3.5\n")));

    /// <summary>Configs by what they are for.</summary>
    public IReadOnlyDictionary<string, ExperimentConfig> Configs()
    {
        var base_ = new ExperimentConfig
        {
            Data = new RingConfig { Modes = 4, Std = 0.3 },
            Prior = new GaussianPriorConfig { Dimension = 5 },
            Generator = new MlpConfig { Widths = [8, 6] },
            Discriminator = new MlpConfig { Widths = [8] },
            Training = new TrainingConfig { Batch = 8, Steps = 100, Ema = new AverageConfig { Decay = 0.5 } },
        };
        var cases = new Dictionary<string, ExperimentConfig>(StringComparer.Ordinal);
        foreach (ActivationKind kind in Enum.GetValues<ActivationKind>())
        {
            cases[$"activation {kind}"] = base_ with { Generator = new MlpConfig { Widths = [8, 6], Activation = kind, MaxoutPieces = 3 } };
        }

        foreach (NormKind norm in Enum.GetValues<NormKind>())
        {
            cases[$"norm {norm}"] = base_ with { Generator = new MlpConfig { Widths = [8, 6], Norm = [norm], Dropout = 0.3 } };
        }

        foreach (OutputActivation output in Enum.GetValues<OutputActivation>())
        {
            cases[$"output {output}"] = base_ with { Generator = new MlpConfig { Widths = [8], OutputActivation = output, InputScale = 0.37 } };
        }

        foreach (Component prior in Catalog.FindFamily("prior")!.Components)
        {
            cases[$"prior {prior.Kind}"] = base_ with { Prior = (PriorConfig)prior.CreateDefault() with { Dimension = 6 } };
        }

        foreach (Component architecture in Catalog.FindFamily("architecture")!.Components)
        {
            var generator = (ArchitectureConfig)architecture.CreateDefault();
            ExperimentConfig config = base_ with { Generator = generator };

            // Convolutions are not written down yet: such a generator is refused by its layer's name.
            if (generator.Conflict(config) is null && !generator.IsForPictures)
            {
                cases[$"architecture {architecture.Kind}"] = config;
            }
        }

        cases["spectral normalization"] = base_ with { Regularizers = [new SpectralNormalizationConfig { Generator = true }] };
        cases["double precision"] = base_ with { Training = base_.Training with { Dtype = NumberType.Float64 } };
        cases["signed bernoulli"] = base_ with { Prior = new BernoulliPriorConfig { Dimension = 4, P = 0.3, Signed = true } };
        cases["learned mixture, normalized"] = base_ with
        {
            Prior = new LearnedMixturePriorConfig { Dimension = 4, Components = 3 },
            Generator = new MlpConfig { Widths = [8, 8], Norm = [NormKind.Batch, NormKind.Layer], Activation = ActivationKind.LeakyRelu },
        };
        File.WriteAllText(_folder["table.csv"], Table);
        cases["table"] = base_ with { Data = new CsvConfig { Path = _folder["table.csv"] } };
        cases["table as it is"] = base_ with { Data = new CsvConfig { Path = _folder["table.csv"], Standardize = false } };
        GanCli.Runs.Npy.Write(_folder["pictures.npy"], [.. Enumerable.Range(0, 20 * 2 * 3 * 4).Select(static i => MathF.Sin(i) + (i / 12 % 2))], 20, 2, 3, 4);
        cases["pictures"] = base_ with { Data = new NpyConfig { Path = _folder["pictures.npy"] } };
        return cases;
    }

    /// <summary>Takes some steps and loads what a checkpoint then holds.</summary>
    public TrainedGenerator Train(ExperimentConfig config)
    {
        TorchRuntime.EnsureLoaded();
        string path = _folder["checkpoint.safetensors"];
        using (var experiment = new Experiment(Blueprint.Of(config), CPU))
        {
            for (long step = 0; step < Steps; step++)
            {
                experiment.Step.Run(step);
            }

            CheckpointStore.Save(path, experiment, new TrainingProgress { Step = Steps }, seconds: 0);
        }

        return TrainedGenerator.Load(path, average: null, CPU);
    }

    /// <summary>Latents of the generator's prior, [<see cref="Count"/> × latent dimension], and the samples of them.</summary>
    public static (float[] Latents, float[] Samples) Expected(TrainedGenerator generator)
    {
        float[] latents = generator.Latents(new RandomStream(11, StreamId.Sampling), Count).Single();
        return (latents, generator.Samples([latents]).Single());
    }

    /// <summary>How far apart two results are, as a share of the expected number where that is more than 1.</summary>
    public static double Distance(IReadOnlyList<float> expected, IReadOnlyList<float> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        return expected.Zip(actual).Max(static pair => Math.Abs((double)pair.First - pair.Second) / Math.Max(1, Math.Abs(pair.First)));
    }

    public void Dispose() => _folder.Dispose();
}
