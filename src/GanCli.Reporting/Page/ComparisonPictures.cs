using GanCli.Reporting.Charts;
using GanCli.Reporting.Comparison;
using GanCli.Reporting.Drawing;

namespace GanCli.Reporting.Page;

/// <summary>The sections with pictures of the page that compares many runs.</summary>
internal static class ComparisonPictures
{
    /// <summary>Metrics over the numeric setting in which groups differ; nothing where there is none.</summary>
    public static void OverSetting(StringWriter page, ComparisonContent content)
    {
        if (content.Setting is not NumericAxis axis || content.OverSetting() is not { Count: > 0 } pictures)
        {
            return;
        }

        page.Write($"<section>\n<h2>Over {Escape(axis.Path)}</h2>\n");
        string lines = "";
        if (axis.Other is not null)
        {
            (string Name, Tint Tint)[] shown = [.. axis.Lines.Take(SettingCurves.MostLines).Select((line, i) => (line.Name, SettingCurves.Tint(axis, i)))];
            Legend(page, shown);
            lines = $" A line for each {axis.Other}"
                + $"{(axis.Lines.Count > shown.Length ? $", the first {Numbers.Whole(shown.Length)} of {Numbers.Whole(axis.Lines.Count)}" : "")}.";
        }

        page.Write(
            $"<p class=\"note\">Dots: means at the end within their 95% intervals, Student’s, and Wilson’s of the rate; rings: one seed "
                + $"each.{(content.SharesPerfect ? " Dashes: a perfect sampler; grey ones: a featureless blob." : "")}{Escape(lines)}</p>\n");
        Figures(page, pictures);
        page.Write("</section>\n");
    }

    private static void Legend(StringWriter page, IEnumerable<(string Name, Tint Tint)> entries) =>
        page.Write(
            $"<ul class=\"legend\">{string.Concat(entries.Select(entry => $"<li>{Swatch($"var({entry.Tint.Variable})")}{Escape(entry.Name)}</li>"))}</ul>\n");

    private static void Figures(StringWriter page, IReadOnlyList<Picture> pictures)
    {
        IEnumerable<string> figures = pictures.Select(picture => $"<figure>{PageFrame.Plot(picture.ToInlineSvg(), picture.Width)}</figure>\n");
        page.Write($"<div class=\"grid\">\n{string.Concat(figures)}</div>\n");
    }

    /// <summary>Curves during training, with what their colours mean.</summary>
    public static void Curves(StringWriter page, string title, ComparisonContent content, IReadOnlyList<Picture> pictures)
    {
        if (pictures.Count == 0)
        {
            return;
        }

        page.Write($"<section>\n<h2>{Escape(title)}</h2>\n");
        Legend(page, content.Coloured.Select(group => (group.Group.Label, group.Tint)));
        string rest = content.View.Groups.Count > content.Coloured.Count
            ? $" The first {Numbers.Whole(content.Coloured.Count)} of {Numbers.Whole(content.View.Groups.Count)} groups." : "";
        page.Write(
            $"<p class=\"note\">Thin: one seed each; thick: their mean in its 95% interval, as far as all seeds go, without runs that "
                + $"diverged.{(content.SharesPerfect ? " Dashes: a perfect sampler; grey ones: a featureless blob." : "")}{rest}</p>\n");
        Figures(page, pictures);
        page.Write("</section>\n");
    }

    /// <summary>The last samples of each group, seed by seed.</summary>
    public static void Samples(StringWriter page, ComparisonContent content)
    {
        (IReadOnlyList<(RunGroup Group, byte[] Picture)> strips, int shown) = content.Samples();
        if (strips.Count == 0)
        {
            return;
        }

        page.Write("<section>\n<h2>Samples at the end</h2>\n<div class=\"card samples\">\n");
        foreach ((RunGroup group, byte[] picture) in strips)
        {
            page.Write(
                $"<span>{Escape(group.Label)}</span><img alt=\"Samples of {Escape(group.Label)}, seed by seed\" src=\"data:image/png;base64,"
                    + $"{Convert.ToBase64String(picture)}\">\n");
        }

        int groups = content.View.Groups.Count - strips.Count;
        string rest = groups > 0 ? $" {RunComparison.Count(groups, "group is", "groups are")} not shown, to keep the page small or for want of samples." : "";
        string seeds = content.View.Groups.All(group => group.Runs.Count <= shown) ? "" : shown == 1 ? " The first seed."
            : $" The first {Numbers.Whole(shown)} seeds.";
        page.Write(
            $"</div>\n<p class=\"note\">Generated (orange) over real (blue), a row for each group and a column for each seed.{seeds}{rest}</p>\n</section>\n");
    }

    /// <summary>A square of a colour.</summary>
    public static string Swatch(string colour) => $"<span class=\"swatch\" style=\"background: {colour}\"></span>";

    private static string Escape(string text) => PageFrame.Escape(text);
}
