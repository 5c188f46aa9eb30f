namespace GanCli.Runs.Records;

/// <summary>A run that came to its end, without its folder: what comparisons take from it.</summary>
public sealed record RecordedRun
{
    /// <summary>The last part of the run folder's path: time, seed and hash.</summary>
    public required string Folder { get; init; }

    public required RecordedPoint Point { get; init; }

    public required RecordedSettings Settings { get; init; }

    /// <summary>The seeds as the config has them, in JSON: <c>3</c>, or <c>{"init":0,"data":1,"latent":2}</c>.</summary>
    public required string Seed { get; init; }

    /// <summary>Completed, diverged or collapsed.</summary>
    public required RunState State { get; init; }

    /// <summary>Finished steps.</summary>
    public required long Step { get; init; }

    /// <summary>Whether the values are of the evaluation at the end, not of the last one on the way.</summary>
    public bool IsAtEnd { get; init; } = true;

    /// <summary>Training time.</summary>
    public required double Seconds { get; init; }

    /// <summary>Training time of a step where it went fastest; NaN where that is not known.</summary>
    public double SecondsPerStep { get; init; } = double.NaN;

    /// <summary>Gradients of a player's loss that a step takes; null where the run did not tell.</summary>
    public long? GradientsPerStep { get; init; }

    /// <summary>The first step with all modes; NaN where there was none.</summary>
    public double First { get; init; } = double.NaN;

    /// <summary>Median width of the modes held at the end, as a part of the data's; NaN where that is not known.</summary>
    public double Width { get; init; } = double.NaN;

    /// <summary>How many modes were held in the last quarter of the steps and not at the end; NaN where that is not known.</summary>
    public double Hopping { get; init; } = double.NaN;

    /// <summary>√(sum of squares) of the weights at the last step, of a run of players small enough to log them; NaN for others.</summary>
    public double Distance { get; init; } = double.NaN;

    /// <summary>The program that began it.</summary>
    public string? Program { get; init; }

    /// <summary>The working folder's commit when it was begun, with a plus where tracked files were changed.</summary>
    public string? Commit { get; init; }

    /// <summary>What the metrics are.</summary>
    public required MetricsInfo Metrics { get; init; }

    /// <summary>The evaluation at the end: all metrics with one number, and of those with one for each mode the ones that are kept.</summary>
    public required IReadOnlyDictionary<string, RowValue> Values { get; init; }

    /// <summary>What no other run is called: the sweep's name and the folder.</summary>
    public string Key => $"{Point.Sweep}/{Folder}";
}
