using System.Collections.ObjectModel;

namespace GanCli.Runs;

/// <summary>What the metrics of a run are: <c>metrics.json</c>.</summary>
/// <param name="Metrics">By key in the metrics log, in the order in which they are shown.</param>
public sealed record MetricsInfo(IReadOnlyDictionary<string, MetricDescription> Metrics)
{
    /// <summary>Of a run without metrics.</summary>
    public static MetricsInfo Empty { get; } = new(ReadOnlyDictionary<string, MetricDescription>.Empty);

    /// <summary>The part of its weight from which on a mode is held in this run; the default one in runs from before it was written.</summary>
    public double HeldPart => Metrics.TryGetValue(HeldModes.Key, out MetricDescription? modes) && modes.Held is { } part ? part : HeldModes.Part;

    /// <summary>These and others behind them.</summary>
    public MetricsInfo With(MetricsInfo others) =>
        new(new OrderedDictionary<string, MetricDescription>(Metrics.Concat(others.Metrics), StringComparer.Ordinal));

    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidDataException">The file is something else.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static MetricsInfo Read(string path) => new(RunJson.Read(path, RunJson.Context.OrderedDictionaryStringMetricDescription));

    /// <summary>Replaces the file in one go.</summary>
    public void Write(string path) =>
        RunJson.Write(
            path,
            new OrderedDictionary<string, MetricDescription>(Metrics, StringComparer.Ordinal),
            RunJson.Context.OrderedDictionaryStringMetricDescription);
}
