using System.Text.Json.Serialization;

namespace GanCli.Runs;

/// <summary>Which way a metric is better.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MetricDirection>))]
public enum MetricDirection
{
    [JsonStringEnumMemberName("higher")]
    Higher,

    [JsonStringEnumMemberName("lower")]
    Lower,

    /// <summary>The nearer to the perfect score the better.</summary>
    [JsonStringEnumMemberName("closer")]
    Closer,
}
