namespace GanCli.Tests.Documents;

/// <summary>A part of a page and where it begins.</summary>
/// <param name="Page">The page.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Language">Of a fence: what its first line names.</param>
/// <param name="Text">What stands there.</param>
internal sealed record MarkdownText(MarkdownPage Page, int Line, string Language, string Text)
{
    /// <summary><c>README.md:12</c>.</summary>
    public string Place => FormattableString.Invariant($"{Page.Path}:{Line}");
}
