using System.Text.Json;
using System.Text.Json.Serialization;

namespace GanCli.Runs;

/// <summary>What the collapse watch says at a step: <c>watch</c> in <c>status.json</c>.</summary>
/// <param name="Verdict">The worst word that holds.</param>
/// <param name="Since">The step since when; null of samples that belong to no run.</param>
/// <param name="Uncovered">Share of the data that gets next to no samples.</param>
/// <param name="Evidence">What it rests on: the newest value of each signal, by its key in the metrics log without <c>watch.</c>.</param>
public sealed record WatchVerdict(WatchWord Verdict, long? Since, double Uncovered, IReadOnlyDictionary<string, double> Evidence)
{
    /// <summary>The verdict for a program.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, RunJson.Context.WatchVerdict);

    /// <summary>All words that hold, the worst first.</summary>
    public IReadOnlyList<WatchWord> All { get; init; } = [Verdict];

    /// <summary>Whether a featureless blob would be called worse; null where that is not known. What a blob is called, too, is no merit.</summary>
    public bool? BeatsUninformed { get; init; }

    /// <summary>The verdict as files have it: <c>partial-collapse</c>.</summary>
    [JsonIgnore]
    public string Word => JsonNamingPolicy.KebabCaseLower.ConvertName(Verdict.ToString());
}
