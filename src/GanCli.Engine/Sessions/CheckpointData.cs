using System.Text.Json.Serialization;
using GanCli.Engine.Data;
using GanCli.Engine.Watch;
using GanCli.Engine.Watch.Remedies;

namespace GanCli.Engine.Sessions;

/// <summary>What a checkpoint remembers of the data.</summary>
/// <param name="Dimension">Numbers in one sample.</param>
/// <param name="Columns">Their names, or null.</param>
/// <param name="Means">Means that standardization took away, or null.</param>
/// <param name="Deviations">Deviations it divided by, or null.</param>
/// <param name="ContentHash">Hash of the file the data came from, or null.</param>
/// <param name="Forms">How the numbers of the columns are written; null where that is unknown, and in files of earlier versions.</param>
/// <param name="Shape">Shape of one sample; null in files of earlier versions, where it is [Dimension].</param>
/// <param name="Range">What black and white are in pictures; null where samples are none or nobody says, and in files of earlier versions.</param>
public sealed record CheckpointData(
    int Dimension, IReadOnlyList<string>? Columns, IReadOnlyList<double>? Means, IReadOnlyList<double>? Deviations, string? ContentHash,
    IReadOnlyList<ColumnForm>? Forms = null, IReadOnlyList<long>? Shape = null,
    IReadOnlyList<double>? Range = null)
{
    /// <summary>How rows were standardized, or null when they are as given.</summary>
    [JsonIgnore]
    public Standardization? Standardization => Means is null || Deviations is null ? null : new Standardization(Means, Deviations);

    public static CheckpointData Of(DataSource data) => new(
        data.Dimension, data.Columns, data.Standardization?.Means, data.Standardization?.Deviations, data.ContentHash, data.Forms, data.Shape,
        data.Range is { } range ? [range.Black, range.White] : null);

    /// <summary>Shape of one sample, no batch axis.</summary>
    [JsonIgnore]
    public IReadOnlyList<long> SampleShape => Shape ?? [Dimension];
}

internal sealed record CheckpointBest(long Step, IReadOnlyDictionary<string, double> Values);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(CheckpointData))]
[JsonSerializable(typeof(CheckpointBest))]
[JsonSerializable(typeof(WatchHistory))]
[JsonSerializable(typeof(RescueHistory))]
[JsonSerializable(typeof(Dictionary<string, long>))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class EngineJson : JsonSerializerContext;
