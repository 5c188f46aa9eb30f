using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace GanCli.Runs;

/// <summary>The small JSON files of a run folder. The serializers are generated at build time: reflection would cost a start 50 ms.</summary>
[JsonSerializable(typeof(RunStatus))]
[JsonSerializable(typeof(RunManifest))]
[JsonSerializable(typeof(RunSummary))]
[JsonSerializable(typeof(IReadOnlyList<RunSummary>))]
[JsonSerializable(typeof(DataInfo))]
[JsonSerializable(typeof(NearestPictures))]
[JsonSerializable(typeof(SweepPlan))]
[JsonSerializable(typeof(PointRecord))]
[JsonSerializable(typeof(IReadOnlyList<PointStatus>))]
[JsonSerializable(typeof(OrderedDictionary<string, MetricDescription>))]
[JsonSerializable(typeof(RowValue))]
[JsonSerializable(typeof(WatchVerdict))]
internal sealed partial class RunJson : JsonSerializerContext
{
    public static RunJson Context { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.KebabCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        NewLine = "\n",
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    });

    /// <summary>Reads a file that another process may be replacing.</summary>
    /// <exception cref="InvalidDataException">One line that begins with the path.</exception>
    public static T Read<T>(string path, JsonTypeInfo<T> type)
    {
        using var stream = RegularFile.OpenRead(path);
        try
        {
            var read = JsonSerializer.Deserialize(stream, type) ?? throw new InvalidDataException($"{path}: holds nothing");
            return read is IChecked document && document.Fault() is { } fault ? throw new InvalidDataException($"{path}: damaged: {fault}") : read;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException or NotSupportedException)
        {
            throw new InvalidDataException($"{path}: not readable: {exception.Message}", exception);
        }
    }

    public static void Write<T>(string path, T value, JsonTypeInfo<T> type) =>
        AtomicFile.Write(path, stream =>
        {
            JsonSerializer.Serialize(stream, value, type);
            stream.Write("\n"u8);
        });
}
