using GanCli.Engine.Metrics;
using GanCli.Runs;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary>What the values of metrics mean, one definition each.</summary>
internal static class MetricWords
{
    private const string Indent = "  ";

    /// <summary>The values of some kinds of metrics, from the catalog; nothing for another family.</summary>
    public static void Write(IReadOnlyCollection<string> kinds, string family, Output output)
    {
        (string Kind, IReadOnlyList<MetricInfo> Values)[] metrics = string.Equals(family, "metrics", StringComparison.Ordinal)
            ? [.. Evaluator.Glossary().Where(metric => kinds.Contains(metric.Kind, StringComparer.Ordinal))] : [];
        foreach ((string kind, IReadOnlyList<MetricInfo> values) in metrics)
        {
            output.Data.WriteLine();
            output.Data.WriteLine($"{Indent}values of {output.PaintData(kind, Style.Accent)}");
            foreach (MetricInfo info in values)
            {
                Entry(info.Name, info.Label, BetterText(info), info.Help, output);
            }
        }

        if (metrics.Any(metric => metric.Values.Any(info => string.Equals(info.Name, HeldModes.Key, StringComparison.Ordinal))))
        {
            Entry("hopping", "Hopping, in comparisons", "lower", HeldModes.HoppingHelp, output);
        }
    }

    /// <summary>The definitions that a run's metrics had.</summary>
    public static void Write(MetricsInfo info, Output output)
    {
        output.Data.WriteLine();
        foreach ((string name, MetricDescription metric) in info.Metrics)
        {
            Entry(name, metric.Label, metric.BetterText, metric.Help, output);
        }
    }

    private static string BetterText(MetricInfo info) =>
        new MetricDescription(info.Label, Evaluator.Direction(info.Better), MetricDisplay.Number) { Target = info.Target }.BetterText;

    private static void Entry(string name, string label, string better, string? help, Output output)
    {
        foreach (string line in WordWrap.Hanging($"{Indent}{output.PaintData(name, Style.Strong)}  {label}, better {better}", output.DataTraits.Width))
        {
            output.Data.WriteLine(line);
        }

        foreach (string line in help is null ? [] : WordWrap.Lines(help, output.DataTraits.Width - (2 * Indent.Length)))
        {
            output.Data.WriteLine(Indent + Indent + line);
        }
    }
}
