using System.Text.Json;
using System.Text.Json.Nodes;
using GanCli.Engine.Metrics;
using GanCli.Runs;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary>What <c>gan eval</c> prints.</summary>
internal static class EvalOutput
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes values beside those of samplers of known worth.</summary>
    /// <param name="title">What was measured, in a line for people.</param>
    /// <param name="about">The same for programs.</param>
    /// <param name="values">By name.</param>
    /// <param name="info">What they are.</param>
    /// <param name="asJson">For programs, in place of a table.</param>
    /// <param name="output">Where to.</param>
    public static void Write(
        string title, JsonObject about, OrderedDictionary<string, MetricValue> values, MetricsInfo info, bool asJson, Output output)
    {
        if (asJson)
        {
            output.Data.WriteLine(Json(about, values, info));
            return;
        }

        output.Say(title);
        foreach (string through in info.Metrics.Values.Select(static metric => metric.Through).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            output.Say($"by {through}");
        }

        Table(values, info, output);
    }

    private static void Table(OrderedDictionary<string, MetricValue> values, MetricsInfo info, Output output)
    {
        TextTable table = new TextTable().Add("METRIC").Add("VALUE").Add("BETTER", dropOrder: 2).Add("PERFECT", alignRight: true).Add("5-95%", dropOrder: 3)
            .Add("BLOB’S BEST", alignRight: true).Add("SAMPLES", alignRight: true, dropOrder: 1);
        List<MetricDescription> marked = [];
        foreach ((string name, MetricDescription description) in info.Metrics)
        {
            if (values[name].List is null && description.PerfectFinal is { } perfect)
            {
                if (description.IsNoBetterThanBlob(values[name].Number, final: true))
                {
                    marked.Add(description);
                }

                table.AddRow(
                    description.Label,
                    RunWords.Marked(description, values[name].Number, final: true),
                    description.BetterText,
                    description.Text(perfect.Median),
                    new TextTable.Cell($"{description.Text(perfect.Low)} to {description.Text(perfect.High)}", Style.Dim),
                    RunWords.BlobAtBest(description, final: true),
                    description.SamplesFinal is { } samples ? RunWords.Count(samples) : RunWords.Unknown);
            }
        }

        table.Write(output);
        RunWords.WriteNotes([.. BlobMark.Notes(marked, final: true), .. CeilingNote.Of(info.Metrics.Values, final: true)], output);
    }

    private static string Json(JsonObject about, OrderedDictionary<string, MetricValue> values, MetricsInfo info)
    {
        var metrics = new JsonObject();
        foreach ((string name, MetricValue value) in values)
        {
            RowValue row = value.List is { } list ? list : value.Number;
            MetricDescription description = info.Metrics[name];
            metrics[name] = new JsonObject
            {
                ["value"] = JsonSerializer.SerializeToNode(row),
                ["samples"] = description.SamplesFinal,
                ["perfect"] = JsonSerializer.SerializeToNode(description.PerfectFinal is { } p ? (RowValue)p.Median : default(RowValue?)),
                ["uninformed"] = JsonSerializer.SerializeToNode(description.UninformedFinal is { } blob ? (RowValue)blob.Median : default(RowValue?)),
                ["uninformed-at-best"] = JsonSerializer.SerializeToNode(description.BlobAtBest(final: true) is { } best ? (RowValue)best : default(RowValue?)),
                ["beats-uninformed"] = description.UninformedFinal is null ? null : !description.IsNoBetterThanBlob(value.Number, final: true),
            };
            if (description.Through is { } through)
            {
                metrics[name]!["through"] = through;
            }
        }

        about["metrics"] = metrics;
        return about.ToJsonString(Indented);
    }
}
