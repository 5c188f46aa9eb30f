using GanCli.Runs;

namespace GanCli.Tests.Reporting;

/// <summary>Writes run folders as training would, with numbers made up so that the outcome is known.</summary>
internal sealed class SyntheticRun
{
    private readonly List<(long Step, bool Final, Dictionary<string, RowValue> Values)> _rows = [];

    public string Name { get; init; } = "mog8";

    public string Seed { get; init; } = "0";

    public long Steps { get; init; } = 10_000;

    public RunState State { get; init; } = RunState.Completed;

    public long? StoppedAt { get; init; }

    public string? Message { get; init; }

    /// <summary>Modes held at each evaluation, evenly spread over the run.</summary>
    public IReadOnlyList<double> Modes { get; init; } = [2, 4, 6, 8, 8, 8, 8, 8, 8, 8];

    /// <summary>Which modes are captured at each evaluation; null: the first ones.</summary>
    public Func<int, int, bool>? Captured { get; init; }

    public double HighQuality { get; init; } = 0.74;

    /// <summary>What a featureless blob has on modes; null where the run does not tell.</summary>
    public UninformedScore? Blob { get; init; }

    /// <summary>How many modes it holds; null where the run does not tell.</summary>
    public UninformedScore? BlobModes { get; init; }

    /// <summary>The part of its weight from which on a mode is held; null where the run does not tell.</summary>
    public double? Held { get; init; }

    /// <summary>By what pictures were compared; null for points.</summary>
    public string? Through { get; init; }

    /// <summary>What the samples are that lie in no mode.</summary>
    public string OffMode { get; init; } = "bridges";

    /// <summary>How many modes have samples; null: as many as are held.</summary>
    public int? SampledModes { get; init; }

    /// <summary>Width of the modes at the end, as a ratio to the true one.</summary>
    public double Spread { get; init; } = 1.3;

    /// <summary>Reverse KL at the end; null: what fits the modes.</summary>
    public double? ReverseKl { get; init; }

    /// <summary>Reverse KL of all samples; null: not measured.</summary>
    public double? DivergenceOfAll { get; init; }

    /// <summary>A featureless blob's scores of that.</summary>
    public UninformedScore? BlobOfAll { get; init; }

    /// <summary>Share of samples in each mode, in place of even ones.</summary>
    public IReadOnlyList<double>? Shares { get; init; }

    /// <summary>Recall within classes, of pictures, or what <see cref="Reach"/> is.</summary>
    public double? ClassRecall { get; init; }

    /// <summary>Which measure of what the samples reach a run of pictures has.</summary>
    public string Reach { get; init; } = "class-recall";

    /// <summary>Samples of the evaluation at the end that the shares were counted in.</summary>
    public int ShareSamples { get; init; } = 10_000;

    /// <summary>Names of classes that the eight modes are, of pictures; null: they are modes of a mixture.</summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>The process that the status names.</summary>
    public RunProcess Process { get; init; } = RunProcess.Current();

    /// <summary>Rows of losses.</summary>
    public int LossRows { get; init; } = 100;

    /// <summary>First row of losses that is not finite.</summary>
    public int? BrokenFrom { get; init; }

    public int SampleFiles { get; init; } = 20;

    /// <summary>Whether the evaluation at the end is there.</summary>
    public bool Final { get; init; } = true;

    /// <summary>An eight-mode ring with everything that a run can have.</summary>
    public RunFolder WriteRing(string runs)
    {
        RunFolder run = Begin(runs, "ring", 2, ["x", "y"], [-2.6, 2.6, -2.6, 2.6], RingModes());
        System.Random random = new(7);
        long last = StoppedAt ?? Steps;
        AddLosses(last, random);
        AddModeMetrics(last, 8);
        SaveSamples(run, last, 2, new SyntheticSamples(this, random).Ring);
        Npy.Write(run.SurfacePath(last), SyntheticSamples.Surface(64), 64, 64);
        Complete(run);
        return run;
    }

    /// <summary>Half N(−5, 1), half N(5, 1), in one dimension.</summary>
    public RunFolder WriteOneDimension(string runs)
    {
        DataModes modes = new([[-5.0], [5.0]], [[1.0], [1.0]], [0.5, 0.5]);
        RunFolder run = Begin(runs, "two-gaussians", 1, ["x"], null, modes);
        System.Random random = new(11);
        long last = StoppedAt ?? Steps;
        AddLosses(last, random);
        AddModeMetrics(last, 2);
        SaveSamples(run, last, 1, new SyntheticSamples(this, random).Line);
        Complete(run);
        return run;
    }

    /// <summary>A table of six columns without known modes.</summary>
    public RunFolder WriteTable(string runs, IReadOnlyList<string>? columns = null)
    {
        RunFolder run = Begin(runs, "csv", 6, columns ?? ["area m²", "rooms", "age", "rent €", "distance km", "floor"], null, null);
        System.Random random = new(13);
        long last = StoppedAt ?? Steps;
        AddLosses(last, random);
        AddPlainMetrics(last);
        SaveSamples(run, last, 6, new SyntheticSamples(this, random).Table);
        Complete(run);
        return run;
    }

    public static double Normal(System.Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static DataModes RingModes()
    {
        List<double[]> means = [];
        for (int mode = 0; mode < 8; mode++)
        {
            means.Add([2 * Math.Cos(mode * Math.PI / 4), 2 * Math.Sin(mode * Math.PI / 4)]);
        }

        return new DataModes([.. means], [.. means.Select(_ => new[] { 0.02, 0.02 })], [.. means.Select(_ => 0.125)]);
    }

    private RunFolder Begin(string runs, string kind, int dimension, IReadOnlyList<string> columns, double[]? extent, DataModes? modes)
    {
        RunFolder run = RunFolder.Create(runs, Name, new DateTimeOffset(2026, 11, 22, 15, 45, 1, TimeSpan.Zero), Seed);
        new DataInfo
        {
            Kind = kind, Dimension = dimension, Columns = columns, Extent = extent, Modes = Classes is null ? modes : null,
            Classes = Classes, ClassWeights = Classes is null ? null : modes!.Weights,
        }.Write(run.DataInfoPath);
        new MetricsInfo(modes is null ? PlainMetrics() : ModeMetrics(modes.Means.Count)).Write(run.MetricsInfoPath);
        File.WriteAllText(run.ConfigPath, $"# Eight Gaussians on a circle.\ndata:\n  kind: {kind}\ntraining:\n  steps: {Steps}\n");
        File.WriteAllText(run.ResolvedYamlPath,
            $"name: {Name}\nseed: {Seed}\ndevice: auto\ndata:\n  kind: {kind}\n  modes: 8\n  radius: 2\n  std: 0.02\nloss:\n  kind: "
                + $"non-saturating\ntraining:\n  steps: {Steps}\n  batch: 256\n");
        File.WriteAllText(run.ResolvedJsonPath,
            $$"""{"name":"mog8","data":{"kind":"{{kind}}"},"loss":{"kind":"non-saturating"},"training":{"steps":{{Steps}} } }""");
        new RunManifest
        {
            Name = Name,
            Created = run.Created,
            Arguments = ["train", "--config", "mog8.yaml"],
            Program = "gan 0.1.0",
            TorchSharp = "0.107.0",
            Libtorch = "2.10.0",
            OperatingSystem = "Debian GNU/Linux 12 (bookworm)",
            Runtime = ".NET 10.0.1",
            Device = "cpu",
            Threads = 2,
            Seed = Seed,
            GitCommit = "3f2504e04f8911d39a0c0305e82c3301",
            GitDirty = false,
            Networks = [new NetworkDescription("generator", 49_666, []), new NetworkDescription("discriminator", 17_025, [])],
        }.Write(run.ManifestPath);
        new RunStatus
        {
            State = State,
            Step = StoppedAt ?? Steps,
            Steps = Steps,
            Process = Process,
            Updated = run.Created,
            Seconds = 9.1,
            Message = Message,
        }.Write(run.StatusPath);
        return run;
    }

    private MetricDescription Reached =>
        new(Reach is "class-recall" ? "Recall within classes" : "Coverage (classifier)", MetricDirection.Higher, MetricDisplay.Percent)
        {
            Perfect = new(2500, 0.97, 0.96, 0.98),
        };

    private Dictionary<string, MetricDescription> ModeMetrics(int modes) =>
        new(
            (KeyValuePair<string, MetricDescription>[])[
                .. DivergenceOfAll is null ? (KeyValuePair<string, MetricDescription>[])[]
                    : [new("reverse-kl-all", new("Reverse KL, all samples", MetricDirection.Lower, MetricDisplay.Number) { Uninformed = BlobOfAll })],
                .. ClassRecall is null ? (KeyValuePair<string, MetricDescription>[])[] : [new(Reach, Reached)],
            ],
            StringComparer.Ordinal)
    {
        ["modes"] = new("Modes held", MetricDirection.Higher, MetricDisplay.Count)
        {
            Total = modes, Held = Held, Through = Through, Help = "Modes with at least one sample within their radius.",
            Perfect = new(2500, modes, modes, modes), PerfectFinal = new(10_000, modes, modes, modes), Uninformed = BlobModes,
        },
        ["hq"] = new("High-quality samples", MetricDirection.Higher, MetricDisplay.Percent)
        {
            Help = "Samples within the radius of a mode that holds 98.89% of true data.",
            Through = Through, Perfect = new(2500, 0.9889, 0.9852, 0.992), PerfectFinal = new(10_000, 0.9889, 0.987, 0.9906), Uninformed = Blob,
        },
        ["reverse-kl"] = new("Reverse KL", MetricDirection.Lower, MetricDisplay.Number)
        {
            Help = "KL(generated‖true weights) over high-quality samples.",
            Perfect = new(2500, 0.00128, 0.0004, 0.0028), PerfectFinal = new(10_000, 0.00032, 0.0001, 0.0007),
        },
        ["sliced-wasserstein"] = new("Sliced Wasserstein distance", MetricDirection.Lower, MetricDisplay.Number)
        {
            Help = "Mean over random directions of the one-dimensional distance.",
            Perfect = new(2500, 0.031, 0.019, 0.052), PerfectFinal = new(10_000, 0.016, 0.009, 0.027),
        },
        ["mmd"] = new("MMD²", MetricDirection.Lower, MetricDisplay.Number) { Perfect = new(2500, 0, -0.0004, 0.0006) },
        ["spread"] = new("Spread within modes", MetricDirection.Closer, MetricDisplay.Number) { Perfect = new(2500, 1, 0.97, 1.03) },
        ["mode-frequency"] = new("Share of samples in each mode", MetricDirection.Closer, MetricDisplay.PerMode)
        {
            Samples = 2500, SamplesFinal = ShareSamples,
        },
        ["mode-spread"] = new("Spread within each mode", MetricDirection.Closer, MetricDisplay.PerMode),
    };

    private static Dictionary<string, MetricDescription> PlainMetrics() => new(StringComparer.Ordinal)
    {
        ["precision"] = new("Precision", MetricDirection.Higher, MetricDisplay.Percent) { Perfect = new(2500, 0.96, 0.95, 0.97) },
        ["recall"] = new("Recall", MetricDirection.Higher, MetricDisplay.Percent) { Perfect = new(2500, 0.96, 0.95, 0.97) },
        ["coverage"] = new("Coverage", MetricDirection.Higher, MetricDisplay.Percent) { Perfect = new(2500, 0.97, 0.96, 0.98) },
        ["sliced-wasserstein"] = new("Sliced Wasserstein distance", MetricDirection.Lower, MetricDisplay.Number) { Perfect = new(2500, 0.03, 0.02, 0.05) },
    };

    private void AddLosses(long last, System.Random random)
    {
        for (int row = 1; row <= LossRows; row++)
        {
            double t = (double)row / LossRows;
            double broken = row >= BrokenFrom ? double.NaN : 0;
            Add((long)(last * t), new(StringComparer.Ordinal)
            {
                ["seconds"] = 9.1 * t,
                ["steps-per-second"] = 1100 + (40 * Normal(random)),
                ["loss.discriminator"] = 1.386 - (0.5 * Math.Exp(-6 * t)) + (0.05 * Normal(random)) + broken,
                ["loss.generator"] = 0.72 + (1.1 * Math.Exp(-5 * t)) + (0.07 * Normal(random)) + (row == LossRows / 2 ? 6 : 0) + broken,
                ["logits.real"] = 0.3 + (2 * Math.Exp(-5 * t)) + (0.06 * Normal(random)) + broken,
                ["logits.fake"] = -0.28 - (2.4 * Math.Exp(-5 * t)) + (0.06 * Normal(random)) + broken,
                ["gradient-norm.discriminator"] = Math.Exp(-1 - (2 * t) + (0.2 * Normal(random))) + broken,
                ["gradient-norm.generator"] = Math.Exp(-2.5 - t + (0.3 * Normal(random))) + broken,
            });
        }
    }

    private void AddModeMetrics(long last, int total)
    {
        for (int i = 0; i < Modes.Count; i++)
        {
            Add(last * (i + 1) / Modes.Count, ModeRow(i, total));
        }

        if (Final && Modes.Count > 0)
        {
            Add(last, ModeRow(Modes.Count - 1, total), final: true);
        }
    }

    private Dictionary<string, RowValue> ModeRow(int i, int total)
    {
        int count = (int)Math.Min(total, Modes[i]);
        double quality = HighQuality * (0.4 + (0.6 * (i + 1) / Modes.Count));
        bool[] captured = [.. Enumerable.Range(0, total).Select(mode => Captured?.Invoke(i, mode) ?? mode < count)];
        double tilt = 0.004 * (Modes.Count - i);
        double[] shares = Shares is not null ? [.. Shares]
            : [.. captured.Select((on, mode) => on ? quality * ((1.0 / Math.Max(1, count)) + (tilt * (mode - 3.5) / 3.5)) : 0)];
        return new Dictionary<string, RowValue>(
            (KeyValuePair<string, RowValue>[])[
                .. DivergenceOfAll is double divergence ? (KeyValuePair<string, RowValue>[])[new("reverse-kl-all", divergence)] : [],
                .. ClassRecall is double recall ? (KeyValuePair<string, RowValue>[])[new(Reach, recall)] : [],
            ],
            StringComparer.Ordinal)
        {
            ["modes"] = count,
            ["modes-captured"] = count,
            ["hq"] = quality,
            ["reverse-kl"] = ReverseKl ?? Math.Log(total / (double)Math.Max(1, count)) + 0.002 + (0.6 * Math.Exp(-0.9 * i)),
            ["sliced-wasserstein"] = 0.06 + (0.5 * Math.Exp(-0.5 * i)),
            ["mmd"] = 0.001 + (0.05 * Math.Exp(-0.6 * i)),
            ["spread"] = Spread + (0.4 * Math.Exp(-0.4 * i)),
            ["mode-frequency"] = shares,
            ["mode-spread"] = shares.Select((share, mode) => share > 0 ? Spread + (0.002 * mode) : double.NaN).ToArray(),
        };
    }

    private void AddPlainMetrics(long last)
    {
        for (int i = 1; i <= 20; i++)
        {
            Dictionary<string, RowValue> row = new(StringComparer.Ordinal)
            {
                ["precision"] = 0.9 * (1 - Math.Exp(-0.3 * i)),
                ["recall"] = 0.85 * (1 - Math.Exp(-0.25 * i)),
                ["coverage"] = 0.91 * (1 - Math.Exp(-0.28 * i)),
                ["sliced-wasserstein"] = 0.05 + Math.Exp(-0.3 * i),
            };
            Add(last * i / 20, row);
            if (i == 20 && Final)
            {
                Add(last, row, final: true);
            }
        }
    }

    private void Add(long step, Dictionary<string, RowValue> values, bool final = false) => _rows.Add((step, final, values));

    private void SaveSamples(RunFolder run, long last, int dimension, Action<float[], double> fill)
    {
        float[] real = new float[2000 * dimension];
        fill(real, double.NaN);
        Npy.Write(run.RealSamplesPath, real, 2000, dimension);
        for (int i = 1; i <= SampleFiles; i++)
        {
            float[] rows = new float[2000 * dimension];
            fill(rows, (double)i / SampleFiles);
            Npy.Write(run.SamplesPath(last * i / SampleFiles), rows, 2000, dimension);
        }
    }

    private void Complete(RunFolder run)
    {
        using MetricsLog log = new(run.MetricsPath);
        foreach ((long step, bool final, Dictionary<string, RowValue> values) in _rows.OrderBy(row => row.Final).ThenBy(row => row.Step))
        {
            log.Append(step, values, final);
        }
    }
}
