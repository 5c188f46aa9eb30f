using System.Globalization;
using GanCli.Engine.Metrics;
using GanCli.Engine.Random;
using GanCli.Reporting;
using GanCli.Runs;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary>The page that <c>gan eval --generated --page</c> writes.</summary>
internal static class EvalPage
{
    private const int Shown = 64;

    /// <summary>Finds fault with the place before anything is measured.</summary>
    /// <exception cref="UsageException">Nothing can be written there.</exception>
    public static void Check(string path)
    {
        if (Directory.Exists(path))
        {
            throw new UsageException($"--page: {path}: is a folder; name a file, for instance {Path.Combine(path, "eval.html")}");
        }

        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
        {
            throw new UsageException($"--page: {path}: there is no such folder to write to");
        }
    }

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
            string.Create(CultureInfo.InvariantCulture,
                $"{files.Count:N0} samples · gan {ProgramVersion.Number} · {TimeProvider.System.GetUtcNow():yyyy-MM-dd}"),
            .. EvalOutput.Verdicts(values, info, files.Real, files.Watch),
            .. files.Notes,
            .. files.Doubts,
            .. info.Metrics.Values.Select(static metric => metric.Through).OfType<string>().Distinct(StringComparer.Ordinal).Select(static by => $"by {by}"),
        ];
        AtomicFile.WriteText(path, SamplesPage.Write(
            title, facts, info,
            values.Where(static value => value.Value.List is null)
                .ToDictionary(static value => value.Key, static value => value.Value.Number, StringComparer.Ordinal),
            pictures, files.Real.Shape));
    }
}
