using System.Text.Json;
using System.Text.Json.Serialization;

namespace GanCli.Runs;

/// <summary>A run at a glance, put together from its folder. What is missing or not readable there is null here.</summary>
public sealed record RunSummary
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Path { get; init; }

    public required string? Seed { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>The status as it is: a run whose process is gone has crashed. Null before the first status is written.</summary>
    public RunStatus? Status { get; init; }

    /// <summary>What the metrics are.</summary>
    [JsonIgnore]
    public MetricsInfo Metrics { get; init; } = MetricsInfo.Empty;

    /// <summary>Weights of the data's modes or classes; null where none are counted.</summary>
    [JsonIgnore]
    public IReadOnlyList<double>? Weights { get; init; }

    /// <summary>Why a file could not be read, in one line.</summary>
    public string? Damage { get; init; }

    /// <summary>Reads status and descriptions of metrics.</summary>
    public static RunSummary Read(RunFolder run)
    {
        var damage = new List<string>();
        var status = TryRead(run.StatusPath, RunStatus.Read, damage);
        var metrics = TryRead(run.MetricsInfoPath, MetricsInfo.Read, damage);
        var weights = status?.Metrics.ContainsKey(HeldModes.Key) == true ? TryRead(run.DataInfoPath, DataInfo.Read, damage)?.ModeWeights : null;
        return new RunSummary
        {
            Id = run.Id,
            Name = run.Name,
            Path = run.Path,
            Seed = run.Seed,
            Created = run.Created,
            Status = status is null ? null : status.Effective() with { Metrics = HeldModes.OfToday(status.Metrics, weights) },
            Weights = weights,
            Metrics = HeldModes.OfToday(metrics ?? MetricsInfo.Empty),
            Damage = damage.Count > 0 ? string.Join("; ", damage) : null,
        };
    }

    /// <summary>The run for a program.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, RunJson.Context.RunSummary);

    /// <summary>Many runs for a program.</summary>
    public static string ToJson(IReadOnlyList<RunSummary> runs) => JsonSerializer.Serialize(runs, RunJson.Context.IReadOnlyListRunSummary);

    private static T? TryRead<T>(string path, Func<string, T> read, List<string> damage)
        where T : class
    {
        try
        {
            return File.Exists(path) ? read(path) : null;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            damage.Add(exception.Message);
            return null;
        }
    }
}
