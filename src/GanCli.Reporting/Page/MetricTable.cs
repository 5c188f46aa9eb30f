namespace GanCli.Reporting.Page;

/// <summary>A metric's value beside those of samplers of known worth, in words; empty where nothing is known.</summary>
internal sealed record MetricLine(
    string Label, string Value, string Better, string Perfect, string Band, string Blob, string Samples, string Definition);

/// <summary>A table of metrics; on a narrow screen each becomes a card.</summary>
internal static class MetricTable
{
    /// <summary>Writes it.</summary>
    public static void Write(StringWriter page, IEnumerable<MetricLine> lines)
    {
        page.Write("""
            <div class="card"><table class="cards">
            <thead><tr><th>metric</th><th class="number">value</th><th class="number">better</th><th class="number">perfect sampler</th><th
            class="number">5–95%</th><th class="number">featureless blob</th><th class="number">samples</th><th>definition</th></tr></thead>
            <tbody>

            """);
        foreach (MetricLine line in lines)
        {
            page.Write(
                $"<tr><td class=\"name\">{PageFrame.Escape(line.Label)}</td>{Cell("value", line.Value)}{Cell("better", line.Better)}"
                    + $"{Cell("perfect sampler", line.Perfect)}{Cell("5–95%", line.Band)}{Cell("featureless blob", line.Blob)}{Cell("samples", line.Samples)}"
                    + $"<td class=\"note\">{PageFrame.Escape(line.Definition)}</td></tr>\n");
        }

        page.Write("</tbody></table></div>");
    }

    /// <summary>A number, beside which its heading stands on a narrow screen.</summary>
    private static string Cell(string heading, string text) => $"<td class=\"number\" data-label=\"{heading}\">{PageFrame.Escape(text)}</td>";
}
