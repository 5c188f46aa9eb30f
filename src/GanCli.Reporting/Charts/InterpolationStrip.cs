using GanCli.Reporting.Drawing;
using GanCli.Reporting.Reading;
using GanCli.Runs;

namespace GanCli.Reporting.Charts;

/// <summary>Pictures on the way from one latent to another, a row for each pair.</summary>
public static class InterpolationStrip
{
    private const int Width = 1136;

    /// <summary>Draws the newest, or nothing where there are none: a run that has not ended, or one of no pictures.</summary>
    public static Picture? Draw(RunRecord run)
    {
        if (!PictureGrid.Shows(run.Shape) || run.Folder.Interpolations() is not [.., StepFile file]
            || run.Rows(file.Path, out int across) is not SampleSet samples)
        {
            return null;
        }

        Panel panel = PictureGrid.DrawAll(samples, run.Shape, PictureGrid.Brightness.Of(run, samples), $"step {Numbers.Whole(file.Step)}", across);
        int down = samples.Count / across;
        double height = (Width - Panel.BareSides) * down * (double)run.Shape[1] / (across * (double)run.Shape[2]);
        return Picture.Grid(
            "interpolation", "Pictures on the way from one latent to another", [panel], 1, Width, Panel.BareHead + (int)Math.Clamp(height, 60, 2 * Width),
            Caption(run));
    }

    private static string Caption(RunRecord run)
    {
        string way = run.Config?.Text("prior.kind") switch
        {
            "gaussian" or "sphere" => "along the great circle",
            "mixture" or "learned-mixture" => "in a straight line, and where its ends lie in two components, through latents that training never draws",
            _ => "in a straight line",
        };
        return $"Each row goes from the latent of one picture to that of another, {way}. What to look for: pictures that change bit by bit and are plausible "
            + "all along; jumps speak of a generator that knows a few pictures by heart, rows that are all alike of one that collapsed.";
    }
}
