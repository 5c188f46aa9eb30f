using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using GanCli.Tests.Support;

namespace GanCli.Tests.Documents;

/// <summary>A page of the repository, cut into what the tests ask for.</summary>
internal sealed partial class MarkdownPage
{
    private MarkdownPage(string path, string[] lines)
    {
        Path = path;
        var prose = new List<MarkdownText>();
        var fences = new List<MarkdownText>();
        MarkdownText? open = null;
        foreach ((string line, int i) in lines.Select(static (line, i) => (line, i)))
        {
            bool marks = line.TrimStart().StartsWith("```", StringComparison.Ordinal);
            if (open is null && !marks)
            {
                prose.Add(new MarkdownText(this, i + 1, "", line));
            }
            else if (open is null)
            {
                open = new MarkdownText(this, i + 2, line.Trim()[3..], "");
            }
            else if (!marks)
            {
                open = open with { Text = open.Text + line + "\n" };
            }
            else
            {
                fences.Add(open);
                open = null;
            }
        }

        Assert.True(open is null, $"{path}: a fence has no end");
        Prose = prose;
        Fences = fences;
    }

    /// <summary>From the root, with '/'.</summary>
    public string Path { get; }

    /// <summary>The lines outside of fences.</summary>
    public IReadOnlyList<MarkdownText> Prose { get; }

    /// <summary>What stands between two lines of backticks.</summary>
    public IReadOnlyList<MarkdownText> Fences { get; }

    /// <summary>What stands in backticks within a line.</summary>
    public IEnumerable<MarkdownText> Spans =>
        from line in Prose
        from Match span in Span().Matches(line.Text)
        select line with { Text = span.Groups["text"].Value };

    /// <summary>Where links and pictures point to.</summary>
    public IEnumerable<MarkdownText> Targets =>
        from line in Prose
        let bare = Span().Replace(line.Text, static span => new string('x', span.Length))
        from Match link in Link().Matches(bare)
        select line with { Text = link.Groups["target"].Value };

    /// <summary>Names of the headings, as links call them: small letters, without punctuation, hyphens for spaces.</summary>
    public IEnumerable<string> Anchors =>
        from line in Prose
        where line.Text.StartsWith('#')
        select Anchor(line.Text.TrimStart('#').Trim());

    /// <summary>All pages of the working copy.</summary>
    public static async Task<MarkdownPage[]> All() =>
    [
        .. (await WorkingCopy.Files()).Where(static file => file.EndsWith(".md", StringComparison.Ordinal)).Select(Read),
    ];

    /// <summary>One page, by its path from the root.</summary>
    public static MarkdownPage Read(string path) => new(path, File.ReadAllLines(Repository.PathOf(path.Split('/'))));

    /// <summary>A page that is nowhere else.</summary>
    public static MarkdownPage Of(string path, string text) => new(path, text.Split('\n'));

    private static string Anchor(string heading)
    {
        var anchor = new StringBuilder();
        foreach (char c in heading.ToLower(CultureInfo.InvariantCulture))
        {
            if (char.IsLetterOrDigit(c) || c is '-' or '_')
            {
                anchor.Append(c);
            }
            else if (c == ' ')
            {
                anchor.Append('-');
            }
        }

        return anchor.ToString();
    }

    [GeneratedRegex("`(?<text>[^`]+)`", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Span();

    [GeneratedRegex(
        @"(\]\(|src="")(?<target>[^)""\s]+)[)""]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Link();
}
