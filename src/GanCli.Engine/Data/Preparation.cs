namespace GanCli.Engine.Data;

/// <summary>How far a source is with what it does before its first sample.</summary>
/// <param name="What">For instance <c>drawing 70,000 glyphs</c>.</param>
/// <param name="Share">From 0 to 1.</param>
public readonly record struct Preparation(string What, double Share);
