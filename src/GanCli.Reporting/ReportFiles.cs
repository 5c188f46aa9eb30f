namespace GanCli.Reporting;

/// <summary>What a report wrote.</summary>
/// <param name="Html">The page.</param>
/// <param name="Markdown">The same as Markdown.</param>
/// <param name="Pictures">Its pictures, by name.</param>
public sealed record ReportFiles(string Html, string Markdown, IReadOnlyList<string> Pictures);
