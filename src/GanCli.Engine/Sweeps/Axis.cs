namespace GanCli.Engine.Sweeps;

/// <summary>One thing that a sweep varies.</summary>
/// <param name="Name">What tables call it; null where its place among the axes says as much.</param>
/// <param name="Choices">Its points.</param>
internal sealed record Axis(string? Name, IReadOnlyList<Choice> Choices);
