using System.Text.Json;
using System.Text.Json.Nodes;
using GanCli.Commands;
using GanCli.Runs;

namespace GanCli.Sweeps;

/// <summary>A sweep in words, and for programs.</summary>
internal static class SweepText
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary><c>4 settings × 10 seeds = 40 runs</c>, or just the number of runs.</summary>
    public static string Size(IReadOnlyCollection<PointStatus> points)
    {
        int settings = points.Select(static point => point.Point.Label).Distinct(StringComparer.Ordinal).Count();
        int seeds = points.Select(static point => point.Point.Seed).Distinct(StringComparer.Ordinal).Count();
        string runs = Runs(points.Count);
        return settings > 1 && seeds > 1 && settings * seeds == points.Count ? $"{RunWords.Count(settings)} settings × {RunWords.Count(seeds)} seeds = {runs}"
            : runs;
    }

    /// <summary><c>1 run</c>, <c>1,200 runs</c>.</summary>
    public static string Runs(int count) => count == 1 ? "1 run" : $"{RunWords.Count(count)} runs";

    /// <summary><c>38 completed, 1 diverged, 1 failed</c>.</summary>
    public static string Counts(IEnumerable<PointStatus> points) =>
        string.Join(", ", points.GroupBy(static point => point.State)
            .OrderBy(static group => group.Key is RunState.Completed ? -1 : group.Key is { } state ? (int)state : int.MaxValue)
            .Select(static group => $"{RunWords.Count(group.Count())} {(group.Key is null ? "not begun" : RunWords.State(group.Key).Text)}"));

    /// <summary>How a point ended: <c>failed: no space left on device</c>. What diverged says so itself, and at which step.</summary>
    /// <param name="state">The state's word.</param>
    /// <param name="painted">The same in its colour.</param>
    /// <param name="message">Why, or null.</param>
    public static string Ending(string state, string painted, string? message) =>
        message is null ? painted
        : message.StartsWith(state + " ", StringComparison.Ordinal) ? painted + message[state.Length..]
        : $"{painted}: {message}";

    /// <summary>All points as one JSON object.</summary>
    /// <param name="sweep">The sweep's folder.</param>
    /// <param name="standing">How its points stand; null for what the folder says.</param>
    public static string Json(SweepFolder sweep, Func<SweepPlan, PointStatus[]>? standing = null)
    {
        SweepPlan plan = sweep.Plan();
        PointStatus[] points = standing?.Invoke(plan) ?? [.. plan.Points.Select(sweep.Status)];
        return new JsonObject
        {
            ["name"] = plan.Name,
            ["sweep"] = plan.Id,
            ["folder"] = Path.GetFullPath(sweep.Path),
            ["runs"] = points.Length,
            ["completed"] = points.Count(static point => point.State == RunState.Completed),
            ["failed"] = points.Count(static point => point.HasFailed()),
            ["points"] = JsonNode.Parse(PointStatus.ToJson(points).GetRawText()),
        }.ToJsonString(Indented);
    }
}
