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

        page.Write("""
            <section>
            <h2>Metrics</h2>
            <div class="card"><table class="cards">
            <thead><tr><th>metric</th><th class="number">value</th><th class="number">better</th><th class="number">perfect sampler</th>
            <th class="number">5–95%</th><th class="number">featureless blob</th><th class="number">samples</th><th>definition</th></tr></thead>
            <tbody>

            """);
        List<MetricDescription> marked = [];
        foreach ((string name, MetricDescription metric) in metrics.Metrics)
        {
            if (!values.TryGetValue(name, out double value))
            {
                continue;
            }

            bool isMarked = metric.IsNoBetterThanBlob(value, final: true);
            if (isMarked)
            {
                marked.Add(metric);
            }

            string perfect = metric.PerfectFinal is { } score ? metric.Text(score.Median) : "";
            string band = metric.PerfectFinal is { } range ? $"{metric.Text(range.Low)} to {metric.Text(range.High)}" : "";
            string blob = metric.UninformedFinal is { } floor ? metric.Text(floor.Median) : "";
            string samples = metric.SamplesFinal is { } count ? count.ToString("N0", CultureInfo.InvariantCulture) : "";
            page.Write(
                $"<tr><td class=\"name\">{PageFrame.Escape(metric.Label)}</td>{Cell("value", metric.Text(value) + (isMarked ? BlobMark.Mark : ""))}"
                    + $"{Cell("better", metric.BetterText)}{Cell("perfect sampler", perfect)}{Cell("5–95%", band)}{Cell("featureless blob", blob)}"
                    + $"{Cell("samples", samples)}<td class=\"note\">{PageFrame.Escape(metric.Help ?? "")}</td></tr>\n");
        }

        page.Write("</tbody></table></div>\n");
        foreach (string note in BlobMark.Notes(marked, final: true).Concat(CeilingNote.Of(metrics.Metrics.Values, final: true)))
        {
            page.Write($"<p class=\"note\">{PageFrame.Escape(note)}.</p>\n");
        }

        page.Write("</section>\n</main>\n<footer>Written by gan eval.</footer>\n</body>\n</html>\n");
        return page.ToString();
    }

    private static string Cell(string heading, string text) => $"<td class=\"number\" data-label=\"{heading}\">{PageFrame.Escape(text)}</td>";

    private static void Grid(StringWriter page, string caption, float[] rows, IReadOnlyList<long> shape)
    {
        int size = checked((int)shape.Aggregate(1L, static (product, axis) => product * axis));
        byte[] png = PictureGrid.Png(new SampleSet(size, rows), shape, new PictureGrid.Brightness(-1, 1), Across);
        page.Write(
            $"<figure><img style=\"image-rendering: pixelated\" alt=\"{caption} pictures\" src=\"data:image/png;base64,{Convert.ToBase64String(png)}\">"
                + $"<figcaption>{caption}</figcaption></figure>\n");
    }
}
