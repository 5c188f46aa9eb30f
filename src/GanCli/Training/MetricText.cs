using GanCli.Runs;

namespace GanCli.Training;

/// <summary>Metrics in the words and digits of a person.</summary>
internal static class MetricText
{
    private static readonly string[] ModeMetrics = ["modes", "hq", "reverse-kl"];

    // How far off, how good, how varied: recall would say 100% of a blob.
    private static readonly string[] PlainMetrics = ["sliced-wasserstein", "precision", "coverage"];

    private static readonly Dictionary<string, (string Short, string Long)> Names = new(StringComparer.Ordinal)
    {
        ["modes"] = ("modes", "modes"),
        ["hq"] = ("HQ", "HQ"),
        ["reverse-kl"] = ("KL", "reverse KL"),
        ["sliced-wasserstein"] = ("SWD", "sliced Wasserstein"),
        ["mmd"] = ("MMD²", "MMD²"),
    };

    /// <summary>The few metrics that one line has room for: the modes where there are any, else the first ones.</summary>
    public static IReadOnlyList<string> Headline(MetricsInfo info) => info.Metrics.ContainsKey(ModeMetrics[0])
        ? [.. ModeMetrics.Where(info.Metrics.ContainsKey)]
        : Array.TrueForAll(PlainMetrics, info.Metrics.ContainsKey) ? PlainMetrics
        : [.. info.Metrics.Where(static m => m.Value.Format != MetricDisplay.PerMode).Take(3).Select(static m => m.Key)];

    /// <summary>A word or two for a line of progress.</summary>
    public static string ShortName(string name) => Names.TryGetValue(name, out var names) ? names.Short : name;

    /// <summary>Words for a summary.</summary>
    public static string LongName(string name) => Names.TryGetValue(name, out var names) ? names.Long : name;
}
