using System.Text.Json;
using System.Text.Json.Nodes;
using GanCli.Commands;
using GanCli.Reporting.Comparison;
using GanCli.Runs;
using GanCli.Runs.Records;
using GanCli.Terminal;

namespace GanCli.Sweeps;

/// <summary>What a record holds of sweeps, run by run: <c>gan sweep status --record FILE</c>. What is not recorded yet only the sweep file tells.</summary>
internal static class RecordStatus
{
    private const int MetricsOfARun = 3;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes it.</summary>
    /// <param name="path">The record.</param>
    /// <param name="sweep">The sweep that is meant; null for all.</param>
    /// <param name="json">As one JSON object instead of tables.</param>
    /// <param name="output">The terminal.</param>
    /// <exception cref="RunNotFoundException">The record holds no run of that sweep.</exception>
    /// <exception cref="InvalidDataException">The file is no record, or damaged.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static void Write(string path, string? sweep, bool json, Output output)
    {
        RecordFile record = RecordFile.Read(path);
        RecordedRun[] runs = [.. record.Runs.Where(run => sweep is null || string.Equals(run.Point.Sweep, sweep, StringComparison.Ordinal))];
        if (runs.Length == 0 && sweep is not null)
        {
            string known = string.Join(", ", record.Runs.Select(static run => run.Point.Sweep).Distinct(StringComparer.Ordinal));
            throw new RunNotFoundException($"no run of a sweep '{sweep}' in {path}{(known.Length > 0 ? $"; it holds {known}" : "")}");
        }

        if (record.IsTorn)
        {
            output.Warn(RecordedRuns.TornNote(path));
        }

        if (json)
        {
            output.Data.WriteLine(Json(path, runs));
            return;
        }

        string before = "";
        foreach (IGrouping<string, RecordedRun> one in runs.GroupBy(static run => run.Point.Sweep, StringComparer.Ordinal))
        {
            output.Data.Write(before);
            string counts =
                string.Join(", ", one.CountBy(static run => run.State).OrderBy(static state => state.Key)
                    .Select(static state => $"{RunWords.Count(state.Value)} {RunWords.State(state.Key).Text}"));
            output.Data.WriteLine($"  {output.PaintData(one.Key, Style.Strong)} · {SweepText.Runs(one.Count())} recorded · {counts}");
            output.Data.WriteLine($"  {Paths.Shown(Path.GetFullPath(path))}");
            output.Data.WriteLine();
            Table([.. one]).Write(output);
            before = "\n";
        }

        if (runs.Length == 0)
        {
            output.Data.WriteLine($"  {Paths.Shown(Path.GetFullPath(path))} holds no run yet");
        }
    }

    private static TextTable Table(RecordedRun[] runs)
    {
        string[] metrics = [.. runs.SelectMany(static run => run.Metrics.Metrics)
            .Where(static metric => metric.Value.Format != MetricDisplay.PerMode).Select(static metric => metric.Key).Distinct(StringComparer.Ordinal)
            .Take(MetricsOfARun)];
        var table = new TextTable().Add("SETTINGS").Add("SEED", alignRight: true).Add("RUN", dropOrder: 1).Add("STATUS")
            .Add("STEP", alignRight: true, dropOrder: 2);
        for (int metric = 0; metric < metrics.Length; metric++)
        {
            table.Add(metrics[metric].Replace('-', ' ').ToUpperInvariant(), alignRight: true, dropOrder: metric + 3);
        }

        foreach (RecordedRun run in runs)
        {
            table.AddRow(
            [
                run.Point.Label,
                run.Seed,
                Id(run),
                RunWords.State(run.State),
                RunWords.Count(run.Step),
                .. metrics.Select(key => new TextTable.Cell(
                    run.Values.TryGetValue(key, out RowValue value) && value.IsNumber ? RunWords.Marked(run.Metrics.Metrics[key], value.Number, run.IsAtEnd)
                        : RunWords.Unknown)),
            ]);
        }

        return table;
    }

    private static string Json(string path, RecordedRun[] runs) => new JsonObject
    {
        ["record"] = Path.GetFullPath(path),
        ["runs"] = runs.Length,
        ["completed"] = runs.Count(static run => run.State == RunState.Completed),
        ["points"] = new JsonArray([.. runs.Select(static run => (JsonNode)new JsonObject
        {
            ["sweep"] = run.Point.Sweep,
            ["label"] = run.Point.Label,
            ["seed"] = JsonNode.Parse(run.Seed),
            ["run"] = Id(run),
            ["state"] = RunWords.State(run.State).Text,
            ["step"] = run.Step,
            ["seconds"] = run.Seconds,
            ["metrics"] = new JsonObject(run.Values.Where(static value => value.Value.IsNumber)
                .Select(static value => KeyValuePair.Create(value.Key, JsonSerializer.SerializeToNode(value.Value)))),
        })]),
    }.ToJsonString(Indented);

    private static string Id(RecordedRun run) => RunFolder.Named(run.Point.Sweep, run.Folder).Id;
}
