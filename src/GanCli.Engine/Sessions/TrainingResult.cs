using GanCli.Runs;

namespace GanCli.Engine.Sessions;

/// <summary>How a session ended.</summary>
/// <param name="State">completed, interrupted or diverged.</param>
/// <param name="Step">Steps taken.</param>
/// <param name="Seconds">Seconds of training over all sessions.</param>
/// <param name="Metrics">The newest value of everything that was logged in this session.</param>
/// <param name="Message">What went wrong, or null.</param>
public sealed record TrainingResult(RunState State, long Step, double Seconds, IReadOnlyDictionary<string, RowValue> Metrics, string? Message);
