using GanCli.Engine.Metrics;

namespace GanCli.Engine.Config;

/// <summary>Measuring. Runs from random streams of its own: it never changes what training computes.</summary>
public sealed record EvaluationConfig : ConfigSection
{
    [AlsoCalled("eval-every", "eval-freq", "eval-interval")]
    [Option("Steps between evaluations; the last step is always evaluated", Min = 1, ObservesOnly = true)]
    public long Every { get; init; } = 500;

    [Option("Samples of an evaluation while training", Min = 2, Max = 1 << 24, ObservesOnly = true)]
    public int Samples { get; init; } = 2500;

    [Option("Samples of the evaluation at the end", Min = 2, Max = 1 << 24, ObservesOnly = true)]
    public int FinalSamples { get; init; } = 10_000;

    [Option("Metrics; null takes all that fit the data", ObservesOnly = true)]
    public IReadOnlyList<MetricConfig>? Metrics { get; init; }

    [Option("Value by which the best checkpoint is chosen; null takes the first of the metrics", ObservesOnly = true)]
    public string? Best { get; init; }
}

/// <summary>What a run writes.</summary>
public sealed record OutputConfig : ConfigSection
{
    [AlsoCalled("log-freq", "log-interval", "log-steps", "print-every")]
    [Option("Steps between rows of losses in metrics.jsonl", Min = 1, ObservesOnly = true)]
    public long LogEvery { get; init; } = 100;

    [AlsoCalled("sample-freq", "sample-interval")]
    [Option("Steps between sample pictures", Min = 1, ObservesOnly = true)]
    public long SampleEvery { get; init; } = 500;

    [Option("Samples in a picture", Min = 1, Max = 1 << 20, ObservesOnly = true)]
    public int Samples { get; init; } = 2000;

    [AlsoCalled("save-every", "save-freq", "save-interval", "save-steps")]
    [Option("Steps between checkpoints; the last step always has one", Min = 1, ObservesOnly = true)]
    public long CheckpointEvery { get; init; } = 1000;

    [AlsoCalled("save-total-limit", "max-to-keep")]
    [Option("Newest checkpoints that are kept, beside the best", Min = 1, ObservesOnly = true)]
    public int KeepCheckpoints { get; init; } = 3;

    [Option("Points on each side of the saved picture of D's output (2-D data); 0 saves none", Min = 0, Max = 1024, ObservesOnly = true)]
    public int SurfaceSide { get; init; } = 64;

    [AlsoCalled("tb", "summary")]
    [Option("Write TensorBoard event files", ObservesOnly = true)]
    public bool Tensorboard { get; init; } = true;

    [Option("Draw sample pictures while training", ObservesOnly = true)]
    public bool Pictures { get; init; } = true;
}
