namespace GanCli.Runs;

/// <summary>A session that went on with a run.</summary>
/// <param name="Started">UTC.</param>
/// <param name="FromStep">The checkpoint's step.</param>
/// <param name="Arguments">The command line.</param>
public sealed record RunSession(DateTimeOffset Started, long FromStep, IReadOnlyList<string> Arguments);
