using System.Text.Json;

namespace GanCli.Runs;

/// <summary>How a point of a sweep stands.</summary>
/// <param name="Point">What it is.</param>
/// <param name="State">How its run stands; null while it waits to be begun.</param>
/// <param name="Message">What went wrong, in one line, or null.</param>
/// <param name="Run">Its run, or null while there is none.</param>
public sealed record PointStatus(PlannedRun Point, RunState? State, string? Message, RunSummary? Run)
{
    /// <summary>It ended, and not well. It is not tried again unless somebody asks for that.</summary>
    public bool HasFailed() => State is RunState.Failed or RunState.Diverged or RunState.Collapsed;

    /// <summary>Many points for a program.</summary>
    public static JsonElement ToJson(IReadOnlyList<PointStatus> points) => JsonSerializer.SerializeToElement(points, RunJson.Context.IReadOnlyListPointStatus);
}
