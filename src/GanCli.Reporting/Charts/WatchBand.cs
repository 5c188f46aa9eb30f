using GanCli.Reporting.Drawing;
using GanCli.Reporting.Reading;
using GanCli.Runs;

namespace GanCli.Reporting.Charts;

/// <summary>What the collapse watch said over the steps: a strip at the foot of a picture.</summary>
internal static class WatchBand
{
    private const double Height = 0.035;

    private static readonly (WatchWord Word, Tint Tint, double Opacity)[] s_looks =
    [
        (WatchWord.Healthy, Theme.Groups[0], 0.55),
        (WatchWord.Learning, Theme.Axis, 0.45),
        (WatchWord.Changing, Theme.Axis, 0.8),
        (WatchWord.Narrow, Theme.Groups[2], 0.55),
        (WatchWord.PoorSamples, Theme.Groups[2], 0.9),
        (WatchWord.ModeHopping, Theme.Groups[1], 0.8),
        (WatchWord.PartialCollapse, Theme.Groups[3], 0.5),
        (WatchWord.Collapsed, Theme.Groups[3], 1),
        (WatchWord.Diverging, Theme.Ink, 1),
    ];

    /// <summary>Draws it, where the run was watched.</summary>
    /// <param name="panel">The picture, whose horizontal axis is steps.</param>
    /// <param name="run">The run.</param>
    /// <param name="withKeys">Whether its colours are explained beside the picture.</param>
    public static void Under(Panel panel, RunRecord run, bool withKeys = false)
    {
        double low = panel.Limits.Bottom;
        double high = low + (Height * (panel.Limits.Top - low));
        foreach (var (from, to, word) in Stretches(run))
        {
            (_, Tint tint, double opacity) = s_looks.First(look => look.Word == word);
            panel.Box(from, low, to, high, tint, opacity);
        }

        foreach (Rescue rescue in run.Manifest?.Rescues ?? [])
        {
            panel.Segment(rescue.Step, low, rescue.Step, panel.Limits.Top, Theme.Axis);
        }

        if (withKeys)
        {
            foreach (var (word, tint, _) in s_looks.Where(look => run.Watch.Any(said => said.Word == look.Word)))
            {
                panel.Keys.Add(new LegendKey(KeyShape.Box, tint, $"watch: {WatchText.Name(word)}") { Brief = WatchText.Name(word) });
            }
        }
    }

    // A word holds from the look before to the look that it was said at; of neighbours that agree one box.
    private static IEnumerable<(double From, double To, WatchWord Word)> Stretches(RunRecord run)
    {
        double from = 0;
        for (int i = 0; i < run.Watch.Count; i++)
        {
            if (i + 1 == run.Watch.Count || run.Watch[i + 1].Word != run.Watch[i].Word)
            {
                yield return (from, run.Watch[i].Step, run.Watch[i].Word);
                from = run.Watch[i].Step;
            }
        }
    }
}
