using System.Globalization;
using System.Text.RegularExpressions;
using GanCli.Reporting.Drawing;
using GanCli.Reporting.Reading;
using GanCli.Runs;

namespace GanCli.Reporting.Page;

/// <summary>The report as Markdown, with its pictures as files beside it.</summary>
internal static partial class MarkdownPage
{
    public static string Write(ReportContent content)
    {
        using StringWriter page = new(CultureInfo.InvariantCulture);
        RunRecord run = content.Run;
        page.Write(
            $"# {Escape(run.Folder.Name)} {Escape(run.Folder.Id)} ({Escape(content.State)})\n\n{Escape(content.Facts)}\n\n**{Escape(content.Lead)}**\n\n"
                + (content.Watch is { } watch ? $"{Escape(watch)}\n\n" : "")
                + string.Concat(content.Rescues.Select(static rescue => $"{Escape(rescue)}\n\n"))
                + string.Concat(content.Warnings.Select(static warning => $"Warning: {Escape(warning)}\n\n")));
        Pictures(page, null, content.Pictures.Progress);
        if (content.Headline.Count > 0)
        {
            Table(page, content.Headline);
        }

        Pictures(page, null, content.Pictures.Samples);
        Pictures(page, "What is left out", content.Pictures.LeftOut);
        Pictures(page, "The game in its plane", content.Pictures.Phases, content.Pictures.Weights);
        Pictures(page, "During training", [.. content.Pictures.Metrics, content.Pictures.Losses]);
        if (run.Metrics.Count > content.Headline.Count)
        {
            Table(page, run.Metrics);
        }

        Pictures(page, "How the samples came about", content.Pictures.Evolution);
        if (content.Film is not null)
        {
            page.Write("![Samples during training, animated](report/training.gif)\n\n");
        }

        Pictures(page, "From one latent to another", content.Pictures.Interpolation);
        Pictures(page, "The nearest training pictures", content.Pictures.Nearest);
        foreach (ReportSection section in content.Details)
        {
            Pictures(page, section.Title, [.. section.Pictures]);
        }

        page.Write("## Reproduce\n\n");
        foreach ((string effect, string line) in content.Commands)
        {
            page.Write($"{Escape(effect)}:\n\n{Fence("sh", line)}\n");
        }

        page.Write("| environment | |\n|---|---|\n");
        foreach ((string name, string value) in content.Environment)
        {
            page.Write($"| {Escape(name)} | {Escape(value)} |\n");
        }

        if (content.ResolvedText is string config)
        {
            page.Write($"\n### Config with every key\n\n{Fence("yaml", config.TrimEnd())}");
        }

        return page.ToString();
    }

    private static void Table(StringWriter page, IEnumerable<MetricCurve> metrics)
    {
        page.Write("| metric | value | better | perfect sampler (5–95%) | featureless blob | samples |\n|---|---:|---|---:|---:|---:|\n");
        foreach (MetricCurve metric in metrics)
        {
            string samples = metric.Samples is int count ? Numbers.Whole(count) : "";
            page.Write(
                $"| {Escape(metric.About.Label)} | {Escape(metric.Marked)} | {metric.Better} | {Escape(ReportContent.Perfect(metric) ?? "")} "
                    + $"| {Escape(ReportContent.Blob(metric) ?? "")} | {samples} |\n");
        }

        string[] notes = [.. ReportContent.Notes(metrics)];
        page.Write(string.Concat(notes.Select(note => $"\n{note}.\n")) + "\n");
    }

    private static void Pictures(StringWriter page, string? heading, params Picture?[] pictures)
    {
        if (pictures.All(picture => picture is null))
        {
            return;
        }

        if (heading is not null)
        {
            page.Write($"## {heading}\n\n");
        }

        foreach (Picture picture in pictures.OfType<Picture>())
        {
            page.Write($"![{Escape(picture.Title)}](report/{picture.Name}.png)\n\n");
            if (picture.Caption.Length > 0)
            {
                page.Write($"{Escape(picture.Caption)}\n\n");
            }
        }
    }

    /// <summary>A block of code whose fence is longer than any run of backticks in it.</summary>
    private static string Fence(string language, string text)
    {
        int longest = Backticks().Matches(text).Select(match => match.Length).DefaultIfEmpty(0).Max();
        string fence = new('`', Math.Max(3, longest + 1));
        return $"{fence}{language}\n{text}\n{fence}\n";
    }

    private static string Escape(string text) => Special().Replace(Echo.Line(text.ReplaceLineEndings(" ")), @"\$0")
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    [GeneratedRegex("`+", RegexOptions.None, matchTimeoutMilliseconds: 30_000)]
    private static partial Regex Backticks();

    [GeneratedRegex(@"[\\`*_\[\]|#]", RegexOptions.None, matchTimeoutMilliseconds: 30_000)]
    private static partial Regex Special();
}
