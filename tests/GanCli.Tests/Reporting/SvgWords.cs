using System.Net;
using System.Text.RegularExpressions;

namespace GanCli.Tests.Reporting;

/// <summary>Reads the words of a vector picture.</summary>
internal static partial class SvgWords
{
    public static IReadOnlyList<string> Of(string svg) => [.. Texts().Matches(svg).Select(match => WebUtility.HtmlDecode(match.Groups["words"].Value))];

    [GeneratedRegex(@"<text[^>]*>\s*(?<words>[^<]*?)\s*</text>", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Texts();
}
