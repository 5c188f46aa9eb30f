using System.Globalization;
using GanCli.Runs;

namespace GanCli.Tests.Reporting.Comparison;

/// <summary>A run folder with what a comparison reads, and nothing else.</summary>
internal sealed record SeedRun
{
    public static readonly DateTimeOffset Morning = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

    public string Name { get; init; } = "ring";

    /// <summary>As JSON: <c>3</c>, or <c>{"init":0,"data":1,"latent":2}</c>.</summary>
    public string Seed { get; init; } = "0";

    public string Loss { get; init; } = """{"kind":"hinge"}""";

    public string Data { get; init; } = "ring";

    public string Regularizers { get; init; } = "[]";

    public string Threads { get; init; } = "null";

    public string LearningRate { get; init; } = "0.001";

    /// <summary>The same as the generator's, unless it is set.</summary>
    public string? DiscriminatorRate { get; init; }

    public string DiscriminatorOptimizer { get; init; } = "adam";

    public RunState State { get; init; } = RunState.Completed;

    /// <summary>Modes at evaluations every 100 steps; the last is also that of the end.</summary>
    public double[] Modes { get; init; } = [8];

    public double HighQuality { get; init; } = 0.9;

    public double ReverseKl { get; init; } = 0.01;

    /// <summary>Width of the modes as a part of the data's, for a test to write; null where the run does not tell.</summary>
    public double? Width { get; init; }

    /// <summary>Whether a featureless blob holds all modes of the data, with 0.5% of its samples within them.</summary>
    public bool HeldByBlob { get; init; }

    /// <summary>Total variation of the modes' shares; null where it was not measured.</summary>
    public double? TotalVariation { get; init; }

    public double SecondsPerStep { get; init; } = 0.001;

    public long? GradientsPerStep { get; init; } = 2;

    public string Program { get; init; } = "gan";

    /// <summary>The working folder's, and whether files were changed there.</summary>
    public (string? Id, bool? Dirty) Commit { get; init; }

    /// <summary>Minutes after the morning.</summary>
    public int Begun { get; init; }

    public RunFolder Write(string runs)
    {
        string digits =
            string.Join('-',
                System.Text.RegularExpressions.Regex.Matches(Seed, "[0-9]+", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        RunFolder run = RunFolder.Create(runs, Name, Morning.AddMinutes(Begun), digits);
        File.WriteAllText(run.ResolvedJsonPath, $$"""
            {"name":"{{Name}}","seed":{{Seed}},"data":{"kind":"{{Data}}","modes":8},"loss":{{Loss}},"regularizers":{{Regularizers}},
            "optimizer":{"generator":{"kind":"adam","lr":{{LearningRate}} },"discriminator":{"kind":"{{DiscriminatorOptimizer}}","lr":{{DiscriminatorRate ?? LearningRate}} } },
            "training":{"steps":{{Modes.Length * 100}},"num-threads":{{Threads}} },"output":{"log-every":{{100 + Begun}}} }
            """);
        Dictionary<string, MetricDescription> metrics = HeldByBlob ? WithBlob() : Descriptions();
        if (TotalVariation is not null)
        {
            metrics["mode-tv"] = new("Mode total variation", MetricDirection.Lower, MetricDisplay.Number);
        }

        new MetricsInfo(metrics).Write(run.MetricsInfoPath);
        new RunManifest
        {
            Name = Name, Created = run.Created, Arguments = [], Program = Program, TorchSharp = "0", Libtorch = "0", OperatingSystem = "", Runtime =
                "", Device = "cpu", Threads = 1,
            Seed = digits, Networks = [], GradientsPerStep = GradientsPerStep, GitCommit = Commit.Id, GitDirty = Commit.Dirty,
        }.Write(run.ManifestPath);
        using (MetricsLog log = new(run.MetricsPath))
        {
            for (int i = 0; i < Modes.Length; i++)
            {
                long step = 100 * (i + 1);
                log.Append(step - 50, [new("loss.generator", 0.7)]);
                log.Append(step, [new("seconds", step * SecondsPerStep), .. Values(i)]);
            }
        }

        new RunStatus
        {
            State = State,
            Step = 100 * Modes.Length,
            Steps = 100 * Modes.Length,
            Process = new RunProcess(int.MaxValue, Morning, "elsewhere"),
            Updated = Morning,
            Seconds = 100 * Modes.Length * SecondsPerStep,
            Metrics = new Dictionary<string, RowValue>(Values(Modes.Length - 1), StringComparer.Ordinal),
        }.Write(run.StatusPath);
        return run;
    }

    /// <summary>The same with other seeds, from 0 on, each with its own outcome.</summary>
    public void WriteSeeds(string runs, params double[] modes)
    {
        for (int seed = 0; seed < modes.Length; seed++)
        {
            (this with { Seed = seed.ToString(CultureInfo.InvariantCulture), Modes = [.. Modes[..^1], modes[seed]], ReverseKl = ReverseKl
                * (1 + (8 - modes[seed]) + (0.01 * seed)) }).Write(runs);
        }
    }

    private static Dictionary<string, MetricDescription> WithBlob() => new(
        Descriptions().Select(metric => KeyValuePair.Create(metric.Key, metric.Key switch
        {
            "modes" => metric.Value with { Perfect = new PerfectScore(2500, 8, 8, 8), Uninformed = new UninformedScore("uniform", 2500, 8, 8, 8) },
            "hq" => metric.Value
                with { Perfect = new PerfectScore(2500, 0.989, 0.985, 0.992), Uninformed = new UninformedScore("uniform", 2500, 0.005, 0.004, 0.006) },
            "reverse-kl" => metric.Value with { Uninformed = new UninformedScore("gaussian", 2500, 0.005, 0.004, 0.006) },
            _ => metric.Value,
        })),
        StringComparer.Ordinal);

    private static Dictionary<string, MetricDescription> Descriptions() => new(StringComparer.Ordinal)
    {
        ["modes"] = new("Modes held", MetricDirection.Higher, MetricDisplay.Count) { Total = 8 },
        ["mode-frequency"] = new("Share of each mode", MetricDirection.Closer, MetricDisplay.PerMode),
        ["hq"] = new("High-quality samples", MetricDirection.Higher, MetricDisplay.Percent),
        ["reverse-kl"] = new("Reverse KL", MetricDirection.Lower, MetricDisplay.Number),
    };

    private KeyValuePair<string, RowValue>[] Values(int row) =>
        [new("modes", Modes[row]), new("modes-captured", Modes[row]), new("mode-frequency", new double[8]), new("hq", HighQuality),
            new("reverse-kl", ReverseKl), .. Variation()];

    private IEnumerable<KeyValuePair<string, RowValue>> Variation() => TotalVariation is { } variation ? [new("mode-tv", variation)] : [];
}
