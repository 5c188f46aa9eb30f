using System.Text.Json.Serialization;

namespace GanCli.Runs;

/// <summary>How a run stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunState>))]
public enum RunState
{
    [JsonStringEnumMemberName("running")]
    Running,

    [JsonStringEnumMemberName("completed")]
    Completed,

    /// <summary>Stopped by a signal, with a checkpoint.</summary>
    [JsonStringEnumMemberName("interrupted")]
    Interrupted,

    /// <summary>Stopped by an error.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>A loss or a weight was no longer finite.</summary>
    [JsonStringEnumMemberName("diverged")]
    Diverged,

    /// <summary>Ended by the collapse watch: part of the data is left out for good.</summary>
    [JsonStringEnumMemberName("collapsed")]
    Collapsed,

    /// <summary>Its process is gone without a word. Never written: a reader finds it out.</summary>
    [JsonStringEnumMemberName("crashed")]
    Crashed,
}
