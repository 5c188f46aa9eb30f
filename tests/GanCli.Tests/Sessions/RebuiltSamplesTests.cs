using System.Globalization;
using System.Runtime.InteropServices;
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
using GanCli.Runs;
using GanCli.Tests.Runs;
using GanCli.Tests.Support;

namespace GanCli.Tests.Sessions;

/// <summary>A checkpoint is all that sampling needs: a program that knows runs/README.md and reads nothing but the file draws the same samples.</summary>
public sealed class RebuiltSamplesTests : IDisposable
{
    private const int Count = Sampler.Chunk + 77;

    private static readonly ExperimentConfig Small = new()
    {
        Seed = new SeedConfig { Init = 4, Data = 5, Latent = (3L << 32) + 6 },
        Data = new RingConfig { Modes = 4, Radius = 1, Std = 0.1 },
        Prior = new GaussianPriorConfig { Dimension = 3 },
        Generator = new MlpConfig { Widths = [7, 5] },
        Discriminator = new MlpConfig { Widths = [6] },
        Training = new TrainingConfig { Steps = 10, Batch = 16, NumThreads = 1 },
    };

    private readonly TemporaryFolder _folder = new();

    public RebuiltSamplesTests() => TorchRuntime.EnsureLoaded();

    /// <summary>Every prior, every architecture that can be a generator, every activation and norm, and what else changes a generator. What the catalog gains
    /// comes in by itself; the script refuses what it does not know.</summary>
    [Fact]
    public async Task NumPyRebuildsThemFromTheFileAlone()
    {
        (string Name, ExperimentConfig Config)[] cases = [.. Priors(), .. Generators(), .. PictureGenerators(), .. Others()];
        var expected = new List<(string Path, float[] Rows)>();
        foreach ((string name, ExperimentConfig config) in cases)
        {
            string path = Train(name, config);
            using TrainedGenerator generator = TrainedGenerator.Load(path, null, TorchSharp.torch.CPU);
            expected.Add((path, [.. generator.Samples(generator.Config.Seed.Streams().Sampling, Count).SelectMany(static rows => rows)]));
        }

        File.Delete(_folder["table.csv"]);
        Array.ForEach(Directory.GetFiles(_folder.FullName, "pictures-*.npy"), File.Delete);

        await Rebuild("run", [.. expected.Select(static e => e.Path)]);

        Assert.All(expected, static e => AssertClose(e.Rows, e.Path));
        Assert.True(expected.Count > 60);
    }

    [Fact]
    public async Task AnotherSeedIsTheKeyAlone()
    {
        string path = Train("seeded", Small with { Prior = new LearnedMixturePriorConfig { Dimension = 2, Components = 3 } });
        using TrainedGenerator generator = TrainedGenerator.Load(path, null, TorchSharp.torch.CPU);

        await Rebuild("123456789012345", [path]);

        AssertClose([.. generator.Samples(new RandomStream(123456789012345, StreamId.Sampling), Count).SelectMany(static rows => rows)], path);
    }

    /// <summary>The known words that runs/README.md gives to whoever writes such a program.</summary>
    [Fact]
    public void TheDescriptionsWordsAreThoseOfTheStream()
    {
        var words = new uint[4];
        new RandomStream(0, StreamId.Sampling).Bits(0, words);

        string text = File.ReadAllText(Repository.PathOf("runs", "README.md"));

        Assert.Contains($"begins with {string.Join(' ', words.Select(static word => word.ToString("x8", CultureInfo.InvariantCulture)))}.", text,
            StringComparison.Ordinal);
    }

    /// <summary>Files of earlier versions have no such tensors: prior and standardization come from config and metadata, bit for bit the same.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void AnOlderFileGivesTheSameSamples(int dimension)
    {
        string path = Train("newer", Table() with { Prior = new MixturePriorConfig { Dimension = dimension, Components = 500 } });
        string older =
            Rewrite(path, static entry => entry.Name.StartsWith("prior/", StringComparison.Ordinal) || entry.Name.StartsWith("data/", StringComparison.Ordinal)
                ? null : entry);
        using (SafetensorsFile now = SafetensorsFile.Open(path), then = SafetensorsFile.Open(older))
        {
            Assert.Equal(["data/deviations", "data/means", "prior/centres"], now.Tensors.Select(static t => t.Name)
                .Except(then.Tensors.Select(static t => t.Name)).Order(StringComparer.Ordinal));
        }

        Assert.Equal(Samples(path), Samples(older));
    }

    [Fact]
    public void WhatTheFileHoldsCounts()
    {
        string path = Train("mixture", Table() with { Prior = new MixturePriorConfig { Dimension = 2, Components = 3 } });
        float[] before = Samples(path);

        string centred =
            Rewrite(path, static entry => entry.Name == "prior/centres" ? entry with { Write = write => write(new byte[3 * 2 * sizeof(float)]) } : entry);
        string moved = Rewrite(path, static entry => entry.Name == "data/means"
            ? entry with { Write = write => write(MemoryMarshal.AsBytes<double>([1000, 2000])) }
            : entry);

        Assert.NotEqual(before, Samples(centred));
        float[] shifted = Samples(moved);
        double[] means = Means(path);
        Assert.All(before.Zip(shifted).Select(static (pair, i) => (pair, i)), row =>
            Assert.Equal(((row.i % 2) + 1) * 1000 - means[row.i % 2], row.pair.Second - row.pair.First, 1e-2));

        // Going on with training takes the same numbers.
        using Checkpoint checkpoint = Checkpoint.Open(centred);
        using var experiment = new Experiment(Blueprint.Of(ConfigLoader.FromJson(checkpoint.ConfigJson, centred)), TorchSharp.torch.CPU);
        PriorTable table = Assert.Single(experiment.Blueprint.Prior.Tables);
        Assert.Contains(table.Values, static value => value != 0);
        CheckpointStore.Restore(checkpoint, experiment, new TrainingProgress());
        Assert.All(table.Values, static value => Assert.Equal(0, value));
    }

    [Fact]
    public void TablesOfAnotherShapeAreRefused()
    {
        string path = Train("wrong", Small with { Prior = new MixturePriorConfig { Dimension = 2, Components = 3 } });
        string wrong = Rewrite(path, static entry => entry.Name == "prior/centres"
            ? new SafetensorsEntry(entry.Name, SafetensorsType.F32, [2, 2], new byte[2 * 2 * sizeof(float)])
            : entry);

        var fault = Assert.Throws<InvalidDataException>(() => TrainedGenerator.Load(wrong, null, TorchSharp.torch.CPU));

        Assert.Equal($"{wrong}: holds 'prior/centres' as [2, 2], but [3, 2] is needed: it belongs to another experiment", fault.Message);
    }

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<(string Name, ExperimentConfig Config)> Priors()
    {
        foreach (Component component in Catalog.FindFamily("prior")!.Components)
        {
            foreach (int dimension in (int[])[1, 2, 5, 64])
            {
                yield return ($"{component.Kind}-{dimension}", Small with { Prior = (PriorConfig)component.CreateDefault() with { Dimension = dimension } });
            }
        }

        PriorConfig[] settings =
        [
            new UniformPriorConfig { Dimension = 3, Low = -0.3, High = 2.1 },
            new BernoulliPriorConfig { Dimension = 3, P = 0.2, Signed = true },
            new SpherePriorConfig { Dimension = 3, Radius = 0.7 },
            new TruncatedGaussianPriorConfig { Dimension = 3, Threshold = 0.3 },
            new MixturePriorConfig { Dimension = 1, Components = 1, Spread = 2 },
            new MixturePriorConfig { Dimension = 3, Components = 500, Spread = 2, Std = 0.1 },
            new LearnedMixturePriorConfig { Dimension = 3, Components = 7, Spread = 2, Std = 0.1 },
        ];
        foreach ((PriorConfig setting, int i) in settings.Select(static (s, i) => (s, i)))
        {
            yield return ($"prior-setting-{i}", Small with { Prior = setting });
        }
    }

    private static IEnumerable<(string Name, ExperimentConfig Config)> Generators()
    {
        var refused = new List<string>();
        foreach (Component component in Catalog.FindFamily("architecture")!.Components)
        {
            ExperimentConfig config = Small with { Generator = (ArchitectureConfig)component.CreateDefault() };
            if (config.Generator.IsForPictures)
            {
                continue;
            }

            if (config.Generator.Conflict(config) is null)
            {
                yield return (component.Kind, config);
            }
            else
            {
                refused.Add(component.Kind);
            }
        }

        Assert.Equal(["autoencoder"], refused);
        foreach (ActivationKind activation in Enum.GetValues<ActivationKind>())
        {
            foreach (NormKind norm in Enum.GetValues<NormKind>())
            {
                yield return ($"{activation}-{norm}",
                    With(new MlpConfig { Widths = [7, 5], Activation = activation, Norm = [norm], MaxoutPieces = 3, LeakySlope = 0.07 }));
            }
        }

        foreach (OutputActivation output in Enum.GetValues<OutputActivation>())
        {
            yield return ($"output-{output}", With(new MlpConfig { Widths = [7], OutputActivation = output, InputScale = -0.4 }));
        }

        yield return ("mixed", With(new MlpConfig { Widths = [7, 6, 5], Norm = [NormKind.None, NormKind.Layer, NormKind.Batch], Dropout = 0.3 }));

        static ExperimentConfig With(MlpConfig generator) => Small with { Generator = generator };
    }

    /// <summary>Small ones of every architecture for pictures.</summary>
    private List<(string Name, ExperimentConfig Config)> PictureGenerators()
    {
        var cases = new List<(string Name, ExperimentConfig Config)>();
        foreach (PictureNorm norm in Enum.GetValues<PictureNorm>())
        {
            foreach (int kernel in (int[])[3, 4, 5])
            {
                Add(new DcganConfig { Widths = [3], Norm = norm, Kernel = kernel }, 1, 16);
            }

            Add(new DcganConfig { Widths = [4, 2], Hidden = [16, 12], Norm = norm, Upsampling = UpsamplingKind.Resize }, 3, 20);
            Add(new ResnetConfig { Width = 3, Norm = norm }, 2, 14);
        }

        Add(new MetzConfig(), 1, 28);
        Add(new R3ganConfig { Widths = [2, 4], Blocks = 2, Expansion = 3, GroupWidth = 2 }, 3, 8);
        IEnumerable<string> kinds = Catalog.FindFamily("architecture")!.Components
            .Where(static component => component.CreateDefault() is ArchitectureConfig { IsForPictures: true }).Select(static component => component.Kind);
        Assert.Empty(kinds.Except(cases.Select(static each => Catalog.KindOf(each.Config.Generator)), StringComparer.Ordinal));
        (string name, ExperimentConfig first) = cases[1];
        return [.. cases, ($"{name}-spectral", first with { Regularizers = [new SpectralNormalizationConfig { Generator = true }] })];

        void Add(ArchitectureConfig generator, long channels, long side)
        {
            string path = _folder[FormattableString.Invariant($"pictures-{channels}-{side}.npy")];
            Npy.Write(path, [.. Enumerable.Range(0, checked((int)(4 * channels * side * side))).Select(static i => MathF.Sin(i * i))], 4, channels, side, side);
            cases.Add((FormattableString.Invariant($"pictures-{cases.Count}"), Small with { Data = new NpyConfig { Path = path }, Generator = generator }));
        }
    }

    private IEnumerable<(string Name, ExperimentConfig Config)> Others()
    {
        ExperimentConfig normalized = Small with
        {
            Prior = new LearnedMixturePriorConfig { Dimension = 2, Components = 4 },
            Generator = new MlpConfig { Widths = [7, 5], Norm = [NormKind.Batch] },
            Regularizers = [new SpectralNormalizationConfig { Generator = true }],
        };
        yield return ("spectral", normalized);
        yield return ("spectral-average", normalized with { Training = Small.Training with { Ema = new AverageConfig { Decay = 0.7 } } });
        yield return ("spectral-plain", Small with { Regularizers = [new SpectralNormalizationConfig { Generator = true }] });
        yield return ("average", Small with { Training = Small.Training with { Ema = new AverageConfig { Decay = 0.7, Warmup = 2 } } });
        yield return ("double", Small with { Training = Small.Training with { Dtype = NumberType.Float64 } });
        yield return ("table", Table());
        yield return ("one-seed", Small with { Seed = SeedConfig.FromNumber(9) });
    }

    private ExperimentConfig Table()
    {
        string path = _folder["table.csv"];
        File.WriteAllLines(path,
            ["height,weight", .. Enumerable.Range(0, 40).Select(static i => FormattableString.Invariant($"{100 + i},{Math.Sin(i) * 0.01}"))]);
        return Small with { Data = new CsvConfig { Path = path } };
    }

    /// <summary>A few steps, so that no weight, statistic or average is what it began as.</summary>
    private string Train(string name, ExperimentConfig config)
    {
        using var experiment = new Experiment(Blueprint.Of(config), TorchSharp.torch.CPU);
        for (int step = 0; step < 5; step++)
        {
            experiment.Step.Run(step);
        }

        string path = _folder[$"{name}.safetensors"];
        CheckpointStore.Save(path, experiment, new TrainingProgress { Step = 5 }, 1);
        return path;
    }

    private static Task<string> Rebuild(string seed, string[] paths) => Python.RunWithNumPy(
        Repository.PathOf("tests", "GanCli.Tests", "Sessions", "rebuild_samples.py"), [Count.ToString(CultureInfo.InvariantCulture), seed, .. paths]);

    private static void AssertClose(float[] rows, string path)
    {
        double[] rebuilt = Npy.ReadDoubles(path + ".npy").Data;
        Assert.Equal(rows.Length, rebuilt.Length);
        double worst = rows.Zip(rebuilt, static (ours, theirs) => Math.Abs(ours - theirs) / Math.Max(1, Math.Abs(theirs))).Max();
        Assert.True(worst < 1e-5, FormattableString.Invariant($"{Path.GetFileName(path)}: {worst:g3}"));
    }

    private static float[] Samples(string path)
    {
        using TrainedGenerator generator = TrainedGenerator.Load(path, null, TorchSharp.torch.CPU);
        return [.. generator.Samples(generator.Config.Seed.Streams().Sampling, 50).SelectMany(static rows => rows)];
    }

    private static double[] Means(string path)
    {
        using Checkpoint checkpoint = Checkpoint.Open(path);
        return [.. checkpoint.Data.Means!];
    }

    /// <summary>The file with some tensors changed or left out.</summary>
    private static string Rewrite(string path, Func<SafetensorsEntry, SafetensorsEntry?> change)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        string changed = Path.ChangeExtension(path, $".{Guid.NewGuid():n}.safetensors");
        SafetensorsWriter.Write(
            changed,
            [.. file.Tensors.Select(tensor => change(new SafetensorsEntry(tensor.Name, tensor.Type, tensor.Shape, file.ReadBytes(tensor.Name))))
                .OfType<SafetensorsEntry>()],
            file.Metadata.Where(static pair => !pair.Key.EndsWith("-sha256", StringComparison.Ordinal)).ToDictionary(StringComparer.Ordinal));
        return changed;
    }
}
