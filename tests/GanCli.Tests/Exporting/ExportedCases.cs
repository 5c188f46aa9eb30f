using GanCli.Engine.Config;
using GanCli.Engine.Data;
using GanCli.Engine.Data.Pictures;
using GanCli.Engine.Networks;
using GanCli.Engine.Networks.Inits;
using GanCli.Engine.Networks.Layers;
using GanCli.Engine.Optimizers;
using GanCli.Engine.Priors;
using GanCli.Engine.Random;
using GanCli.Engine.Regularizers;
using GanCli.Engine.Sessions;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using GanCli.Tests.Networks;
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
            if (generator.Conflict(config) is null && !generator.IsForPictures)
            {
                cases[$"architecture {architecture.Kind}"] = config;
            }
        }

        foreach ((string name, ArchitectureConfig generator) in Convolutional())
        {
            cases[$"pictures {name}"] = base_ with
            {
                Data = new GlyphsConfig { Size = generator is MetzConfig ? 28 : 8, Pictures = 64, HeldOut = 16 },
                Generator = generator,

                // What is 0 at the beginning, as the last convolution of a block is in r3gan, has to move.
                Optimizer = new OptimizersConfig { Generator = new AdamConfig { Lr = 0.01 } },
                Regularizers = name.EndsWith("spectral", StringComparison.Ordinal) ? [new SpectralNormalizationConfig { Generator = true }] : [],
            };
        }

        cases["pictures of three channels"] = cases["pictures dcgan"] with
        {
            Data = new StackedConfig { Source = new GlyphsConfig { Size = 8, Pictures = 64, HeldOut = 16 } },
        };
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

    /// <summary>Every architecture for pictures, with all that it can be told to put into a generator.</summary>
    private static IEnumerable<(string Name, ArchitectureConfig Generator)> Convolutional()
    {
        foreach (Component architecture in Catalog.FindFamily("architecture")!.Components.Where(static kind =>
            kind.CreateDefault() is ArchitectureConfig { IsForPictures: true }))
        {
            ArchitectureConfig small = PictureArchitectureTests.Small(architecture.Kind);
            yield return (architecture.Kind, small);
            yield return ($"{architecture.Kind} spectral", small);
        }

        // First weights that are small would let any error pass.
        var init = new NormalInitConfig { Std = 0.2 };
        foreach (PictureNorm norm in Enum.GetValues<PictureNorm>())
        {
            yield return ($"dcgan norm {norm}", new DcganConfig { Widths = [5], Norm = norm, Kernel = 5, Init = init });
            yield return ($"dcgan resized norm {norm}", new DcganConfig { Widths = [5], Norm = norm, Upsampling = UpsamplingKind.Resize, Init = init });
            yield return ($"dcgan with dense layers, norm {norm}", new DcganConfig { Widths = [5], Norm = norm, Hidden = [7, 6], Init = init });
            yield return ($"metz norm {norm}", new MetzConfig { Norm = norm, Init = init });
            yield return ($"resnet norm {norm}", new ResnetConfig { Width = 5, Norm = norm });
        }

        yield return ("dcgan kernel of 3", new DcganConfig { Widths = [6], Kernel = 3, Init = init });
        yield return ("r3gan of two widths", new R3ganConfig { Widths = [6, 4], Blocks = 2, GroupWidth = 2 });
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
