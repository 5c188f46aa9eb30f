using System.Net;
using System.Text.RegularExpressions;

namespace GanCli.Reporting.Drawing;

/// <summary>Turns what Skia writes as SVG into what a file or a page wants.</summary>
internal static partial class SvgText
{
    private const string Fallback = "Inter, 'Helvetica Neue', Arial, sans-serif";

    /// <summary>A file of its own: white paper, fonts to fall back on.</summary>
    public static string ForFile(string drawn, Picture picture)
    {
        string text = Tidy(drawn, picture);
        int inside = text.IndexOf('>', text.IndexOf("<svg", StringComparison.Ordinal)) + 1;
        return text.Insert(inside, $"\n<title>{WebUtility.HtmlEncode(picture.Title)}</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#FFFFFF\"/>");
    }

    /// <summary>An element of a page: every colour of the theme becomes the page's variable, and names are made unique within the page.</summary>
    /// <param name="drawn">What Skia wrote.</param>
    /// <param name="picture">What is drawn.</param>
    /// <param name="kind">A class for the page's style.</param>
    public static string ForPage(string drawn, Picture picture, string kind = "whole")
    {
        string text = Tidy(drawn, picture);
        text = text[text.IndexOf("<svg", StringComparison.Ordinal)..];
        foreach (Tint tint in Theme.All)
        {
            text = text.Replace($"\"{tint.Light}\"", $"\"var({tint.Variable})\"", StringComparison.OrdinalIgnoreCase);
        }

        string head =
            $"<svg class=\"{kind}\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(picture.Title)}\" viewBox=\"0 0 {Numbers.Exact(picture.Width)} "
                + $"{Numbers.Exact(picture.Height)}\"";
        return head + text["<svg".Length..]
            .Replace(" xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"", "", StringComparison.Ordinal)
            .Replace("xlink:href", "href", StringComparison.Ordinal);
    }

    private static string Tidy(string drawn, Picture picture)
    {
        // Skia places every glyph by itself, which goes wrong where the reader's machine falls back to another font.
        string text = GlyphPlaces().Replace(drawn, "${axis}=\"${first}\"");
        text = text.Replace("font-family=\"Inter\"", $"font-family=\"{Fallback}\"", StringComparison.Ordinal);

        // Skia's names count all clips of the process: numbered by appearance, the same picture is the same file.
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        return Names().Replace(text, match =>
        {
            string name = match.Groups["name"].Value;
            names.TryAdd(name, $"{picture.Name}-{Numbers.Whole(names.Count + 1)}");
            return match.Groups["before"].Value + names[name];
        });
    }

    [GeneratedRegex("""(?<= )(?<axis>[xy])="(?<first>-?[\d.e-]+), [^"]*"(?=[^<]*>\s*[^<\s])""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex GlyphPlaces();

    [GeneratedRegex("""(?<before> id="|url\(#|href="#)(?<name>[A-Za-z_0-9]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Names();
}
