using System.Globalization;
using System.Net;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using GanCli.Reporting.Drawing;
using GanCli.Runs;

namespace GanCli.Reporting.Page;

/// <summary>What all pages have: fonts, styles and colours within them, and a policy that forbids them to fetch anything.</summary>
internal static class PageFrame
{
    /// <summary>Writes everything up to the page's first element.</summary>
    /// <param name="page">The page.</param>
    /// <param name="title">Its title.</param>
    /// <param name="styles">Further style sheets, by name.</param>
    /// <param name="script">A script, by name; no other will run.</param>
    public static void Begin(StringWriter page, string title, string? styles = null, string? script = null)
    {
        string code = script is null ? "" : Resource(script);
        string allowed = script is null ? "" : $" script-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(code)))}';";
        string element = script is null ? "" : $"<script>{code}</script>\n";
        page.Write($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none';{allowed} img-src data:; font-src data:; style-src 'unsafe-inline'">
            <link rel="icon" href="data:,">
            <title>{Escape(title)}</title>
            <style>
            {Fonts()}{Colours()}{Resource("report.css")}{(styles is null ? "" : Resource(styles))}</style>
            {element}</head>
            <body>

            """);
    }

    public static string Escape(string text) => WebUtility.HtmlEncode(Echo.Lines(text.ReplaceLineEndings("\n")));

    /// <summary>A drawing in a box of its own: where the page is narrower than it can be read at, the box scrolls and the page does not.</summary>
    /// <param name="drawing">An svg element.</param>
    /// <param name="width">The width it was drawn at, in pixels.</param>
    public static string Plot(string drawing, int width) =>
        $"<div class=\"plot\" style=\"--drawn: {width.ToString(CultureInfo.InvariantCulture)}px\">{drawing}</div>";

    private static string Fonts() => string.Concat(new[] { false, true }.Select(bold =>
        $"@font-face {{ font-family: Inter; font-weight: {(bold ? "700" : "400")}; src: url({ReportFonts.DataAddress(bold)}) format(\"opentype\"); }}\n"));

    private static string Colours()
    {
        string light = string.Concat(Theme.All.Select(tint => $" {tint.Variable}: {tint.Light};"));
        string dark = string.Concat(Theme.All.Select(tint => $" {tint.Variable}: {tint.Dark};"));
        return $":root {{{light} }}\n@media screen and (prefers-color-scheme: dark) {{ :root {{{dark} }} }}\n";
    }

    private static string Resource(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is missing from the assembly");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
