using System.Text.Json.Serialization;

namespace GanCli.Runs;

/// <summary>How a person reads a metric.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MetricDisplay>))]
public enum MetricDisplay
{
    [JsonStringEnumMemberName("number")]
    Number,

    [JsonStringEnumMemberName("count")]
    Count,

    [JsonStringEnumMemberName("percent")]
    Percent,

    /// <summary>A list of numbers, one for each mode.</summary>
    [JsonStringEnumMemberName("per-mode")]
    PerMode,
}
