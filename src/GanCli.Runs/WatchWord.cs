using System.Text.Json.Serialization;

namespace GanCli.Runs;

/// <summary>What the collapse watch says of a run, from the mildest to the worst: of several that hold the worst leads.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WatchWord>))]
public enum WatchWord
{
    /// <summary>The data are covered.</summary>
    [JsonStringEnumMemberName("healthy")]
    Healthy,

    /// <summary>Part of the data is not covered yet, and the run is young or improves.</summary>
    [JsonStringEnumMemberName("learning")]
    Learning,

    /// <summary>At the end of a run: covered at one of the last two looks and not at the other.</summary>
    [JsonStringEnumMemberName("changing")]
    Changing,

    /// <summary>The data are covered, by samples closer together than real ones.</summary>
    [JsonStringEnumMemberName("narrow")]
    Narrow,

    /// <summary>Most samples lie off the data.</summary>
    [JsonStringEnumMemberName("poor-samples")]
    PoorSamples,

    /// <summary>Most samples go to other parts of the data from look to look.</summary>
    [JsonStringEnumMemberName("mode-hopping")]
    ModeHopping,

    /// <summary>Part of the data gets next to no samples, and that does not pass.</summary>
    [JsonStringEnumMemberName("partial-collapse")]
    PartialCollapse,

    /// <summary>Most of the data get next to no samples, and that does not pass.</summary>
    [JsonStringEnumMemberName("collapsed")]
    Collapsed,

    /// <summary>Samples are no numbers, or far beyond the data.</summary>
    [JsonStringEnumMemberName("diverging")]
    Diverging,
}
