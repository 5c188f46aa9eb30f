using System.Globalization;
using GanCli.Engine.Metrics;
using GanCli.Engine.Random;
using GanCli.Reporting;
using GanCli.Runs;

namespace GanCli.Commands;

/// <summary>The page that <c>gan eval --generated --page</c> writes.</summary>
internal static class EvalPage
{
    private const int Shown = 64;

    /// <summary>Writes it.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(
        string path, GivenFiles files, string title, OrderedDictionary<string, MetricValue> values, MetricsInfo info)
    {
        (float[], float[])? pictures = files.Real.Range is null ? null
            : (RealSamples.Draw(files.Generated, Shown, new RandomStream(0, StreamId.Evaluation)), RealSamples.Draw(
                files.Real, Shown, new RandomStream(0, StreamId.Evaluation, Lane: 1)));
        string[] facts =
        [
            string.Create(CultureInfo.InvariantCulture, $"{files.Count:N0} samples"),
            .. files.Notes,
            .. info.Metrics.Values.Select(static metric => metric.Through).OfType<string>().Distinct(StringComparer.Ordinal).Select(static by => $"by {by}"),
        ];
        AtomicFile.WriteText(path, SamplesPage.Write(
            title, facts, info,
            values.Where(static value => value.Value.List is null)
                .ToDictionary(static value => value.Key, static value => value.Value.Number, StringComparer.Ordinal),
            pictures, files.Real.Shape));
    }
}
