using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using GanCli.Engine.Data;
using GanCli.Engine.Metrics;
using GanCli.Reporting.Statistics;
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
    /// <param name="data">The real samples.</param>
    /// <param name="watch">What the collapse watch says.</param>
    /// <param name="asJson">For programs, in place of a table.</param>
    /// <param name="output">Where to.</param>
    public static void Write(
        string title, JsonObject about, OrderedDictionary<string, MetricValue> values, MetricsInfo info, DataSource data, WatchVerdict? watch,
        bool asJson, Output output)
    {
        if (asJson)
        {
            about["watch"] = watch is null ? null : JsonNode.Parse(watch.ToJson());
            output.Data.WriteLine(Json(about, values, info, data));
            return;
        }

        output.Remark(title);
        foreach (string through in info.Metrics.Values.Select(static metric => metric.Through).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            output.Remark($"by {through}");
        }

        Table(values, info, output);
        foreach (string line in Verdicts(values, info, data, watch))
        {
            output.Remark(line);
        }
    }

    /// <summary>Warns of values that mean little, and of those that are not counted.</summary>
    /// <exception cref="InvalidDataException">No value is left.</exception>
    public static void Warn(IReadOnlyList<string> doubts, OrderedDictionary<string, MetricValue> values, Output output)
    {
        foreach (string doubt in doubts)
        {
            output.Warn(doubt);
        }

        if (values.Count == 0)
        {
            throw new InvalidDataException("nothing is left to measure");
        }
    }

    /// <summary>Which modes are lost and which are narrow, each one line, and what the collapse watch says.</summary>
    public static IEnumerable<string> Verdicts(
        OrderedDictionary<string, MetricValue> values, MetricsInfo info, DataSource data, WatchVerdict? watch) =>
        Lost(values, info, data).Concat(Narrow(values, info, data)).Append(EvalWatch.Text(watch));

    // A crowd in the middle of each mode, or one picture of each class over and over, scores best in all that counts modes.
    private static IEnumerable<string> Narrow(OrderedDictionary<string, MetricValue> values, MetricsInfo info, DataSource data)
    {
        double[]? weights = data.Mixture?.Weights.ToArray() ?? ClassShare.WeightsOf(data);
        string those = data.Mixture is null ? "classes" : "modes";
        if (HeldModes.Widths(values.ToDictionary(static value => value.Key, static value => value.Value.List is { } list ? (RowValue)list : value.Value.Number,
            StringComparer.Ordinal), weights, info.HeldPart) is { } widths)
        {
            if (widths.Narrow > 0)
            {
                yield return string.Create(CultureInfo.InvariantCulture,
                    $"narrow: {widths.Narrow:N0} of the {widths.Held:N0} {those} that are held; the median has {100 * widths.Width:0.#}% of the data's width");
            }
        }
        else if (data.Classes is not null && values.TryGetValue("spread", out MetricValue spread) && spread is { Flag: null, Number: < HeldModes.Narrow })
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"narrow: the median class has {100 * spread.Number:0.#}% of the data's width");
        }
    }

    // A generator that leaves classes out is told by their names.
    private static IEnumerable<string> Lost(OrderedDictionary<string, MetricValue> values, MetricsInfo info, DataSource data)
    {
        const int Named = 10;
        if (data.Classes is null || !values.TryGetValue(HeldModes.Shares, out MetricValue shares) || shares.List is null)
        {
            yield break;
        }

        ClassShare[] lost =
            [.. ClassShare.Of(data, shares.List).Where(of => of.Weight > 0 && !HeldModes.IsHeld(of.Share, of.Weight, info.HeldPart))
                .OrderBy(static of => of.Share)];
        if (lost.Length > 1 && lost.Length == ClassShare.Of(data, shares.List).Count(static of => of.Weight > 0))
        {
            // Where nothing is valid no class is missing more than the others.
            yield return string.Create(CultureInfo.InvariantCulture,
                $"none of the {lost.Length:N0} classes is held: {100 * shares.List.Sum():0.#}% of the pictures are valid ones of any class");
        }
        else if (lost.Length > 0)
        {
            int? samples = info.Metrics[HeldModes.Shares].SamplesFinal;
            string names = string.Join(", ", lost.Take(Named).Select(of =>
            {
                // Few samples may leave open whether it is lost.
                Interval? interval = IntervalOf(of.Share, samples);
                string range = interval is { } known
                    ? string.Create(CultureInfo.InvariantCulture, $", 95%: {100 * known.Low:0.##}% to {100 * known.High:0.##}%") : "";
                string open = interval is { } wide && HeldModes.IsHeld(wide.High, of.Weight, info.HeldPart) ? "; too few samples to be sure" : "";
                return string.Create(CultureInfo.InvariantCulture, $"{of.Name} ({100 * of.Share:0.##}% in place of {100 * of.Weight:0.##}%{range}{open})");
            }));
            yield return string.Create(CultureInfo.InvariantCulture, $"lost: {names}{(lost.Length > Named ? $" and {lost.Length - Named:N0} more" : "")}");
        }
    }

    private static Interval? IntervalOf(double share, int? samples) =>
        samples is int count ? Intervals.OfProportion((int)Math.Round(share * count), count) : null;

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

    private static string Json(JsonObject about, OrderedDictionary<string, MetricValue> values, MetricsInfo info, DataSource data)
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
            if (name is HeldModes.Shares && data.Classes is { } classes)
            {
                metrics[name]!["classes"] = new JsonArray([.. classes.Select(static one => (JsonNode)one)]);
                metrics[name]!["weights"] = JsonSerializer.SerializeToNode(ClassShare.WeightsOf(data));
                metrics[name]!["intervals"] = JsonSerializer.SerializeToNode(
                    value.List!.Select(share => IntervalOf(share, description.SamplesFinal) is { } interval ? new[] { interval.Low, interval.High } : null));
            }

            if (description.Through is { } through)
            {
                metrics[name]!["through"] = through;
            }
        }

        about["metrics"] = metrics;
        return about.ToJsonString(Indented);
    }
}
