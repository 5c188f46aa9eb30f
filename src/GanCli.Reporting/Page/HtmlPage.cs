using System.Globalization;
using GanCli.Reporting.Charts;
using GanCli.Reporting.Drawing;
using GanCli.Reporting.Reading;
using GanCli.Runs;

namespace GanCli.Reporting.Page;

/// <summary>The report as one page that needs nothing else: fonts, styles and pictures are in it, and its policy forbids it to fetch anything.</summary>
internal static class HtmlPage
{
    public static string Write(ReportContent content)
    {
        using StringWriter page = new(CultureInfo.InvariantCulture);
        RunRecord run = content.Run;
        PageFrame.Begin(page, $"{run.Folder.Name} {run.Folder.Id}");
        page.Write($"""
            <header>
            <h1>{Escape(run.Folder.Name)}<small>{Escape(run.Folder.Id)}</small><span class="state {StateClass(run.Status?.State)}">{Escape(content.State)}</span></h1>
            <p class="meta">{Escape(content.Facts)}</p>
            <p class="lead">{Escape(content.Lead)}</p>
            {(content.Watch is { } watch ? $"<p>{Escape(watch)}</p>\n" : "")}
            {string.Concat(content.Rescues.Select(static rescue => $"<p>{Escape(rescue)}</p>\n"))}
            {string.Concat(content.Warnings.Select(static warning => $"<p class=\"note\">Warning: {Escape(warning)}</p>\n"))}
            </header>
            <main>

            """);
        Section(page, "Progress", content, content.Pictures.Progress);
        First(page, content);
        Section(page, "What is left out", content, content.Pictures.LeftOut);
        Section(page, "The game in its plane", content, content.Pictures.Phases, content.Pictures.Weights);
        Training(page, content);
        Evolution(page, content);
        Section(page, "From one latent to another", content, content.Pictures.Interpolation);
        Section(page, "The nearest training pictures", content, content.Pictures.Nearest);
        foreach (ReportSection section in content.Details)
        {
            Section(page, section.Title, content, [.. section.Pictures]);
        }

        Reproduce(page, content);
        page.Write("</main>\n<footer>Written by gan report. Blue is real, orange is generated, in every picture.</footer>\n</body>\n</html>\n");
        return page.ToString();
    }

    private static void First(StringWriter page, ReportContent content)
    {
        if (content.Headline.Count == 0 && content.Pictures.Samples is null)
        {
            return;
        }

        bool beside = content.Pictures.Samples is { Width: < 700 };
        page.Write($"<section class=\"{(beside ? "first" : "stack")}\">\n");
        if (content.Headline.Count > 0)
        {
            page.Write($"<dl class=\"figures{(beside ? "" : " wide")}\">\n");
            foreach (MetricCurve metric in content.Headline)
            {
                string perfect = ReportContent.Perfect(metric) is string score ? $"<span class=\"perfect\">perfect {Escape(score)}</span>" : "";
                string blob = ReportContent.Blob(metric) is string floor ? $"<span class=\"blob\">featureless blob {Escape(floor)}</span>" : "";
                string help = metric.About.Help is string text ? $"<span class=\"help\">{Escape(text)}</span>" : "";
                page.Write(
                    $"<div class=\"figure\"><dt>{Escape(metric.About.Label)}</dt><dd class=\"value\">{Escape(metric.Marked)}</dd><dd "
                        + $"class=\"notes\">{perfect}{blob}{help}</dd></div>\n");
            }

            page.Write("</dl>\n");
        }

        Figure(page, content, content.Pictures.Samples);
        page.Write("</section>\n");
    }

    private static void Training(StringWriter page, ReportContent content)
    {
        Picture[] metrics = [.. content.Pictures.Metrics];
        Section(page, "During training", content, [.. metrics.Take(ReportContent.Figures), content.Pictures.Losses]);
        if (metrics.Length > ReportContent.Figures)
        {
            page.Write($"<details><summary>{Numbers.Whole(metrics.Length - ReportContent.Figures)} more metrics as curves</summary>\n<div class=\"grid\">\n");
            foreach (Picture picture in metrics.Skip(ReportContent.Figures))
            {
                Figure(page, content, picture);
            }

            page.Write("</div>\n</details>\n");
        }

        if (content.Run.Metrics.Count == 0)
        {
            return;
        }

        page.Write("<details><summary>All metrics as a table</summary>\n");
        MetricTable.Write(page, content.Run.Metrics.Select(static metric => new MetricLine(
            metric.About.Label,
            metric.Marked,
            metric.Better,
            metric.Perfect is PerfectScore score ? metric.Write(score.Median) : "",
            metric.Perfect is PerfectScore range ? $"{metric.Write(range.Low)} to {metric.Write(range.High)}" : "",
            ReportContent.Blob(metric) ?? "",
            metric.Samples is int count ? Numbers.Whole(count) : "",
            metric.About.Help ?? "")));
        page.Write("</details>\n");
        foreach (string note in ReportContent.Notes(content.Run.Metrics))
        {
            page.Write($"<p class=\"note\">{Escape(note)}.</p>\n");
        }
    }

    private static void Evolution(StringWriter page, ReportContent content)
    {
        if (content.Pictures.Evolution is not Picture strip)
        {
            return;
        }

        page.Write($"<section>\n<h2>How the samples came about</h2>\n<div class=\"{(content.Film is null ? "stack" : "film-and-strip")}\">\n");
        Figure(page, content, strip);
        if (content.Film is byte[] film)
        {
            // A dark page turns charts' colours over; pictures stay what they are.
            string kind = PictureGrid.Shows(content.Run.Shape) ? "film of-pictures" : "film";
            page.Write(
                $"<figure><img class=\"{kind}\" width=\"360\" height=\"360\" alt=\"Samples during training, animated\" src=\"data:image/gif;base64,"
                    + $"{Convert.ToBase64String(film)}\">"
                + "<figcaption>The same as a film.</figcaption></figure>\n");
        }

        page.Write("</div>\n</section>\n");
    }

    private static void Reproduce(StringWriter page, ReportContent content)
    {
        page.Write("<section>\n<h2>Reproduce</h2>\n<div class=\"grid\">\n<div class=\"card commands\">\n<h3>Commands</h3>\n");
        foreach ((string effect, string line) in content.Commands)
        {
            page.Write($"<p class=\"note\">{Escape(effect)}</p>\n<pre><code>{Escape(line)}</code></pre>\n");
        }

        if (content.ConfigText is string config)
        {
            page.Write($"<h3>Config as given</h3>\n<pre><code>{Escape(config.TrimEnd())}</code></pre>\n");
        }

        page.Write("</div>\n<div class=\"card\">\n<h3>Environment</h3>\n<table class=\"pairs\">\n");
        foreach ((string name, string value) in content.Environment)
        {
            page.Write($"<tr><th scope=\"row\">{Escape(name)}</th><td>{Escape(value)}</td></tr>\n");
        }

        page.Write("</table>\n</div>\n</div>\n");
        if (content.ResolvedText is string resolved)
        {
            page.Write(
                $"<details><summary>Config with every key</summary>\n<div class=\"card\"><pre><code>"
                    + $"{Escape(resolved.TrimEnd())}</code></pre></div></details>\n");
        }

        page.Write("</section>\n");
    }

    private static void Section(StringWriter page, string title, ReportContent content, params Picture?[] pictures)
    {
        Picture[] there = [.. pictures.OfType<Picture>()];
        if (there.Length == 0)
        {
            return;
        }

        // A tall picture stands at the left, the others beside it above each other.
        string layout = there[0].Height > there[^1].Height ? "grid tall" : "grid";
        page.Write($"<section>\n<h2>{Escape(title)}</h2>\n<div class=\"{layout}\">\n");
        foreach (Picture picture in there)
        {
            Figure(page, content, picture);
        }

        page.Write("</div>\n</section>\n");
    }

    private static void Figure(StringWriter page, ReportContent content, Picture? picture)
    {
        if (picture is null)
        {
            return;
        }

        string caption = picture.Caption.Length > 0 ? $"<figcaption>{Escape(picture.Caption)}</figcaption>" : "";
        page.Write(
            $"<figure{(picture.Width > 1000 ? " class=\"broad\"" : "")}>{PageFrame.Plot(content.Inline[picture.Name], picture.Width)}{caption}</figure>\n");
    }

    private static string StateClass(RunState? state) => state switch
    {
        RunState.Completed => "good",
        RunState.Failed or RunState.Diverged or RunState.Collapsed or RunState.Crashed => "bad",
        _ => "plain",
    };

    private static string Escape(string text) => PageFrame.Escape(text);
}
