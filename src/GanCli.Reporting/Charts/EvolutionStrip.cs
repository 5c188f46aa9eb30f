using GanCli.Reporting.Drawing;
using GanCli.Reporting.Reading;
using GanCli.Runs;

namespace GanCli.Reporting.Charts;

/// <summary>Samples at points of training, side by side.</summary>
public static class EvolutionStrip
{
    /// <summary>Pictures in a strip.</summary>
    public const int Frames = 10;

    /// <summary>Draws the strip, or nothing while there are no samples.</summary>
    public static Picture? Draw(RunRecord run)
    {
        List<Panel> panels = [];
        foreach (StepFile file in Spread(run.SampleSteps, Frames))
        {
            if (run.Samples(file.Path) is SampleSet samples)
            {
                panels.Add(SampleChart.Small(run, samples, $"step {Numbers.Whole(file.Step)}"));
            }
        }

        return panels.Count == 0
            ? null
            : Picture.Grid("evolution", "Samples during training", panels, Math.Min(5, panels.Count), 200, 218, Caption(run));
    }

    /// <summary>At most <paramref name="count"/> of the entries, evenly spread, the first and the last among them.</summary>
    public static IReadOnlyList<T> Spread<T>(IReadOnlyList<T> all, int count) =>
        all.Count <= count ? all : [.. Enumerable.Range(0, count).Select(i => all[(int)Math.Round(i * (all.Count - 1) / (count - 1.0))])];

    private static string Caption(RunRecord run) => PictureGrid.Shows(run.Shape) ? "The same latents at points of training." : run.Dimension switch
    {
        1 => "Generated (line) over real (filled) at points of training, on one scale.",
        2 => "Generated (small dots) over real (large pale dots) at points of training, on one scale.",
        _ => "The first two columns, generated (small dots) over real (large pale dots), at points of training, on one scale.",
    };
}
