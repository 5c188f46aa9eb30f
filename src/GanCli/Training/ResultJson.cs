using System.Text.Json;
using System.Text.Json.Nodes;
using GanCli.Engine.Sessions;
using GanCli.Runs;

namespace GanCli.Training;

/// <summary>The result of a session as one JSON object, for scripts.</summary>
internal static class ResultJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Numbers that JSON cannot hold are the strings <c>"NaN"</c>, <c>"Infinity"</c> and <c>"-Infinity"</c>.</summary>
    public static string Of(TrainingRun run, TrainingResult result)
    {
        var metrics = new JsonObject();
        foreach ((string name, MetricDescription description) in run.Metrics.Metrics)
        {
            if (result.Metrics.TryGetValue(name, out RowValue value))
            {
                var entry = new JsonObject { ["value"] = Node(value) };
                if (description.Total is { } total)
                {
                    entry["total"] = total;
                }

                // A session that was stopped has only the values of the way, measured with fewer samples.
                bool final = result.State == RunState.Completed;
                if (description.Ceiling(final) is { } perfect)
                {
                    entry["perfect"] = Node(perfect.Median);
                }

                if (description.Floor(final) is { } blob)
                {
                    entry["uninformed"] = Node(blob.Median);
                    entry["uninformed-at-best"] = description.BlobAtBest(final) is { } best ? Node(best) : null;
                    entry["beats-uninformed"] = !description.IsNoBetterThanBlob(value.Number, final);
                }

                metrics[name] = entry;
            }
        }

        return new JsonObject
        {
            ["run"] = run.Folder.Id,
            ["folder"] = Path.GetFullPath(run.Folder.Path),
            ["name"] = run.Config.Name,
            ["state"] = JsonSerializer.SerializeToNode(result.State),
            ["step"] = result.Step,
            ["steps"] = run.Config.Training.Steps,
            ["seconds"] = result.Seconds,
            ["device"] = run.Device,
            ["threads"] = run.Threads,
            ["message"] = result.Message,
            ["metrics"] = metrics,
            ["watch"] = run.Progress.Verdict is { } verdict ? JsonNode.Parse(verdict.ToJson()) : null,
        }.ToJsonString(Indented);
    }

    private static JsonNode? Node(RowValue value) => JsonSerializer.SerializeToNode(value);
}
