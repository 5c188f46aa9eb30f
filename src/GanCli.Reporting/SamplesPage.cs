using System.Globalization;
using GanCli.Reporting.Charts;
using GanCli.Reporting.Page;
using GanCli.Reporting.Reading;
using GanCli.Runs;

namespace GanCli.Reporting;

/// <summary>A page on samples that no run made: their metrics beside those of samplers of known worth and, where they are pictures, some of
/// both.</summary>
public static class SamplesPage
{
    private const int Across = 8;

    /// <summary>Writes it.</summary>
    /// <param name="title">What was measured against what.</param>
    /// <param name="facts">How, a line each.</param>
    /// <param name="metrics">What the values are.</param>
    /// <param name="values">By name; values that are lists are left out.</param>
    /// <param name="pictures">Some generated and some real pictures, [n × …shape] with −1 black and 1 white; null where samples are none.</param>
    /// <param name="shape">Of one sample.</param>
    public static string Write(
        string title, IReadOnlyList<string> facts, MetricsInfo metrics, IReadOnlyDictionary<string, double> values,
        (float[] Generated, float[] Real)? pictures, IReadOnlyList<long> shape)
    {
        using StringWriter page = new(CultureInfo.InvariantCulture);
        PageFrame.Begin(page, title);
        page.Write($"<header>\n<h1>{PageFrame.Escape(title)}</h1>\n");
        foreach (string fact in facts)
        {
            page.Write($"<p class=\"meta\">{PageFrame.Escape(fact)}</p>\n");
        }

        page.Write("</header>\n<main>\n");
        if (pictures is var (generated, real) && PictureGrid.Shows(shape))
        {
            page.Write("<section>\n<h2>Pictures</h2>\n<div class=\"grid\">\n");
            Grid(page, "Generated", generated, shape);
            Grid(page, "Real", real, shape);
            page.Write("</div>\n</section>\n");
        }

        KeyValuePair<string, MetricDescription>[] shown = [.. metrics.Metrics.Where(metric => values.ContainsKey(metric.Key))];
        MetricDescription[] marked =
            [.. shown.Where(metric => metric.Value.IsNoBetterThanBlob(values[metric.Key], final: true)).Select(static metric => metric.Value)];
        page.Write("<section>\n<h2>Metrics</h2>\n");
        MetricTable.Write(page, shown.Select(metric => Line(metric.Value, values[metric.Key])));
        page.Write("\n");
        foreach (string note in BlobMark.Notes(marked, final: true).Concat(CeilingNote.Of(metrics.Metrics.Values, final: true)))
        {
            page.Write($"<p class=\"note\">{PageFrame.Escape(note)}.</p>\n");
        }

        page.Write("</section>\n</main>\n<footer>Written by gan eval.</footer>\n</body>\n</html>\n");
        return page.ToString();
    }

    private static MetricLine Line(MetricDescription metric, double value) => new(
        metric.Label,
        metric.Text(value) + (metric.IsNoBetterThanBlob(value, final: true) ? BlobMark.Mark : ""),
        metric.BetterText,
        metric.PerfectFinal is { } perfect ? metric.Text(perfect.Median) : "",
        metric.PerfectFinal is { } range ? $"{metric.Text(range.Low)} to {metric.Text(range.High)}" : "",
        metric.UninformedFinal is { } blob ? Blob(metric, blob) : "",
        metric.SamplesFinal is { } samples ? samples.ToString("N0", CultureInfo.InvariantCulture) : "",
        metric.Help ?? "");

    // By its best a value is marked.
    private static string Blob(MetricDescription metric, UninformedScore blob) =>
        metric.BlobAtBest(final: true) is { } best && metric.Text(best) is var text && !string.Equals(text, metric.Text(blob.Median), StringComparison.Ordinal)
            ? $"{metric.Text(blob.Median)}, at best {text}" : metric.Text(blob.Median);

    private static void Grid(StringWriter page, string caption, float[] rows, IReadOnlyList<long> shape)
    {
        int size = checked((int)shape.Aggregate(1L, static (product, axis) => product * axis));
        byte[] png = PictureGrid.Png(new SampleSet(size, rows), shape, new PictureGrid.Brightness(-1, 1), Across);
        page.Write(
            $"<figure><img style=\"image-rendering: pixelated\" alt=\"{caption} pictures\" src=\"data:image/png;base64,{Convert.ToBase64String(png)}\">"
                + $"<figcaption>{caption}</figcaption></figure>\n");
    }
}
